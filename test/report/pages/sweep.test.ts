import { expect, test } from 'vitest';
import { drawChart } from '../../../src/report/charts/draw.js';
import { sweepReport } from '../../../src/report/pages/sweep.js';
import { sweepText } from '../../../src/report/sweep-text.js';
import { aCurve, aFailedSweepRun, aSweep, aSweepRun, runsAt } from '../../fixtures/curves.js';
import { dataOf, figuresOf, markupOf, xyOf } from './figures.js';

const jobs = [1, 2, 4, 8, 16].map((number) => ({ text: String(number), number }));
const spoilt = { status: 'invalid', reason: { code: 'disturbed', message: 'other programs used 9.0 %' } } as const;

/** nginx has a knee at 4 and a doubtful point at 2; builtin rises to its end, and failed once. */
const sweep = aSweep({
  values: jobs,
  curves: [
    aCurve('nginx', [
      runsAt([1e9, 1.1e9, 1.2e9]),
      [aSweepRun({ ...spoilt, rate: 9e9 })],
      runsAt([3e9, 3.1e9, 3.2e9]),
      runsAt([3e9, 3.1e9, 3.3e9]),
      runsAt([2.9e9, 3.0e9, 3.1e9]),
    ]),
    aCurve('builtin', [runsAt([1e9]), runsAt([2e9]), runsAt([4e9]), [aFailedSweepRun()], runsAt([16e9])]),
  ],
});

test('a curve is a line with its intervals, and what is doubtful are rings beside it', () => {
  const { series, x } = xyOf(sweepReport(sweep), 'rate');
  expect(x).toMatchObject({ title: 'jobs', scale: 'log', ticks: [1, 2, 4, 8, 16] });
  expect(series.map(({ name, mark, drawn }) => [name, drawn, mark])).toEqual([
    ['nginx', 'both', 'circle'],
    ['nginx, invalid', 'points', 'ring'],
    ['builtin', 'both', 'circle'],
  ]);
  expect(series[0]).toMatchObject({
    x: [1, 4, 8, 16],
    low: [1e9, 3e9, 3e9, 2.9e9],
    high: [1.2e9, 3.2e9, 3.3e9, 3.1e9],
  });
  expect(series[0]!.y).toEqual([1.1e9, 3.1e9, 3.1e9, 3e9]);
  expect(series[1]).toMatchObject({ x: [2], y: [9e9], colour: series[0]!.colour });
  // Of single runs no interval is known.
  expect(series[2]).not.toHaveProperty('low');
  expect(series[2]!.x).toEqual([1, 2, 4, 16]);
});

test('the knee is a rule of the rate alone, and what it is stands below the title', () => {
  const report = sweepReport(sweep);
  expect(xyOf(report, 'rate').rules).toEqual([{ axis: 'x', at: 4, name: 'knee: nginx' }]);
  expect(xyOf(report, 'relays-cost').rules).toBeUndefined();
  expect(figuresOf(report)[0]!.about).toMatch(/at least 90 % of the highest rate/);
  expect(report.facts.slice(0, 2).map(({ value }) => value)).toEqual([
    'up to 3.10 Gb/s (3.00 .. 3.20), knee at 4',
    'up to 16.0 Gb/s, no knee within the range: it rises to its end',
  ]);
});

test('curves with the same knee share a rule; names of close rules stand below each other', () => {
  const rising = (rates: number[]) =>
    aCurve(
      'haproxy',
      rates.map((rate) => runsAt([rate])),
    );
  const of = (...curves: ReturnType<typeof rising>[]) => xyOf(sweepReport(aSweep({ values: jobs, curves })), 'rate');
  const same = of(rising([1, 9, 10, 10, 10]), rising([1, 9.5, 10, 10, 10]));
  expect(same.rules).toEqual([{ axis: 'x', at: 2, name: 'knee: haproxy, haproxy' }]);
  const close = drawChart(of(rising([1, 9, 10, 10, 10]), rising([1, 2, 10, 10, 10])), 700).text;
  const heights = [...close.matchAll(/<g class="rule"><text x="[\d.]+" y="([\d.]+)"/g)].map(([, y]) => Number(y));
  expect(heights).toHaveLength(2);
  expect(heights[1]! - heights[0]!).toBeGreaterThanOrEqual(12);
});

