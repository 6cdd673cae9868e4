import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  bytesLedger,
  cpuLedger,
  ledgerResolution,
  lostConnections,
  steadiness,
} from '../../../../src/app/run/result/ledger.js';
import type { RoleUse } from '../../../../src/app/run/result/usage.js';
import { aMachine, aReading } from '../readings.js';

const use = (cpuSeconds: number): RoleUse => ({
  processes: 1,
  cpuSeconds,
  userShare: 0,
  runDelaySeconds: 0,
  contextSwitches: 0,
  threads: [],
});

const ledger = (seconds: number, idle: number, steal: number, uses: Record<string, RoleUse>) =>
  cpuLedger(
    aReading(10, { machine: aMachine({ idle: 1000, steal: 50 }) }),
    aReading(10 + seconds, { machine: aMachine({ idle: 1000 + idle, steal: 50 + steal }) }),
    uses,
  );

test('shares of the machine', () => {
  // 2 CPUs for 5 s are 10 CPU-seconds, or 1000 ticks.
  expect(ledger(5, 200, 50, { relay1: use(4), client: use(2) })).toEqual({
    ours: expect.closeTo(0.6, 9),
    by_role: { relay_1: 0.4, client: 0.2, softirq: 0 },
    foreign: expect.closeTo(0.15, 9),
    unattributed: 0,
    steal: 0.05,
    idle: 0.2,
  });
});

test('what relays used that nobody named cannot be told from foreign', () => {
  const [begin, end] = [10, 15].map((time) => aReading(time, { machine: aMachine({ idle: 40 * time, steal: 0 }) }));
  expect(cpuLedger(begin!, end!, { client: use(2) }, false)).toEqual({
    ours: expect.closeTo(0.2, 9),
    by_role: { client: 0.2, softirq: 0 },
    foreign: null,
    unattributed: expect.closeTo(0.6, 9),
    steal: 0,
    idle: 0.2,
  });
});

test('they sum to 1, and none is negative, as long as the kernel does not claim more than there was', () => {
  const part = fc.integer({ min: 0, max: 600 });
  fc.assert(
    fc.property(part, fc.integer({ min: 0, max: 100 }), part, part, (idle, steal, first, second) => {
      fc.pre(steal + first + second <= 1000);
      const found = ledger(5, idle, steal, { relay1: use(first / 100), server: use(second / 100) })!;
      expect(found.ours + found.foreign! + found.steal + found.idle).toBeCloseTo(1, 9);
      for (const share of [found.ours, found.foreign!, found.steal, found.idle])
        expect(share).toBeGreaterThanOrEqual(0);
    }),
  );
});

test('ticks that overlap ours are not idle', () => {
  const found = ledger(5, 900, 0, { relay1: use(4) })!;
  expect(found).toMatchObject({ foreign: 0, idle: 0.6 });
});

test('without /proc/stat there is no ledger', () => {
  expect(cpuLedger(aReading(0, { machine: null }), aReading(1), {})).toBeNull();
  expect(cpuLedger(aReading(0), aReading(1, { machine: null }), {})).toBeNull();
});

test('a short window knows its shares only roughly', () => {
  expect(ledgerResolution(5)).toBe(0.002);
  expect(ledgerResolution(0.5)).toBe(0.02);
});

const kernel = (bytes: number, seconds = 1) => ({
  begin: { timeNs: 0, bytes: 500 },
  end: { timeNs: seconds * 1e9, bytes: 500 + bytes },
});
const slack = 8 << 20;
const announced = { kernelOverhead: 0, window: { kind: 'announced' } } as const;
const own = { kernelOverhead: 0, window: { kind: 'own', mark: () => null } } as const;

test.each([
  ['the same', 1e9, 1e9, 0, true],
  ['1 % less', 1e9, 0.99e9, 0, true],
  ['1 % and what one connection may hold less', 1e9, 0.99e9 - slack, 0, true],
  ['still less', 1e9, 0.99e9 - slack - 1, 0, false],
  ['more', 1e9, 1.02e9, 0, false],
  ['more, by headers', 1e9, 1.3e9, 0.4, true],
  ['more than headers', 1e9, 1.6e9, 0.4, false],
  ['little of both', 1, slack, 0, true],
])('%s agree or not', (_, bytes, counted, kernelOverhead, agree) => {
  expect(bytesLedger({ bytes, seconds: 1 }, kernel(counted), { ...announced, kernelOverhead }, 1)).toEqual({
    workload: bytes,
    kernel: counted,
    agree,
  });
});

test('windows of different lengths are made equal', () => {
  expect(bytesLedger({ bytes: 2e9, seconds: 2 }, kernel(1e9, 1), announced, 1)).toMatchObject({
    kernel: 2e9,
    agree: true,
  });
});

