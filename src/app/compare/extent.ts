import { usageError } from '../../errors.js';
import type { Comparison } from '../../model/comparison.js';
import { secondsOfPairs, type Chain } from '../../model/extent.js';
import type { Metric } from '../../model/metrics.js';
import type { Scenario } from '../../model/scenario.js';
import type { Warning } from '../../model/summary.js';
import { canJudge, fewestJudged } from '../../stats/pair-orders.js';
import { fixedSchedule, looksSchedule, type Schedule } from '../../stats/schedule.js';
import { formatDuration } from '../../units/duration.js';

/** The most pairs when nobody says how many. */
const usualPairs = 30;

/** About 90 s with the usual window; even, so that each side is first equally often. */
const quickPairs = 4;

/** How many pairs, and when they are judged. */
export interface Design {
  mode: Comparison['looks'];
  schedule: Schedule;
}

/** The design that was asked for. Several workloads are judged together, once, when all have all their pairs. */
export function scheduleFor({
  pairs,
  quick,
  workloads = 1,
}: {
  pairs: number | null;
  quick: boolean;
  workloads?: number;
}): Design {
  if (quick) return { mode: 'quick', schedule: fixedSchedule(quickPairs) };
  if (pairs === null && workloads === 1) return { mode: 'looks', schedule: looksSchedule(usualPairs) };
  if (workloads > 1 && pairs !== null && !canJudge(pairs)) {
    throw usageError(
      'no-verdict',
      `several workloads cannot be judged together with ${pairs} pairs`,
      `give an even number, at least ${fewestJudged}, or --quick for figures without a verdict`,
    );
  }
  return { mode: 'fixed', schedule: fixedSchedule(pairs ?? usualPairs) };
}

/** The most pairs that can be chosen, and with which design. */
const mostFirst: readonly Design[] = [
  { mode: 'looks', schedule: looksSchedule(30) },
  { mode: 'looks', schedule: looksSchedule(20) },
  { mode: 'fixed', schedule: fixedSchedule(10) },
  { mode: 'fixed', schedule: fixedSchedule(fewestJudged) },
];

/**
 * The design with the most pairs that fits into so many seconds if none is repeated, for the chains of A and B of each
 * workload. It is chosen before the first run, so that no figure has a say in it; a usage error where not even the
 * fewest that can be judged fit.
 */
export function scheduleWithin(seconds: number, workloads: readonly (readonly Chain[])[]): Design {
  const secondsOf = (pairs: number): number =>
    workloads.reduce((sum, chains) => sum + secondsOfPairs(pairs, chains), 0);
  const evenNumbers = Array.from({ length: usualPairs / 2 }, (_, at) => usualPairs - 2 * at).filter(canJudge);
  const designs =
    workloads.length === 1
      ? mostFirst
      : evenNumbers.map((pairs): Design => ({ mode: 'fixed', schedule: fixedSchedule(pairs) }));
  const found = designs.find(({ schedule }) => secondsOf(schedule.pairs) <= seconds);
  if (found !== undefined) return found;
  const each = workloads.length === 1 ? '' : ` of each of ${workloads.length} workloads`;
  throw usageError(
    'too-little-time',
    `${fewestJudged} pairs${each} take about ${formatDuration(secondsOf(fewestJudged))}, longer than --time-budget`,
    `allow for more, or take --quick: ${quickPairs} pairs, figures without a verdict`,
  );
}

/**
 * The metric that a verdict is about, decided before anything is measured. Where parts of the chain share CPUs, a rate
 * mixes the relays with client and server, and where a rate is asked for, both sides reach it: then the CPU time of the
 * relays says more of them. Beside streams, which use most of that, requests are judged by themselves.
 */
export function primaryOf(
  metrics: readonly Metric[],
  {
    wanted,
    warnings,
    scenario,
  }: { wanted: string | null; warnings: readonly Warning[]; scenario: Pick<Scenario, 'hops' | 'load'> },
): Metric {
  const { hops, load } = scenario;
  const shared = warnings.some(({ code }) => code === 'shared-cpus');
  const usual = hops > 0 && (shared || load.rate !== null) ? 'cpu' : metrics[0]!.name;
  const besideStreams = load.rate === null ? metrics[0]!.name : 'p50';
  const name = wanted ?? (load.background > 0 ? besideStreams : usual);
  const found = metrics.find((metric) => metric.name === name);
  if (found !== undefined) return found;
  throw usageError(
    'unknown-metric',
    `these runs have no metric '${name}'`,
    `they have ${metrics.map((metric) => metric.name).join(', ')}`,
  );
}

/** The most runs of a comparison, if none is repeated, and the seconds that they take. */
export function extentOf(pairs: number, chains: readonly Chain[]): { runs: number; seconds: number } {
  // One pair more: the burn-in.
  return { runs: 2 * (pairs + 1), seconds: secondsOfPairs(pairs, chains) };
}