test('an interval without neighbours is a whisker, as a band of no width cannot be seen', () => {
  const curves = [aCurve('nginx', [runsAt([1e9]), runsAt([2e9, 2.2e9, 2.4e9]), runsAt([3e9])])];
  const picture = drawChart(xyOf(sweepReport(aSweep({ values: jobs.slice(0, 3), curves })), 'rate'), 700).text;
  expect(picture.match(/class="whisker"/g)).toHaveLength(1);
  expect(drawChart(xyOf(sweepReport(aSweep()), 'rate'), 700).text).not.toContain('whisker');
});

test('an axis is logarithmic only where its values span a factor of eight, and start above zero', () => {
  const scaleOf = (numbers: readonly number[]) => {
    const values = numbers.map((number) => ({ text: String(number), number }));
    const curves = [
      aCurve(
        'nginx',
        numbers.map(() => runsAt([1e9])),
      ),
    ];
    return xyOf(sweepReport(aSweep({ values, curves })), 'rate').x.scale;
  };
  expect([scaleOf([1, 8]), scaleOf([1, 7]), scaleOf([0, 8])]).toEqual(['log', 'linear', 'linear']);
});

test('figures that nothing is known of have no picture; the data of the others is whole', () => {
  const report = sweepReport(sweep);
  expect(figuresOf(report).map(({ id }) => id)).toEqual(['rate', 'relays-cost', 'relays-cpu', 'relays-rss']);
  const { curve, jobs: at, rate, doubtful } = dataOf(report, 'rate');
  expect(curve!.slice(4, 6)).toEqual(['nginx', 'builtin']);
  expect([at!.slice(5), rate!.slice(5)]).toEqual([
    ['1', '2', '4', '8', '16'],
    [1e9, 2e9, 4e9, null, 16e9],
  ]);
  expect(doubtful!.slice(0, 3)).toEqual(['false', 'true', 'false']);
});

test('every point is in the table, with what became of it, and what went wrong is said', () => {
  const report = sweepReport(sweep);
  const table = markupOf(report, 'points');
  expect(table.match(/<tr/g)).toHaveLength(11);
  for (const cell of ['!9.00 Gb/s', '3.10 Gb/s (3.00 .. 3.20)', '>failed<']) expect(table).toContain(cell);
  expect(markupOf(report, 'troubles')).toContain('builtin, jobs 8: 1 of 3 runs failed: relay 1 ended with signal 11');
  expect(report.texts[0]!.text).toBe(sweepText(sweep, { folder: sweep.id }));
});

test('the same sweep can be asked for again', () => {
  expect(markupOf(sweepReport(sweep), 'again')).toContain(
    'flimflam sweep --relays nginx,builtin --jobs 1,2,4,8,16 --workload',
  );
});

test('an interrupted sweep says so, and one without a figure has neither curves nor an answer', () => {
  const nothing = sweepReport(aSweep({ status: 'interrupted', curves: [aCurve('nginx', [[aFailedSweepRun()], []])] }));
  expect(nothing.notice).toMatch(/^INTERRUPTED/);
  expect([nothing.answer, nothing.facts[0]!.value]).toEqual(['Nothing could be measured', 'nothing good']);
  expect(figuresOf(nothing)).toEqual([]);
});

test('a sweep over the length of the chain says what each relay adds', () => {
  const costs = (cost: number): ReturnType<typeof runsAt> =>
    [cost, cost + 0.5].map((relays_cost, at) => aSweepRun({ repeat: at + 1, relays_cost }));
  const chains = aSweep({ axis: 'hops', values: jobs.slice(0, 2), curves: [aCurve('nginx', [costs(2), costs(5)])] });
  const report = sweepReport(chains);
  const section = report.sections.find(({ id }) => id === 'hops');
  expect(section?.title).toBe('What each relay adds');
  const text = markupOf(report, 'hops');
  expect(text).toContain('2.25 (2.00 .. 2.50)');
  expect(text).toContain('relay 2');
  expect(text).toContain('3.00 (3.00 .. 3.00)');
  expect(sweepReport(sweep).sections.map(({ id }) => id)).not.toContain('hops');
});