test('the window of a client that keeps its own time is known to a tenth of a second', () => {
  expect(bytesLedger({ bytes: 10e9, seconds: 1 }, kernel(9.05e9), announced, 1)).toMatchObject({ agree: false });
  expect(bytesLedger({ bytes: 10e9, seconds: 1 }, kernel(9.05e9), own, 1)).toMatchObject({ agree: true });
  expect(bytesLedger({ bytes: 10e9, seconds: 1 }, kernel(8.8e9), own, 1)).toMatchObject({ agree: false });
  expect(bytesLedger({ bytes: 10e9, seconds: 10 }, kernel(9.05e9, 10), own, 1)).toMatchObject({ agree: false });
});

test('what is moved while the kernel or the workload is read late is no difference', () => {
  const ledger = (...windows: [number, number][]) => {
    const marks = windows.map(([begin, end]) => ({ beginNs: begin * 1e9, endNs: end * 1e9 }));
    return bytesLedger({ bytes: 10e9, seconds: 5 }, kernel(9.5e9, 5), announced, 1, marks);
  };
  expect(ledger()).toMatchObject({ agree: false });
  expect(ledger([0, 5])).toMatchObject({ agree: false });
  expect(ledger([0.1, 5.2])).toMatchObject({ agree: true });
  // Of two ends the one that was farther off.
  expect(ledger([0, 5], [-0.15, 4.85])).toMatchObject({ agree: true });
});

test('a late reading gives room for what was moved meanwhile, and for no more', () => {
  const [bytes, twentyMs] = [720e6, 20e6];
  const late = [{ beginNs: 0, endNs: 0.5e9 - twentyMs }];
  const agree = (counted: number) =>
    bytesLedger({ bytes, seconds: 0.5 }, kernel(counted, 0.5), announced, 2, late)!.agree;
  const room = bytes * (0.01 + 0.04) + 2 * slack;
  expect(agree(bytes - room + 1)).toBe(true);
  expect(agree(bytes - room - 1)).toBe(false);
});

test('without the kernel nothing is compared', () => {
  expect(bytesLedger({ bytes: 1e9, seconds: 1 }, null, announced, 1)).toBeNull();
});

test('steadiness compares the last third with the first', () => {
  expect(steadiness([1, 1, 1, 5, 5, 5, 2, 2, 2])).toBe(1);
  expect(steadiness([4, 4, 4, 4, 4, 4, 3, 3, 3])).toBe(-0.25);
  expect(steadiness([1, 2, 3, 4, 5, 6, 7, 8])).toBeNull();
  expect(steadiness([0, 0, 0, 1, 1, 1, 1, 1, 1])).toBeNull();
  // One slow moment does not make a run unsteady.
  expect(steadiness([1, 0, 1, 1, 1, 1, 1, 1, 1])).toBe(0);
});

test('connections that are gone before the end are counted, those that close with it are not', () => {
  const at = (seconds: number, sockets?: number) => ({
    timeNs: seconds * 1e9,
    bytes: 0,
    ...(sockets === undefined ? {} : { sockets }),
  });
  expect(lostConnections([at(1, 3), at(1.8, 3), at(1.95, 0)], 2e9, 3)).toBe(0);
  expect(lostConnections([at(1, 3), at(1.8, 2), at(1.95, 0)], 2e9, 3)).toBe(1);
  expect(lostConnections([at(1), at(1.8)], 2e9, 3)).toBe(0);
  expect(lostConnections([], 2e9, 3)).toBe(0);
});

test('the packet threads of the kernel work for the run', () => {
  const end = aReading(1, { machine: aMachine({ softirqNs: 0.5e9 }) });
  const shares = cpuLedger(aReading(0), end, {});
  expect(shares).toEqual({ ours: 0.25, by_role: { softirq: 0.25 }, foreign: 0.75, unattributed: 0, steal: 0, idle: 0 });
});

test("foreign is what others used; the rest, where they are seen, is in nobody's name", () => {
  const roles = { client: { 7: { userTicks: 0, systemTicks: 0, threads: {} } } };
  const at = (seconds: number, everybody: Record<number, number>) =>
    aReading(seconds, { roles, machine: aMachine({ everybody, softirqPids: [3] }) });
  // Of 1000 ticks ours are 600; process 1 used 20, process 9 came and used 30; 7 is ours and 3 moves packets.
  const shares = cpuLedger(at(0, { 1: 500, 3: 10, 7: 0 }), at(5, { 1: 520, 3: 90, 7: 600, 9: 30 }), { client: use(6) });
  expect(shares).toMatchObject({ ours: 0.6, foreign: 0.05, unattributed: expect.closeTo(0.35, 9), idle: 0 });
});

test('what a process used before its end is in the sum of the one that waited for it', () => {
  const at = (seconds: number, everybody: Record<number, number>) =>
    aReading(seconds, { machine: aMachine({ everybody }) });
  // Process 8 had used 40 before, uses 10 more and ends; its parent then has 50 more.
  expect(cpuLedger(at(0, { 1: 100, 8: 40 }), at(5, { 1: 150 }), {})).toMatchObject({ foreign: 0.01 });
});
