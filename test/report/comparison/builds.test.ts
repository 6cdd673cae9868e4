import { expect, test } from 'vitest';
import { answerOf } from '../../../src/report/comparison/answer.js';
import { buildLines } from '../../../src/report/comparison/builds.js';
import { comparisonText } from '../../../src/report/comparison-text.js';
import { aComparison, aSide, withRuns } from '../../fixtures/comparison.js';

/** 8 Gb/s in every run, but for the second build of B, which does so much. */
function withTwoOfB(second: number) {
  const comparison = aComparison(
    { pairs: 10, noise: 0, position: 0, figures: { throughput: 8e9, cpu: 2 } },
    { looks: 'fixed' },
  );
  const turned = withRuns(comparison, (run) =>
    run.side === 'b' && run.pair % 2 === 0
      ? { ...run, build: 1, figures: { ...run.figures, throughput: second } }
      : run,
  );
  return { ...turned, also: { a: [], b: [aSide('again', '77')] } };
}

test('of several builds of a side each has its line, and how far they lie apart', () => {
  const comparison = withTwoOfB(8.2e9);
  expect(buildLines(comparison, answerOf(comparison))).toEqual([
    'B ../router-patch: throughput 8.00 Gb/s in 5 runs',
    'B ../router-again: throughput 8.20 Gb/s in 5 runs',
    'the medians of the builds of B lie within 2.5 %',
  ]);
});

test('a side of one build has none, and the text names all of them', () => {
  const comparison = withTwoOfB(8e9);
  const text = comparisonText(comparison, { colour: false, folder: 'x' });
  expect(text).toContain('lie within 0 %');
  expect(text).toContain('/home/user/router-again/sbin/skrouterd');
  expect(text).not.toContain('A ../router-main: throughput');
  expect(comparisonText({ ...comparison, also: { a: [], b: [] } }, { colour: false, folder: 'x' })).not.toContain(
    'BUILDS',
  );
});
