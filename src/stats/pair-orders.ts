/**
 * Which side runs first in each pair. The order is drawn, not alternated: the test that judges the pairs is exact by that
 * draw alone, whatever drift and bursts the machine has (R. A. Fisher, "The Design of Experiments", 1935; blocks as in
 * E. L. Lehmann, "Nonparametrics", 1975, chapter 3).
 */
import { randomFrom, shuffled } from './shuffle.js';

export type Side = 'a' | 'b';

/** Pairs in a block, half of them with A first: 252 orders, of which two are the most extreme ones. */
export const pairsPerBlock = 10;

/** Below it the most extreme order is likelier than 5 %, or nearly so. */
export const fewestJudged = 8;

/** Whether so many pairs can give a verdict: an even number, so that each side is first equally often. */
export const canJudge = (pairs: number): boolean => pairs >= fewestJudged && pairs % 2 === 0;

/** Pairs in each block. Only 10, 20 and 30 are made of blocks of 10; any other number is one block. */
export function blockSizes(pairs: number): number[] {
  if (!Number.isInteger(pairs) || pairs < 1) throw new RangeError(`${pairs} pairs`);
  const blocks = pairs / pairsPerBlock;
  return blocks === 1 || blocks === 2 || blocks === 3 ? Array<number>(blocks).fill(pairsPerBlock) : [pairs];
}

/**
 * The side that runs first, pair by pair; the same seed gives the same order. In each block each side is first equally
 * often; of an odd number, which cannot be judged, one of them is first once more.
 */
export function pairOrders(seed: number, pairs: number): Side[] {
  const random = randomFrom(seed);
  return blockSizes(pairs).flatMap((size) => {
    const more: Side = size % 2 === 1 && random() < 0.5 ? 'b' : 'a';
    const less: Side = more === 'a' ? 'b' : 'a';
    return shuffled(
      Array.from({ length: size }, (_, at) => (at < size / 2 ? more : less)),
      random,
    );
  });
}
