import { ExpectedError } from '../../errors.js';
import type { Comparison } from '../../model/comparison.js';
import { metricsOf, type Metric } from '../../model/metrics.js';
import { canCompare, type Interval } from '../../stats/comparison.js';
import { judge } from '../../stats/looks.js';
import { positionEffect } from '../../stats/position-effect.js';
import { fixedSchedule, looksSchedule, type Look, type Schedule } from '../../stats/schedule.js';
import { defaultMargin, type Question, type Verdict } from '../../stats/verdict.js';
import { failuresOf, goodPairs, repeatedPairs, withoutGaps, type GoodPair } from './pairs.js';
import { reasonAgainst } from './reason-against.js';
import { emptyRow, rowOf, valuePairs, valuesInBlocks, valuesOf, type Row } from './row.js';
import { sentenceOf } from './sentence.js';

/** What a comparison says. */
export interface Answer {
  schedule: Schedule;
  primary: Row;
  /** All metrics that can be compared, the primary one at its place among them. */
  rows: Row[];
  /** The primary metric over all good pairs so far, those after the newest look too; for showing while it goes on. */
  running: Row;
  /** Metrics that some runs have, but that have no ratio because not all do, or because a value is not above zero. */
  leftOut: Metric[];
  /** Of the primary metric, at `look`. */
  verdict: Verdict | null;
  look: Look | null;
  /** Why there is no verdict. */
  why: string | null;
  /** How many pairs the figures are made of. */
  pairs: number;
  failures: { a: number; b: number; of: { a: number; b: number } };
  /** Pairs that had to be made again. */
  repeated: number;
  /** How much more of the primary metric the second run of a pair shows. */
  position: Interval | null;
  /** Runs whose speed changed by more than 2 % within their window, of those that the figures are made of. */
  unsteady: number;
  sentence: string;
}

/** The answer of a comparison: from what is saved of it alone, so that it can be given again at any time. */
export function answerOf(comparison: Comparison): Answer {
  const found = findingsOf(comparison);
  const why = found.why ?? (comparison.among > 1 ? judgedTogether(comparison.among) : null);
  const judgement =
    why === null
      ? (judge(found.schedule, valuePairs(found.metric, found.usable), found.question).judgements.at(-1) ?? null)
      : null;
  return answerFrom({ ...found, why }, judgement);
}

/** Of one of several workloads there is no verdict without the others: that would be one chance more to be wrong. */
const judgedTogether = (among: number): string =>
  `one of ${among} workloads that are judged together, by 'flimflam compare' with the folder above this one`;

/** What a comparison can be judged by. */
export interface Findings {
  comparison: Comparison;
  schedule: Schedule;
  metrics: Metric[];
  /** The primary one. */
  metric: Metric;
  question: Question;
  good: GoodPair[];
  /** Good pairs before the first gap. */
  usable: GoodPair[];
  failures: Answer['failures'];
  repeated: number;
  /** Whether the primary metric is above zero in all good runs. */
  comparable: boolean;
  /** Why there can be no verdict; null if there can. */
  why: string | null;
}

export function findingsOf(comparison: Comparison): Findings {
  const schedule = scheduleOf(comparison);
  const metrics = metricsIn(comparison);
  const metric = primaryOf(comparison, metrics);
  const good = goodPairs(comparison);
  const usable = withoutGaps(good);
  const failures = failuresOf(comparison.runs);
  const repeated = repeatedPairs(comparison.runs).length;
  const comparable = canCompare(valuesOf(metric, good));
  const why = reasonAgainst({ comparison, schedule, metric, failures, repeated, usable: usable.length, comparable });
  const question = { margin: comparison.margin, good: metric.good };
  return { comparison, schedule, metrics, metric, question, good, usable, failures, repeated, comparable, why };
}

/** The answer of a comparison that was judged so, at this look; `among` so many workloads together. */
export function answerFrom(
  found: Findings,
  judgement: { verdict: Verdict; look: Look } | null,
  among: number | null = null,
): Answer {
  const { comparison, schedule, metrics, metric, good, usable, failures, repeated, comparable, why } = found;
  const look = judgement?.look ?? null;
  const pairs = look === null ? good : usable.slice(0, look.pairs);

  const primary = rowOf(metric, pairs, schedule, look) ?? emptyRow(metric);
  const rows = metrics.flatMap((one) => (one === metric ? primary : (rowOf(one, pairs, schedule, look) ?? [])));
  const shown = new Set(rows.map((row) => row.metric));
  const answer = {
    schedule,
    primary,
    rows,
    running: rowOf(metric, good, schedule, null) ?? emptyRow(metric),
    leftOut: metrics.filter((one) => !shown.has(one) && valuesOf(one, pairs).some((value) => value !== null)),
    verdict: judgement?.verdict ?? null,
    look,
    why,
    pairs: pairs.length,
    failures,
    repeated,
    position: comparable ? positionEffect(valuesInBlocks(metric, pairs, schedule)) : null,
    unsteady: pairs.flatMap(({ a, b }) => [a, b]).filter(({ steadiness }) => Math.abs(steadiness ?? 0) > defaultMargin)
      .length,
  };
  return { ...answer, sentence: sentenceOf(answer, { margin: comparison.margin, among }) };
}

/** Which looks there are; none in a quick comparison, however many pairs it has. */
export function scheduleOf({ looks, pairs }: Comparison): Schedule {
  if (looks === 'looks' && (pairs === 10 || pairs === 20 || pairs === 30)) return looksSchedule(pairs);
  const schedule = fixedSchedule(pairs);
  return looks === 'quick' ? { ...schedule, looks: [], level: null } : schedule;
}

/** The metrics of these runs: those of a stream, or those of a workload that counts operations. */
export function metricsIn({ runs, configuration, primary }: Comparison): Metric[] {
  // Before the first run only what is to be judged tells; no other workload has operations and their latency.
  const counted =
    runs.length === 0 ? /^(?:operations|p\d.*)$/.test(primary) : runs.some(({ figures }) => 'operations' in figures);
  return metricsOf({ hops: configuration.hops, counted });
}

function primaryOf({ primary }: Comparison, metrics: readonly Metric[]): Metric {
  const found = metrics.find(({ name }) => name === primary);
  if (found !== undefined) return found;
  throw new ExpectedError(
    'unknown-metric',
    `the comparison is to be judged by '${primary}', which its runs do not have`,
    `they have ${metrics.map(({ name }) => name).join(', ')}`,
  );
}
