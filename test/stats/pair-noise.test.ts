import { expect, test } from 'vitest';
import { pairNoise } from '../../src/stats/pair-noise.js';
import { noisyPairs, turned } from './pairs.js';

test('about the standard deviation of pairs, whatever change and position', () => {
  const noise = 0.02;
  const found = Array.from({ length: 300 }, (_, seed) =>
    pairNoise(noisyPairs(seed, 30, { noise, change: 0.3, position: 0.1 })),
  );
  const mean = found.reduce<number>((sum, one) => sum + one!, 0) / found.length;
  // The difference of two runs scatters sqrt(2) times as much as one.
  expect(mean / (noise * Math.SQRT2)).toBeGreaterThan(0.97);
  expect(mean / (noise * Math.SQRT2)).toBeLessThan(1.05);
});

test('one wild pair hardly moves it', () => {
  const pairs = noisyPairs(1, 30);
  const wild = pairs.with(7, { ...pairs[7]!, b: 1 });
  expect(pairNoise(wild)! / pairNoise(pairs)!).toBeLessThan(1.3);
});

test('turning the sides changes nothing', () => {
  const pairs = noisyPairs(1, 20);
  expect(pairNoise(turned(pairs))).toBe(pairNoise(pairs));
});

test('no noise is 0, too few pairs is unknown', () => {
  expect(pairNoise(noisyPairs(1, 10, { noise: 0, change: 0.5 }))).toBe(0);
  expect(pairNoise(noisyPairs(1, 7))).toBeNull();
  expect(pairNoise([])).toBeNull();
});
