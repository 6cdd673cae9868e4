import type { Calibration } from '../../model/calibration.js';
import type { History, HistoryBand, HistoryPoint } from '../../model/history.js';
import type { Metric } from '../../model/metrics.js';
import type { Summary } from '../../model/summary.js';
import { median, range } from '../../stats/median.js';
import { bandOfMedians, repeatSpread, spreadOfPairs, type RepeatSpread } from '../../stats/repeat-spread.js';
import { grouped, groupsOf, keyOfRun, whatElse, type Group } from './history-groups.js';
import { buildLabel, buildLabelWithProton } from './build.js';

/**
 * One metric of runs of one scenario on one machine, oldest first. `calibrations` are those of this very scenario, machine and
 * metric; without any, the band is that of runs of the same build.
 */
export function historyOf(
  runs: readonly Summary[],
  metric: Metric,
  calibrations: readonly Pick<Calibration, 'noise' | 'pairs'>[],
): History {
  const groups = groupsOf(runs);
  const known = spreadFrom(runs, metric, calibrations);
  const withProton = protonTells(groups);
  const points: HistoryPoint[] = [];
  for (const [at, group] of groups.entries()) {
    const before = points.findLast(({ value }) => value !== null) ?? null;
    points.push(pointOf(group, groups[at - 1] ?? null, before, { metric, spread: known?.spread ?? null, withProton }));
  }
  const { name, title, unit, good } = metric;
  return {
    metric: { name, title, unit, good },
    points,
    band: known?.band ?? null,
    why_no_band:
      known === null
        ? 'too few runs repeat others of the same build, or they do not scatter, and this is not calibrated here'
        : null,
  };
}

/** Only runs that are ok, and have a figure of which a ratio can be made. */
const counted = (runs: readonly Summary[], { of }: Metric): number[] =>
  runs.flatMap((run) => (run.status === 'ok' ? (of(run) ?? []) : [])).filter((value) => value > 0);

function spreadFrom(
  runs: readonly Summary[],
  metric: Metric,
  calibrations: readonly Pick<Calibration, 'noise' | 'pairs'>[],
): { spread: RepeatSpread; band: HistoryBand } | null {
  if (calibrations.length > 0) {
    const pairs = calibrations.reduce((sum, one) => sum + one.pairs, 0);
    const spread = spreadOfPairs(median(calibrations.map(({ noise }) => noise)), pairs);
    return {
      spread,
      band: { source: 'calibrations', deviation: spread.deviation, of: calibrations.length },
    };
  }
  // Also those that are not consecutive: what days apart differ by belongs to the noise.
  const ofSame = [...grouped(runs, keyOfRun).values()].map((same) => counted(same, metric));
  const spread = repeatSpread(ofSame);
  if (spread === null) return null;
  const repeated = ofSame.filter(({ length }) => length > 1);
  const of = repeated.reduce((sum, { length }) => sum + length, 0);
  return { spread, band: { source: 'repeats', deviation: spread.deviation, of } };
}

interface PointSetting {
  metric: Metric;
  spread: RepeatSpread | null;
  withProton: boolean;
}

function pointOf(
  { runs, build }: Group,
  groupBefore: Group | null,
  before: HistoryPoint | null,
  { metric, spread, withProton }: PointSetting,
): HistoryPoint {
  const values = counted(runs, metric);
  const value = values.length === 0 ? null : median(values);
  const extent = values.length === 0 ? null : range(values);
  const reference = before?.value ?? null;
  const width =
    spread === null || before === null || value === null ? null : bandOfMedians(spread, before.n, values.length);
  const band =
    width === null || reference === null
      ? null
      : { low: reference * Math.exp(-width), high: reference * Math.exp(width) };
  const bad = runs.filter(({ status }) => status !== 'ok');
  return {
    time: runs[0]!.started,
    until: runs.at(-1)!.started,
    build,
    label: withProton ? buildLabelWithProton(build) : buildLabel(build),
    value,
    low: extent?.min ?? null,
    high: extent?.max ?? null,
    n: values.length,
    not_counted: Object.fromEntries(
      [...grouped(bad, ({ status }) => status)].map(([status, some]) => [status, some.length]),
    ),
    change: value === null || reference === null ? null : value / reference - 1,
    band,
    marked: value !== null && band !== null && (value < band.low || value > band.high),
    also: groupBefore === null ? [] : whatElse(groupBefore, runs),
    runs: runs.map(({ id }) => id),
  };
}

/** Whether builds of the router differ in nothing but their Proton. */
function protonTells(groups: readonly Group[]): boolean {
  const labels = new Set(groups.map(({ build }) => buildLabel(build)));
  return new Set(groups.map(({ build }) => buildLabelWithProton(build))).size > labels.size;
}
