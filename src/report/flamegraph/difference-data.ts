import type { ProfileDifference } from '../../stats/profile-difference.js';
import { treeTotals } from '../../stats/tree-totals.js';
import { workUnits, type DifferenceData, type Work } from './page-data.js';
import { framesUsed, nodesAbove, standIns } from './prune.js';

/** What the page carries: frames that hold at least this share of all on one of the sides. */
const leastShare = 1 / 20_000;

/** Six digits are more than any measurement has, and a third of the characters. */
const rounded = (value: number): number => Number(value.toPrecision(6));

/** Figures per 10^9 bytes or 1000 operations, without the smallest frames, whose weight counts in their callers. */
export function differenceData(difference: ProfileDifference, work: Work): DifferenceData {
  const { parent, frame, a, b, verdict } = difference;
  const kept = nodesAbove(sharesOf(difference), leastShare);
  const place = standIns(parent, kept);
  const gathered = (values: readonly number[]): number[] => {
    const sums = kept.map(() => 0);
    for (const [node, at] of place.entries()) sums[at]! += values[node]!;
    return sums;
  };
  const { amount } = workUnits[work];
  const weights = (values: readonly number[]): number[] => gathered(values).map((value) => rounded(value * amount));
  const used = framesUsed(
    difference.frames,
    kept.map((node) => frame[node]!),
  );
  return {
    kind: 'difference',
    unit: difference.unit,
    work,
    judged: difference.judged,
    frames: used.frames,
    nodes: {
      parent: kept.map((node) => (node === 0 ? -1 : place[parent[node]!]!)),
      frame: used.frame,
      a: weights(a.own),
      b: weights(b.own),
      samplesA: gathered(a.samples),
      samplesB: gathered(b.samples),
      verdict: kept.map((node) => verdict[node]!),
    },
  };
}

const share = (weight: number, all: number): number => (all > 0 ? weight / all : 0);

/** The larger one of the shares that a node holds on the two sides. */
function sharesOf({ parent, a, b }: ProfileDifference): number[] {
  const [inA, inB] = [a, b].map(({ own }) => treeTotals(parent, own)) as [number[], number[]];
  return parent.map((_, node) => Math.max(share(inA[node]!, inA[0]!), share(inB[node]!, inB[0]!)));
}
