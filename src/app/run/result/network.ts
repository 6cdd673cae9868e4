import type { Reading } from '../../../model/readings.js';

/** What went over a network device between two readings: bytes, and packets that were thrown away. */
interface DeviceUse {
  received: number;
  sent: number;
  receivedDrops: number;
  sentDrops: number;
}

/** By name; without devices that were made, or made anew, in between, and without idle ones. */
export function devicesBetween(begin: Reading, end: Reading): Record<string, DeviceUse> {
  const uses = Object.entries(end.network?.devices ?? {}).flatMap(([name, after]): [string, DeviceUse][] => {
    const before = begin.network?.devices[name];
    if (before === undefined) return [];
    const use = {
      received: after.receivedBytes - before.receivedBytes,
      sent: after.sentBytes - before.sentBytes,
      receivedDrops: after.receivedDrops - before.receivedDrops,
      sentDrops: after.sentDrops - before.sentDrops,
    };
    const changes = Object.values(use);
    return changes.some((change) => change < 0) || changes.every((change) => change === 0) ? [] : [[name, use]];
  });
  return Object.fromEntries(uses);
}

/** TCP segments that were sent again, and sent for the first time; null where the kernel does not tell. */
export function segmentsBetween(begin: Reading, end: Reading): { again: number | null; first: number | null } {
  const change = (read: (reading: Reading) => number | null): number | null => {
    const [before, after] = [read(begin), read(end)];
    return before === null || after === null || after < before ? null : after - before;
  };
  return {
    again: change(({ network }) => network?.retransmits ?? null),
    first: change(({ network }) => network?.segments ?? null),
  };
}
