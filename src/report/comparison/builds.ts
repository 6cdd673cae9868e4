import { sideNames, type Comparison, type SideName } from '../../model/comparison.js';
import { median } from '../../stats/median.js';
import type { Answer } from './answer.js';
import { goodPairs } from './pairs.js';
import { marginText } from './share-text.js';
import { formatValue } from '../metric-value.js';

interface BuildFigure {
  spec: string;
  runs: number;
  /** Of the primary metric; null without a good run. */
  median: number | null;
}

/**
 * How the builds of a side differ among themselves, where it has several: what two builds of the same source show is
 * what the change between the sides has to be larger than.
 */
export function buildLines(comparison: Comparison, answer: Answer): string[] {
  return sideNames.flatMap((side) => {
    const figures = figuresOf(comparison, answer, side);
    if (figures.length < 2) return [];
    const { metric } = answer.primary;
    const spread = spreadOf(figures);
    const each = figures.map(
      ({ spec, runs, median }) =>
        `${side.toUpperCase()} ${spec}: ${metric.title} ${formatValue(metric, median)} in ${runs} run${runs === 1 ? '' : 's'}`,
    );
    if (spread === null) return each;
    const apart = marginText(Number(spread.toPrecision(2)));
    return each.concat(`the medians of the builds of ${side.toUpperCase()} lie within ${apart}`);
  });
}

function figuresOf(comparison: Comparison, { primary, pairs }: Answer, side: SideName): BuildFigure[] {
  const runs = goodPairs(comparison)
    .slice(0, pairs)
    .map((pair) => pair[side]);
  return [comparison[side], ...comparison.also[side]].map(({ spec }, build) => {
    const own = runs.filter((run) => run.build === build);
    const values = own.flatMap(({ figures }) => figures[primary.metric.name] ?? []);
    return { spec, runs: own.length, median: values.length === 0 ? null : median(values) };
  });
}

/** The largest median against the smallest, as a share; null where one is missing. */
function spreadOf(figures: readonly BuildFigure[]): number | null {
  const medians = figures.flatMap(({ median }) => median ?? []);
  const [low, high] = [Math.min(...medians), Math.max(...medians)];
  return medians.length === figures.length && low > 0 ? high / low - 1 : null;
}
