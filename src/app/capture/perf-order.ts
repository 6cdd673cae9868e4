import { usageError } from '../../errors.js';
import type { Capture } from '../../captures/capture.js';
import { outputOf } from '../../host/output-of.js';
import { probeEvents } from '../../host/perf-events.js';
import type { Role } from '../../model/names.js';
import type { Warning } from '../../model/summary.js';
import { requireCapabilities } from './capabilities.js';
import type { CaptureOrder } from './nothing-captured.js';
import type { PerfOrder } from './perf-observer.js';

/** Decides on everything of a capture with perf that can be known before the start; throws when it is not possible. */
export async function orderPerf(
  order: CaptureOrder,
  capture: Capture,
  roles: readonly Role[],
): Promise<{ perf: PerfOrder; warnings: Warning[] }> {
  const { options, kind } = order;
  const { perf: path, version, notes } = await requireCapabilities(capture.needs(options), kind);
  const candidates = options.events === null ? (capture.candidates ?? []) : [];
  const events = candidates.length === 0 ? [] : (await probeEvents(path, candidates)).supported;
  const perf = { path, version };
  if (options.events !== null || options.extra.length > 0) await rehearse(path, capture.perf(options, events));
  return { perf: { ...order, capture, roles, perf, events }, warnings: notes };
}

/** What a user hands to perf is perf's to judge: on ourselves for a moment, before anything is started. */
async function rehearse(perf: string, words: readonly string[]): Promise<void> {
  const { text, failure } = await outputOf([
    perf,
    ...words,
    '-o',
    '/dev/null',
    '-p',
    String(process.pid),
    '--',
    'true',
  ]);
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
