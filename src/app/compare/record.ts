import type { ExpectedError } from '../../errors.js';
import type { ComparedRun, Comparison, Side, SideName } from '../../model/comparison.js';
import { partHostsOf } from '../../model/hosts.js';
import { roleTitle } from '../../model/names.js';
import type { Metric } from '../../model/metrics.js';
import { isFailure } from '../../report/comparison/pairs.js';
import type { Warning } from '../../model/summary.js';
import type { FinishedRun } from '../run/run.js';
import { wrongLibrary } from '../sides/mapped.js';

/** Which run of a comparison it is. */
export type Place = Pick<ComparedRun, 'pair' | 'attempt' | 'place' | 'side'>;

/** What a comparison keeps of a run. `slept` is for how many seconds the machine slept before its end, if it did. */
export function comparedRun(
  { summary }: FinishedRun,
  place: Place & Pick<ComparedRun, 'build'>,
  metrics: readonly Metric[],
  slept: number | null,
): ComparedRun {
  const { id, started, status, status_reason: reason } = summary;
  return {
    ...place,
    run: id,
    started,
    ...(slept === null || status === 'interrupted' ? { status, reason } : asleep(slept, reason)),
    figures: Object.fromEntries(metrics.map((metric) => [metric.name, metric.of(summary)])),
    steadiness: summary.trust?.steadiness ?? null,
  };
}

/** What a comparison keeps of a run for which a machine was away from the start. */
export function notMade(
  { code, message }: ExpectedError,
  place: Place & Pick<ComparedRun, 'build'>,
  metrics: readonly Metric[],
): ComparedRun {
  return {
    ...place,
    run: null,
    started: new Date().toISOString(),
    status: 'failed',
    reason: { code, message },
    figures: Object.fromEntries(metrics.map(({ name }) => [name, null])),
    steadiness: null,
  };
}

/** Whatever else such a run shows, it says nothing of its side: connections break in a machine that sleeps. */
function asleep(seconds: number, reason: ComparedRun['reason']): Pick<ComparedRun, 'status' | 'reason'> {
  const more = reason === null ? '' : `; ${reason.message}`;
  return {
    status: 'invalid',
    reason: { code: 'suspended', message: `the machine slept for about ${Math.round(seconds)} s${more}` },
  };
}

/**
 * What is known of a comparison only once a run of this side has been made; the first that has it decides. That a run
 * was not steady is a figure of that run, and not repeated here.
 */
export function withFacts(comparison: Comparison, side: SideName, { summary }: FinishedRun): Comparison {
  const { environment, trust, warnings } = summary;
  const mapped = trust?.libraries['relay_1'] ?? null;
  return {
    ...comparison,
    environment: comparison.environment ?? environment,
    hosts: comparison.hosts.length > 0 ? comparison.hosts : partHostsOf(summary),
    mapped: { ...comparison.mapped, [side]: comparison.mapped[side] ?? mapped },
    builds:
      comparison.mapped[side] === null ? { ...comparison.builds, [side]: trust?.builds ?? [] } : comparison.builds,
    warnings: warningsOnce([...comparison.warnings, ...warnings.filter(({ code }) => code !== 'unsteady')]),
  };
}

// Not those in names of files: two builds often differ in nothing else.
const figures = /(?<![\w./-])\d+(?:\.\d+)?/g;

const keyOf = ({ code, message }: Warning): string => `${code} ${message.replaceAll(figures, '#')}`;

/** Of warnings that are the same but for their figures, only the first. */
export function warningsOnce(warnings: readonly Warning[]): Warning[] {
  const keys = warnings.map(keyOf);
  return warnings.filter((_, at) => keys.indexOf(keys[at]!) === at);
}

/** What a relay of this run had mapped from a place that is not the side's, in one sentence; null if nothing. */
export function foreignLibrary(side: Side, { execution }: FinishedRun): string | null {
  for (const [role, mapped] of Object.entries(execution.libraries)) {
    const wrong = wrongLibrary(side, mapped);
    if (wrong !== null) return `${roleTitle(role)}: ${wrong}`;
  }
  return null;
}

/** After so many failures in a row a side is taken to fail always. */
const failuresInARow = 3;

/** Why the newest run ends the comparison; null if it does not. */
export function reasonToStop({ runs, primary }: Comparison): string | null {
  const newest = runs.at(-1);
  if (newest === undefined) return null;
  const { side, run } = newest;
  const name = side.toUpperCase();
  if (newest.status === 'ok' && !((newest.figures[primary] ?? 0) > 0)) {
    return `run ${run} of ${name} has no ${primary}, by which A and B were to be judged`;
  }
  // What the machine spoilt tells nothing of a side, neither good nor bad.
  const telling = runs.filter((one) => one.side === side && (one.status === 'ok' || isFailure(one)));
  const last = telling.slice(-failuresInARow);
  if (last.length < failuresInARow || !last.every(isFailure)) return null;
  const always = runs.some((one) => one.status === 'ok') ? '' : '; no run of the other side was good either';
  return `${name} failed ${failuresInARow} times in a row, at last in ${run}: ${newest.reason?.message ?? 'no reason is known'}${always}`;
}
