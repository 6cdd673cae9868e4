import { profileDifference, type CapturedRun } from '../../stats/profile-difference.js';
import { leastCaptures, separationByChance } from '../../stats/separation.js';
import { treeTotals } from '../../stats/tree-totals.js';
import { formatCount, formatPercent, formatSeconds } from '../../units/quantity.js';
import { differenceData } from './difference-data.js';
import { graphDocument, type Surroundings } from './document.js';
import { workUnits, type Work } from './page-data.js';

/** One side of a comparison: what it is, and its captured runs with the payload bytes or operations of each. */
export interface DifferenceSide {
  label: string;
  runs: readonly (CapturedRun & { label: string })[];
}

export interface DifferenceInput extends Surroundings {
  work: Work;
  a: DifferenceSide;
  b: DifferenceSide;
}

/** The differential flame graph of two sets of captured runs, per unit of the work that each of them did. */
export function differencePage(input: DifferenceInput): string {
  const { work, a, b } = input;
  const difference = profileDifference(a.runs, b.runs);
  const data = differenceData(difference, work);
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
    {
      subtitle: `${a.runs[0]?.profile.event ?? ''} ${per} of the captured runs; the mean of each side`,
      ways: {
        title: 'widths',
        choices: [
          { value: 'b', label: 'of B', hint: 'What B spends; frames that only A has are not seen' },
          { value: 'a', label: 'of A', hint: 'What A spends; frames that only B has are not seen' },
        ],
      },
      notes: [
        `The width of a frame is what the chosen side spent in it ${per}, with everything that it called; the colour is the change from A to B.`,
        ...(difference.judged ? [judged(a.runs.length, b.runs.length, data.nodes.parent.length)] : []),
      ],
      ...(difference.judged ? {} : { notice: notJudged(a.runs.length, b.runs.length) }),
      data,
    },
  );
}

const captures = ({ runs }: DifferenceSide): string =>
  `${runs.length} capture${runs.length === 1 ? '' : 's'}, ${formatCount(runs.reduce((sum, { profile }) => sum + profile.samples, 0))} samples`;

/** When a frame is coloured, and how often chance alone colours one. */
function judged(a: number, b: number, frames: number): string {
  const chance = separationByChance(a, b);
  return (
    'A frame is coloured when every capture of one side lies above every capture of the other; all else is grey, being within the spread of the captures. ' +
    `With ${a} against ${b} captures chance alone colours ${formatPercent(chance, chance < 0.001 ? 3 : 1)} of the frames that did not change, and this page has ${formatCount(frames)} frames.`
  );
}

/** Why nothing is coloured, and what to do about it. */
const notJudged = (a: number, b: number): string =>
  `Nothing is coloured: it takes ${leastCaptures} captures of each side to tell a change from noise; A has ${a} and B has ${b}. ` +
  `Capture at least ${leastCaptures} runs of each, A and B taking turns, and name them all.`;

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
