import { expect, test } from 'vitest';
import { requireShortCapture } from '../../../src/app/capture/capture-length.js';
import { captures } from '../../../src/captures/index.js';
import { aScenario } from '../../fixtures/scenario.js';

test('what records every sample is refused for hours; what only counts is not', () => {
  const hours = aScenario({ duration: 8 * 3600 });
  expect(() => requireShortCapture(captures.record, hours)).toThrow(
    'record records every sample, which is too much in a window of 8 h: at most 10 m',
  );
  expect(() => requireShortCapture(captures.record, aScenario({ duration: 600 }))).not.toThrow();
  expect(() => requireShortCapture(captures.stat, hours)).not.toThrow();
});
