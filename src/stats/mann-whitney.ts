/**
 * The number of times that a value of one group exceeds one of the other, and its exact distribution when the two groups
 * are the same: H. B. Mann, D. R. Whitney, "On a test of whether one of two random variables is stochastically larger
 * than the other", Annals of Mathematical Statistics 18 (1947) 50-60.
 */

/** How many values of the two groups are compared, each with each. */
export type GroupSizes = readonly [a: number, b: number];

/**
 * P(U = u) for u = 0 .. a b, where U counts the pairs in which the value of the first group is the larger one. Mann and
 * Whitney's recursion: the largest of all values is in the first group with probability a / (a + b), and then exceeds
 * all b others. As probabilities, because counts pass 2^53 from 29 and 29 values on; sums of positive terms lose nothing.
 */
export function mannWhitney([a, b]: GroupSizes): number[] {
  let row: number[][] = Array.from({ length: b + 1 }, () => [1]);
  for (let i = 1; i <= a; i++) {
    const next: number[][] = [[1]];
    for (let j = 1; j <= b; j++) next.push(mixed(row[j]!, next[j - 1]!, i, j));
    row = next;
  }
  return row[b]!;
}

/** From the distributions for i - 1 and j values, and for i and j - 1. */
function mixed(oneLess: readonly number[], otherLess: readonly number[], i: number, j: number): number[] {
  const result = Array<number>(i * j + 1).fill(0);
  const inFirst = i / (i + j);
  oneLess.forEach((p, u) => (result[u + j]! += p * inFirst));
  otherLess.forEach((p, u) => (result[u]! += p * (1 - inFirst)));
  return result;
}

/** The distribution of the sum of two independent counts. */
export function convolved(one: readonly number[], other: readonly number[]): number[] {
  const sum = Array<number>(one.length + other.length - 1).fill(0);
  for (const [i, p] of one.entries()) {
    for (const [j, q] of other.entries()) sum[i + j]! += p * q;
  }
  return sum;
}

/** By the sizes of its blocks: each row of a table asks for the same one. */
const known = new Map<string, readonly number[]>();

/** The distribution of the sum of U over blocks, each with an order of its own that owes nothing to the others. */
export function nullDistribution(blocks: readonly GroupSizes[]): readonly number[] {
  const key = blocks.join(' ');
  const distribution = known.get(key) ?? blocks.map(mannWhitney).reduce(convolved, [1]);
  known.set(key, distribution);
  return distribution;
}

/** P(U <= k or U >= m - k), for a distribution over 0 .. m that is symmetric, as all of these are. */
export function twoSided(distribution: readonly number[], k: number): number {
  const tail = distribution.slice(0, Math.max(0, k + 1)).reduce((sum, p) => sum + p, 0);
  return Math.min(1, 2 * tail);
}

/** The largest k that is exceeded in both directions with at most this probability; null when even 0 is too likely. */
export function largestK(distribution: readonly number[], error: number): number | null {
  let k = -1;
  // What is the same as the error but for rounding is not above it.
  while (twoSided(distribution, k + 1) <= error + 1e-12) k++;
  return k < 0 ? null : k;
}
