import { profileDifference, type CapturedRun } from '../../stats/profile-difference.js';
import { leastCaptures, separationByChance } from '../../stats/separation.js';
import { formatCount, formatPercent } from '../../units/quantity.js';
import { differenceData } from './difference-data.js';
import type { Graph } from './document.js';
import { workUnits, type DifferenceData, type Work } from './page-data.js';

/** One side of a comparison: what it is, and its captured runs with the payload bytes or operations of each. */
export interface DifferenceSide {
  label: string;
  runs: readonly (CapturedRun & { label: string })[];
}

/** Captured runs of two sides, and which work they are compared by. */
export interface DifferenceSides {
  work: Work;
  a: DifferenceSide;
  b: DifferenceSide;
}

/** The differential flame graph of two sets of captured runs, per unit of the work that each of them did. */
export function differenceGraph({ work, a, b }: DifferenceSides): Graph & { data: DifferenceData } {
  const difference = profileDifference(a.runs, b.runs);
  const data = differenceData(difference, work);
  const { per } = workUnits[work];
  return {
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
  };
}

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
