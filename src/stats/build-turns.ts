import type { Side } from './pair-orders.js';
import { randomFrom, shuffled } from './shuffle.js';

/**
 * Which of several builds of a side runs in pair 1, 2, ...: 0 to `builds` - 1. They take turns among the pairs that begin
 * with the same side, so that each is as often first as second, give or take one; who begins is drawn.
 */
export function buildTurns(seed: number, order: readonly Side[], builds: number): number[] {
  const random = randomFrom(seed);
  const start = { a: shuffled(range(builds), random), b: shuffled(range(builds), random) };
  const seen = { a: 0, b: 0 };
  return order.map((first) => start[first][seen[first]++ % builds]!);
}

const range = (count: number): number[] => Array.from({ length: count }, (_, at) => at);
