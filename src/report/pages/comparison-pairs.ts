import type { ComparedRun } from '../../model/comparison.js';
import { canCompare } from '../../stats/comparison.js';
import type { Series } from '../charts/chart.js';
import type { Row } from '../comparison/row.js';
import { attemptsOf, goodPairs } from '../comparison/pairs.js';
import { changeText, marginText } from '../comparison/share-text.js';
import { formatValue } from '../metric-value.js';
import type { Figure } from '../page/figure.js';
import { oneLine, sideColours, type Compared } from './comparison-parts.js';

/** One attempt at a pair, as far as it came. */
interface Attempt {
  pair: number;
  attempt: number;
  first: 'a' | 'b';
  a: number | null;
  b: number | null;
  /** (B - A) / A within this pair; null without two values. */
  change: number | null;
  /** Why it does not count in the figures; null if it does. */
  not: string | null;
}

/** The change of the primary metric in every pair, in order of time; null where none has both values. */
export function pairsFigure({ comparison, answer, prefix }: Compared): Figure | null {
  const { metric, change } = answer.primary;
  const attempts = attemptsIn({ comparison, answer, prefix });
  if (attempts.every((one) => one.change === null)) return null;
  const { margin } = comparison;
  const last = Math.max(...attempts.map(({ pair }) => pair));
  return {
    id: `${prefix}pairs`,
    title: `${metric.title}: B against A, pair by pair`,
    about:
      'Each mark is a pair of runs back to back. Its form tells which side ran first: where the forms lie apart, the second run of a pair is different by its place alone, of which the estimate is free. A trend or a burst is the machine’s.',
    chart: {
      kind: 'xy',
      x: { title: 'pair, in order of time', quantity: 'count', scale: 'linear', from: 0, to: last + 1 },
      y: { title: `change of ${metric.title}`, quantity: 'change', scale: 'linear', from: -margin, to: margin },
      series: seriesOf(attempts, answer.primary),
      ranges: [{ axis: 'y', from: -margin, to: margin, name: `margin of ${marginText(margin)}` }],
      rules: change === null ? [] : [{ axis: 'y', at: change, name: `estimate ${changeText(change)}` }],
    },
    table: {
      columns: [
        { title: 'pair', values: attempts.map(({ pair }) => pair) },
        { title: 'attempt', values: attempts.map(({ attempt }) => attempt) },
        { title: 'first', values: attempts.map(({ first }) => first.toUpperCase()) },
        { title: `A: ${metric.title} [${metric.unit}]`, values: attempts.map(({ a }) => a) },
        { title: `B: ${metric.title} [${metric.unit}]`, values: attempts.map(({ b }) => b) },
        { title: 'change (share)', values: attempts.map((one) => one.change) },
        { title: 'counts', values: attempts.map(({ not }) => (not === null ? 'yes' : 'no')) },
        { title: 'why not', values: attempts.map(({ not }) => not) },
      ],
    },
  };
}

/** All attempts but the burn-in, by pair. */
function attemptsIn({ comparison, answer: { primary, pairs, look } }: Compared): Attempt[] {
  const good = new Set(goodPairs(comparison).map(({ a }) => a));
  const judged = new Set(
    goodPairs(comparison)
      .slice(0, pairs)
      .map(({ a }) => a),
  );
  return [...attemptsOf(comparison.runs)].flatMap(([pair, made]) =>
    made.map((runs): Attempt => {
      const first = comparison.order[pair - 1] ?? runs[0]!.side;
      const runOf = (side: 'a' | 'b'): ComparedRun | undefined => runs.find((run) => run.side === side);
      const [a, b] = [runOf('a'), runOf('b')].map((run) => run?.figures[primary.metric.name] ?? null) as [
        number | null,
        number | null,
      ];
      const counts = runs.some((run) => judged.has(run));
      const later = look !== null && runs.some((run) => good.has(run));
      return {
        ...{ pair, attempt: runs[0]!.attempt, first, a, b },
        change: canCompare([a, b]) ? b! / a! - 1 : null,
        not: counts ? null : later ? `it was made after the look at ${look.pairs} pairs` : reasonOf(runs),
      };
    }),
  );
}

function reasonOf(runs: readonly ComparedRun[]): string {
  const bad = runs.find(({ status }) => status !== 'ok');
  if (bad !== undefined)
    return `${bad.side.toUpperCase()} ${bad.status}: ${bad.reason?.message ?? 'no reason was recorded'}`;
  return runs.length < 2 ? 'only one of its runs was made' : 'it was made again';
}

function seriesOf(attempts: readonly Attempt[], { metric }: Row): Series[] {
  const series = (look: Pick<Series, 'name' | 'colour' | 'mark'>, chosen: (one: Attempt) => boolean): Series[] => {
    const shown = attempts.filter((one) => one.change !== null && chosen(one));
    if (shown.length === 0) return [];
    const x = shown.map(({ pair }) => pair);
    return [
      {
        ...look,
        drawn: 'points',
        x,
        y: shown.map(({ change }) => change),
        labels: shown.map((one) => labelOf(one, metric)),
      },
    ];
  };
  return [
    // Below the others: an attempt that does not count stands where the one stands that does.
    ...series({ name: 'does not count', colour: 5, mark: 'ring' }, ({ not }) => not !== null),
    ...series(
      { name: 'A ran first', colour: sideColours.a, mark: 'circle' },
      ({ not, first }) => not === null && first === 'a',
    ),
    ...series(
      { name: 'B ran first', colour: sideColours.b, mark: 'triangle' },
      ({ not, first }) => not === null && first === 'b',
    ),
  ];
}

function labelOf({ pair, attempt, first, a, b, change, not }: Attempt, metric: Row['metric']): string {
  const which = attempt > 1 ? `pair ${pair}, attempt ${attempt}` : `pair ${pair}`;
  const values = `A ${formatValue(metric, a)}, B ${formatValue(metric, b)}`;
  return `${which}, ${first.toUpperCase()} ran first: ${changeText(change!)} (${values})${not === null ? '' : `; does not count: ${oneLine(not)}`}`;
}
