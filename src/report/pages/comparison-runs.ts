import { sideNames, type ComparedRun, type SideName } from '../../model/comparison.js';
import type { StripChart } from '../charts/chart.js';
import { goodPairs } from '../comparison/pairs.js';
import { formatValue } from '../metric-value.js';
import type { Figure } from '../page/figure.js';
import { endOf, quantityOf, sideColours, type Compared } from './comparison-parts.js';

/** Room for a build beside its runs. */
const specWidth = 28;

/** A run that the figures are made of, with its value of the primary metric. */
interface Counted {
  pair: number;
  run: ComparedRun;
  value: number;
}

/** Every run of both sides as a dot; of a side with several builds a strip for each. Null without a run. */
export function runsFigure({ comparison, answer: { primary, pairs }, prefix }: Compared): Figure | null {
  const { metric } = primary;
  const judged = goodPairs(comparison).slice(0, pairs);
  const countedOf = (side: SideName): Counted[] =>
    judged.flatMap((pair) => {
      const value = pair[side].figures[metric.name] ?? null;
      return value === null ? [] : [{ pair: pair.pair, run: pair[side], value }];
    });
  const strips = sideNames.flatMap((side) =>
    [comparison[side], ...comparison.also[side]].map(({ spec }, build) => ({
      side,
      spec,
      runs: countedOf(side).filter(({ run }) => run.build === build),
    })),
  );
  const all = strips.flatMap(({ side, spec, runs }) => runs.map((one) => ({ ...one, side, spec })));
  if (all.length === 0) return null;
  const rows = strips.map(({ side, spec, runs }): StripChart['rows'][number] => ({
    name: `${side.toUpperCase()}  ${endOf(spec, specWidth)}`,
    colour: sideColours[side],
    values: runs.map(({ value }) => value),
    labels: runs.map(
      ({ pair, run, value }) => `${side.toUpperCase()}, ${run.place} in pair ${pair}: ${formatValue(metric, value)}`,
    ),
  }));
  return {
    id: `${prefix}runs`,
    title: `${metric.title} of every run`,
    about:
      'A dot is a run, the line the median. The sides may overlap and yet differ: the change is judged within pairs, where both runs saw the same machine.',
    chart: { kind: 'strips', axis: { title: metric.title, quantity: quantityOf(metric), scale: 'linear' }, rows },
    table: {
      columns: [
        { title: 'side', values: all.map(({ side }) => side.toUpperCase()) },
        { title: 'build', values: all.map(({ spec }) => spec) },
        { title: 'pair', values: all.map(({ pair }) => pair) },
        { title: 'place', values: all.map(({ run }) => run.place) },
        { title: `${metric.title} [${metric.unit}]`, values: all.map(({ value }) => value) },
        { title: 'run', values: all.map(({ run }) => run.run) },
      ],
    },
  };
}
