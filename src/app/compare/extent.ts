import { usageError } from '../../errors.js';
import type { Comparison } from '../../model/comparison.js';
import type { Metric } from '../../model/metrics.js';
import type { RelayName } from '../../model/names.js';
import type { Scenario } from '../../model/scenario.js';
import type { Warning } from '../../model/summary.js';
import { fixedSchedule, looksSchedule, type Schedule } from '../../stats/schedule.js';

/** The most pairs when nobody says how many. */
const usualPairs = 30;

/** About 90 s with the usual window; even, so that each side is first equally often. */
const quickPairs = 4;

/** How many pairs, and when they are judged. */
export function scheduleFor({ pairs, quick }: { pairs: number | null; quick: boolean }): {
  mode: Comparison['looks'];
  schedule: Schedule;
} {
  if (quick) return { mode: 'quick', schedule: fixedSchedule(quickPairs) };
  if (pairs !== null) return { mode: 'fixed', schedule: fixedSchedule(pairs) };
  return { mode: 'looks', schedule: looksSchedule(usualPairs) };
}

/**
 * The metric that a verdict is about, decided before anything is measured. Where parts of the chain share CPUs, a rate
 * mixes the relays with client and server, and the CPU time of the relays says more of them.
 */
export function primaryOf(
  metrics: readonly Metric[],
  { wanted, warnings, hops }: { wanted: string | null; warnings: readonly Warning[]; hops: number },
): Metric {
  const shared = hops > 0 && warnings.some(({ code }) => code === 'shared-cpus');
  const name = wanted ?? (shared ? 'cpu' : metrics[0]!.name);
  const found = metrics.find((metric) => metric.name === name);
  if (found !== undefined) return found;
  throw usageError(
    'unknown-metric',
    `these runs have no metric '${name}'`,
    `they have ${metrics.map((metric) => metric.name).join(', ')}`,
  );
}

/** Seconds that a run takes beside warm-up and window; a router is slow to start and to find the other one. */
const secondsBeside = (relay: RelayName): number => (relay === 'skrouterd' ? 3.2 : 1);

/** The most runs of a comparison, if none is repeated, and the seconds that they take. */
export function extentOf(pairs: number, scenarios: readonly Scenario[]): { runs: number; seconds: number } {
  const ofPair = scenarios.map(({ relay, warmup, duration }) => warmup + duration + secondsBeside(relay));
  // One pair more: the burn-in.
  return { runs: 2 * (pairs + 1), seconds: (pairs + 1) * ofPair.reduce((sum, one) => sum + one, 0) };
}
