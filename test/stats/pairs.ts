import * as fc from 'fast-check';
import type { Pair } from '../../src/stats/comparison.js';
import { pairOrders } from '../../src/stats/pair-orders.js';
import { randomFrom } from '../../src/stats/shuffle.js';

/** The same runs under the other names. */
export const turned = (pairs: readonly Pair[]): Pair[] =>
  pairs.map(({ first, a, b }) => ({ first: first === 'a' ? 'b' : 'a', a: b, b: a }));

/** Pairs in a drawn order whose values are few enough integers that ties are common. */
export const pairsWithTies = (count: number): fc.Arbitrary<Pair[]> =>
  fc
    .tuple(
      fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      fc.array(fc.tuple(value, value), { minLength: count, maxLength: count }),
    )
    .map(([seed, values]) =>
      pairOrders(seed, count).map((first, at) => ({ first, a: values[at]![0], b: values[at]![1] })),
    );

const value = fc.oneof(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 95, max: 105 }));

/** Pairs with normal noise: `noise` is the standard deviation of ln of a run, `change` that from A to B. */
export function noisyPairs(seed: number, count: number, { noise = 0.02, change = 0, position = 0 } = {}): Pair[] {
  const random = randomFrom(seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return pairOrders(seed, count).map((first) => {
    const run = (side: 'a' | 'b'): number =>
      100 * (side === 'b' ? 1 + change : 1) * (first === side ? 1 : 1 + position) * Math.exp(noise * normal());
    return { first, a: run('a'), b: run('b') };
  });
}
