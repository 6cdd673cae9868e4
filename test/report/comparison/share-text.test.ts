import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  atLeastText,
  changeText,
  levelText,
  lowerText,
  marginText,
  upperText,
} from '../../../src/report/comparison/share-text.js';

test.each([
  [0.058, '+5.8 %'],
  [-0.0312, '-3.1 %'],
  [0.0004, '0.0 %'],
  [-0.0004, '0.0 %'],
  [5.603, '+560.3 %'],
])('a change of %f', (share, text) => expect(changeText(share)).toBe(text));

test.each([
  [0.03199, '3.1 %'],
  [-0.03199, '3.1 %'],
  [0.031, '3.1 %'],
  [0.00039, '0.03 %'],
  [0, '0 %'],
])('at least %f', (share, text) => expect(atLeastText(share)).toBe(text));

test.each([
  [0.02, '2 %'],
  [0.005, '0.5 %'],
  [0.07, '7 %'],
])('a margin of %f', (share, text) => expect(marginText(share)).toBe(text));

test.each([
  [0.9516, '95 %'],
  [0.9921, '95 %'],
  [2 / 3, '66 %'],
])('a level of %f', (level, text) => expect(levelText(level)).toBe(text));

test('an end that is not zero does not look so, and one at zero does', () => {
  expect([lowerText(0.00094), lowerText(0), lowerText(-0.0004)]).toEqual(['+0.09', '0.0', '-0.1']);
  expect([upperText(-0.00094), upperText(0), upperText(0.0004)]).toEqual(['-0.09', '0.0', '+0.1']);
});

test('what is printed of an interval contains it, and not much more', () => {
  fc.assert(
    fc.property(fc.double({ min: -0.99, max: 50, noNaN: true }), (share) => {
      const [lower, upper] = [Number(lowerText(share)), Number(upperText(share))];
      expect(lower).toBeLessThanOrEqual(share * 100 + 1e-6);
      expect(upper).toBeGreaterThanOrEqual(share * 100 - 1e-6);
      expect(upper - lower).toBeLessThanOrEqual(0.1 + 1e-6);
    }),
  );
});
