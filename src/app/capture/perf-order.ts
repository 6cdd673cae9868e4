import { usageError } from '../../errors.js';
import type { Capture } from '../../captures/capture.js';
import type { PerfMachine } from '../../host/perf-machine.js';
import { probeEvents } from '../../host/perf-events.js';
import type { Role } from '../../model/names.js';
import { hostOf, type Placements } from '../../model/placement.js';
import type { Warning } from '../../model/summary.js';
import { requireCapabilities } from './capabilities.js';
import type { CaptureOrder } from './nothing-captured.js';
import type { PerfLook, PerfOrder } from './perf-look.js';

/** Milliseconds. */
const patience = 5000;

/** Decides on everything of a capture with perf that can be known before the start; throws when it is not possible. */
export async function orderPerf(
  order: CaptureOrder,
  capture: Capture,
  roles: readonly Role[],
  hosts: Placements,
): Promise<{ perf: PerfOrder; warnings: Warning[] }> {
  const names = [...new Set(roles.map((role) => hostOf(hosts, role)))];
  const there = (on: string): Role[] => roles.filter((role) => hostOf(hosts, role) === on);
  const looks = await Promise.all(names.map((on) => lookOn(order, capture, on, there(on))));
  return {
    perf: { ...order, capture, roles, looks: looks.map(({ look }) => look) },
    warnings: looks.flatMap(({ notes }) => notes),
  };
}

async function lookOn(
  { options, kind }: CaptureOrder,
  capture: Capture,
  on: string,
  roles: readonly Role[],
): Promise<{ look: PerfLook; notes: Warning[] }> {
  const { perf, version, notes } = await requireCapabilities(capture.needs(options), kind, on);
  const candidates = options.events === null ? (capture.candidates ?? []) : [];
  const events = candidates.length === 0 ? [] : (await probeEvents(perf, candidates)).supported;
  if (options.events !== null || options.extra.length > 0) await rehearse(perf, capture.perf(options, events));
  return { look: { on, roles, perf, version, events }, notes };
}

/** What a user hands to perf is perf's to judge: for a moment, before anything is started. */
async function rehearse(perf: PerfMachine, words: readonly string[]): Promise<void> {
  const { text, failure } = await perf.runOnItself([...words, '-o', '/dev/null'], patience);
  if (failure === null) return;
  const line = text
    .split('\n')
    .find((one) => /error|unknown|invalid|bad|fail|cannot|not/i.test(one))
    ?.trim();
  throw usageError(
    'perf-refuses',
    `perf does not take that: ${line ?? failure}`,
    'perf list shows the events it knows',
  );
}
