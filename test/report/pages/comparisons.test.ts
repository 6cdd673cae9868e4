import { expect, test } from 'vitest';
import type { IntervalChart } from '../../../src/report/charts/chart.js';
import { sentenceOfAll } from '../../../src/report/comparison/sentence-of-all.js';
import { answersOf } from '../../../src/report/comparison/answers.js';
import { comparisonsReport } from '../../../src/report/pages/comparisons.js';
import { someComparisons } from '../../fixtures/comparisons.js';

const comparisons = someComparisons(
  { workload: 'builtin', change: 0.06, noise: 0.01 },
  { workload: 'builtin-rr', seed: 5, noise: 0.05, changes: { primary: 'operations' } },
);
const report = comparisonsReport(comparisons, { difference: null });
const figures = report.sections.flatMap(({ content }) => content.filter((part) => 'chart' in part));

const textAt = (at: number): string =>
  report.sections[at]!.content.map((part) => ('chart' in part ? '' : part.text)).join('');

test('one sentence for all, then each workload with its figures', () => {
  const answers = answersOf(comparisons);
  expect(report.answer).toBe(sentenceOfAll(comparisons, answers));
  expect(report.sections.map(({ id }) => id)).toEqual([
    ...['workloads', 'builtin', 'builtin-rr', 'take-away', 'setting'],
  ]);
  expect(textAt(2)).toContain(answers[1]!.sentence);
  expect(textAt(3)).toContain('--workloads builtin,builtin-rr');
});

test('the metrics that were judged stand below each other', () => {
  const { rows } = figures.find(({ id }) => id === 'overview')!.chart as IntervalChart;
  expect(rows.map(({ name, value }) => [name, value])).toEqual([
    ['builtin: throughput', answersOf(comparisons)[0]!.primary.change],
    ['builtin-rr: operations/s', answersOf(comparisons)[1]!.primary.change],
  ]);
  expect(rows.map(({ text }) => text.split('] ')[1])).toEqual(['better', 'cannot tell']);
});

test('no two figures have one id', () => {
  const ids = figures.map(({ id }) => id);
  expect(ids).toHaveLength(7);
  expect(new Set([...ids, ...report.sections.map(({ id }) => id)]).size).toBe(12);
});

test('a workload without a verdict says so at the top', () => {
  const [first, second] = someComparisons(
    { workload: 'builtin', change: 0.06, noise: 0.01 },
    { workload: 'builtin-rr', made: 2, changes: { primary: 'operations', status: 'interrupted', ended: null } },
  ) as unknown as [(typeof comparisons)[0], (typeof comparisons)[0]];
  expect(comparisonsReport([first, second], { difference: null }).notice).toMatch(/^builtin-rr: There is no verdict/u);
});
