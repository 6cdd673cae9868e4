import { treeTotals } from '../../stats/tree-totals.js';
import { formatCount, formatSeconds } from '../../units/quantity.js';
import { differenceGraph, type DifferenceSide, type DifferenceSides } from './difference-graph.js';
import { graphDocument, type Surroundings } from './document.js';
import { workUnits } from './page-data.js';

export interface DifferenceInput extends Surroundings, DifferenceSides {}

/** A page with nothing but a differential flame graph, and what each side spent in all. */
export function differencePage(input: DifferenceInput): string {
  const { work, a, b } = input;
  const graph = differenceGraph(input);
  const { data } = graph;
  const { per } = workUnits[work];
  const cost = (values: readonly number[]): string => {
    const all = treeTotals(data.nodes.parent, values)[0] ?? 0;
    return data.unit === 'ns' ? `${formatSeconds(all * 1e-9)} ${per}` : `${formatCount(all)} events ${per}`;
  };
  return graphDocument(
    {
      ...input,
      facts: [
        { label: 'A', value: `${a.label}: ${cost(data.nodes.a)}, ${captures(a)}` },
        { label: 'B', value: `${b.label}: ${cost(data.nodes.b)}, ${captures(b)}` },
        ...input.facts,
      ],
      texts: [{ title: 'Captured runs', text: runsText(input) }, ...input.texts],
    },
    graph,
  );
}

const captures = ({ runs }: DifferenceSide): string =>
  `${runs.length} capture${runs.length === 1 ? '' : 's'}, ${formatCount(runs.reduce((sum, { profile }) => sum + profile.samples, 0))} samples`;

function runsText({ work, a, b }: DifferenceInput): string {
  const { amount } = workUnits[work];
  const counted = (done: number): string =>
    work === 'bytes' ? `${(done / amount).toFixed(2)} GB` : `${formatCount(done)} operations`;
  const lines = ([name, { runs }]: [string, DifferenceSide]): string[] =>
    runs.map(
      ({ label, profile, work: done }) =>
        `${name}  ${label}: ${counted(done)}, ${formatCount(profile.samples)} samples`,
    );
  return (
    [
      ['A', a],
      ['B', b],
    ] as [string, DifferenceSide][]
  )
    .flatMap(lines)
    .join('\n');
}
