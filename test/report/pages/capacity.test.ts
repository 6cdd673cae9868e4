import { expect, test } from 'vitest';
import { capacityText } from '../../../src/report/capacity-text.js';
import { capacitySentence } from '../../../src/report/curves/capacity-sentence.js';
import { capacityReport } from '../../../src/report/pages/capacity.js';
import { aCapacity, aStep, percentiles } from '../../fixtures/curves.js';
import { dataOf, figuresOf, markupOf, xyOf } from './figures.js';

const spoilt = {
  status: 'invalid',
  passed: null,
  missed: null,
  reason: { code: 'disturbed', message: 'other programs used 9.0 %' },
} as const;
const found = aCapacity();
const capacity = aCapacity({ steps: [...found.steps, aStep(32_000, 0.004, spoilt)] });

test('response times are drawn by rate, with the limit and both edges of the answer', () => {
  const { x, y, series, rules } = xyOf(capacityReport(capacity), 'response');
  expect([x.scale, y.scale]).toEqual(['log', 'log']);
  expect(series.map(({ name }) => name)).toEqual(['p50', 'p99', 'p99.9', 'p99, did not count', 'lag p99']);
  expect(series[1]!.x).toEqual([1000, 32_000, 42_000, 44_000, 64_000]);
  expect(rules).toEqual([
    { axis: 'y', at: 0.005, name: 'p99 must stay under 5 ms' },
    { axis: 'x', at: 42_000, name: '42,000/s passes' },
    { axis: 'x', at: 44_000, name: '44,000/s does not' },
  ]);
});

test('a rate that was tried twice has its median, and an interval from the lowest to the highest', () => {
  const { series } = xyOf(capacityReport(capacity), 'response');
  expect(series[1]).toMatchObject({
    y: [0.0003, 0.0021, (0.0041 + 0.0043) / 2, (0.0068 + 0.0071) / 2, 0.9],
    low: [null, null, 0.0041, 0.0068, null],
    high: [null, null, 0.0043, 0.0071, null],
  });
});

test('a step that did not count is a ring, and says why', () => {
  const { series } = xyOf(capacityReport(capacity), 'response');
  expect(series[3]).toMatchObject({
    ...{ x: [32_000], y: [0.004], drawn: 'points', mark: 'ring' },
    labels: ['32,000/s: spoilt: other programs used 9.0 %'],
  });
});

test('percentiles with too few samples are left out, and p90 is drawn where it is judged', () => {
  const few = { response: { ...percentiles(0.0003), p99: null, 'p99.9': null } };
  const { series } = xyOf(
    capacityReport(aCapacity({ metric: 'p90', steps: [aStep(1000, 0.0003, few), aStep(2000, 0.0004)] })),
    'response',
  );
  expect(series.map(({ name, x }) => [name, x])).toEqual([
    ['p50', [1000, 2000]],
    ['p90', [1000, 2000]],
    ['p99', [2000]],
    ['p99.9', [2000]],
    ['lag p90', [1000, 2000]],
  ]);
});

test('CPU by role and answers beside what was asked for', () => {
  const report = capacityReport(capacity);
  const cpu = xyOf(report, 'cpu');
  expect(cpu.series.map(({ name, colour }) => [name, colour])).toEqual([
    ['relay 1', 1],
    ['relay 2', 2],
    ['client', 3],
    ['server', 4],
    ['flimflam', 5],
  ]);
  const [asked, answered] = xyOf(report, 'achieved').series;
  expect(asked!.y).toEqual(asked!.x);
  expect(answered!.y[0]).toBe(1000 - 0.3);
});

test('every step is in the table and in the data, in the order in which they were made', () => {
  const report = capacityReport(capacity);
  const table = markupOf(report, 'steps');
  expect(table.match(/<tr/g)).toHaveLength(9);
  expect(table.match(/class="strong"/g)).toHaveLength(2);
  expect(table).toContain('spoilt: other programs used 9.0 %');
  expect(dataOf(report, 'response')).toMatchObject({
    rate: [1000, 32_000, 64_000, 44_000, 42_000, 42_000, 44_000, 32_000],
    passed: ['true', 'true', 'false', 'false', 'true', 'true', 'false', null],
  });
});

test('the answer is the sentence of the text, which is there whole', () => {
  const report = capacityReport(capacity);
  expect(report.answer).toBe(capacitySentence(capacity));
  expect(report.texts[0]!.text).toBe(capacityText(capacity, { folder: capacity.id }));
  expect(markupOf(report, 'again')).toMatch(/flimflam capacity --workload builtin-rr .* --slo 5ms/);
  expect(report).not.toHaveProperty('notice');
});

test('an answer to be doubted says so before everything, and without a step there is nothing to draw', () => {
  const doubtful = capacityReport(aCapacity({ answer: { ...found.answer!, doubtful: true, settled: false } }));
  expect(doubtful.notice).toBe(
    'At the failing rate the machine spoilt every attempt of a step; the runs contradict each other.',
  );
  const nothing = capacityReport(aCapacity({ status: 'interrupted', answer: null, steps: [] }));
  expect([nothing.notice, figuresOf(nothing)]).toEqual(['INTERRUPTED: what was measured until then.', []]);
});
