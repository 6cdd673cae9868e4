import { expect, test } from 'vitest';
import type { Comparison } from '../../../src/model/comparison.js';
import { calibrationReport } from '../../../src/report/calibration.js';
import type { XyChart } from '../../../src/report/charts/chart.js';
import { drawChart } from '../../../src/report/charts/draw.js';
import { comparisonText } from '../../../src/report/comparison-text.js';
import { answerOf } from '../../../src/report/comparison/answer.js';
import { cellsOf } from '../../../src/report/comparison/table.js';
import type { Figure } from '../../../src/report/page/figure.js';
import type { Report } from '../../../src/report/page/report.js';
import { comparisonReport } from '../../../src/report/pages/comparison.js';
import { aCalibration } from '../../fixtures/calibration.js';
import { aComparison, aSide, failedRun, repeated, withRuns } from '../../fixtures/comparison.js';
import { aChange, anExplanation } from '../../fixtures/explanation.js';

const reportOf = (comparison: Comparison): Report => comparisonReport(comparison, { difference: null });

const figuresOf = ({ sections }: Report): Figure[] =>
  sections.flatMap(({ content }) => content.filter((part) => 'chart' in part));

type Kind = Figure['chart']['kind'];

/** The chart of a figure, which is of this kind. */
function chartOf<K extends Kind>(report: Report, id: string, kind: K): Extract<Figure['chart'], { kind: K }> {
  const chart = figuresOf(report).find((figure) => figure.id === id)?.chart;
  if (chart?.kind !== kind) throw new Error(`${id} is no figure of ${kind}`);
  return chart as Extract<Figure['chart'], { kind: K }>;
}

/** The markup of a section, without its figures. */
const textOf = ({ sections }: Report, id: string): string =>
  sections
    .find((section) => section.id === id)!
    .content.map((part) => ('chart' in part ? '' : part.text))
    .join('\n');

/** B does 5 % more in every run; the second run of a pair as much as the first. */
const exact = (changes: Partial<Comparison> = {}): Comparison =>
  aComparison(
    { pairs: 10, noise: 0, position: 0, change: 0.05, figures: { throughput: 8e9, cpu: 2 } },
    { looks: 'fixed', ...changes },
  );

test('page and text say the same', () => {
  const comparison = aComparison({ change: 0.06, made: 10, noise: 0.01 });
  const report = reportOf(comparison);
  const text = comparisonText(comparison, { colour: false, folder: comparison.id });
  expect(text.startsWith(report.answer!)).toBe(true);
  expect(report.texts).toEqual([{ title: 'All of it as text', text }]);
  const cells = cellsOf(answerOf(comparison), (title) => title);
  for (const [name, a, b, change] of cells) {
    expect(textOf(report, 'changed')).toMatch(
      new RegExp(
        `>${name!}</abbr></th><td class="right">${a!}</td><td class="right">${b!}</td><td class="right">\\${change!}<`,
      ),
    );
  }
});

test('every metric has its interval, that of the primary one stands out', () => {
  const comparison = aComparison({ change: 0.06, made: 10, noise: 0.01 });
  const { rows, primary } = answerOf(comparison);
  const chart = chartOf(reportOf(comparison), 'changes', 'intervals');
  expect(chart.margin).toBe(0.02);
  expect(chart.rows.map(({ name, low, value, high }) => [name, low, value, high])).toEqual(
    rows.map(({ metric, lower, change, upper }) => [metric.title, lower, change, upper]),
  );
  expect(chart.rows.filter(({ strong }) => strong).map(({ name }) => name)).toEqual([primary.metric.title]);
  expect(chart.rows[0]!.text).toMatch(/^\+\d\.\d % \[\+\d\.\d, \+\d\.\d\] better$/u);
});

test('a metric that scatters much does not squeeze the one that was judged', () => {
  const comparison = withRuns(exact(), (run) => ({
    ...run,
    figures: { ...run.figures, cpu: run.side === 'b' && run.pair % 3 > 0 ? 6 : 2 },
  }));
  const chart = chartOf(reportOf(comparison), 'changes', 'intervals');
  expect(chart.limit).toBeCloseTo(0.2, 10);
  expect(drawChart(chart, 800).text.match(/class="beyond"/gu)).toHaveLength(1);
  expect(chart.rows.find(({ name }) => name.startsWith('CPU'))!.high).toBeGreaterThan(0.2);
});

test('every pair stands in its place with the form of its order; the burn-in does not', () => {
  const comparison = exact();
  const chart = chartOf(reportOf(comparison), 'pairs', 'xy');
  const placesOf = (side: 'a' | 'b'): number[] =>
    comparison.order.flatMap((first, at) => (first === side ? [at + 1] : []));
  expect(chart.series.map(({ name, mark, x }) => [name, mark, x])).toEqual([
    ['A ran first', 'circle', placesOf('a')],
    ['B ran first', 'triangle', placesOf('b')],
  ]);
  for (const value of chart.series.flatMap(({ y }) => y)) expect(value).toBeCloseTo(0.05, 10);
  expect(chart.rules).toEqual([{ axis: 'y', at: expect.closeTo(0.05, 10), name: 'estimate +5.0 %' }]);
  expect(chart.ranges).toMatchObject([{ axis: 'y', from: -0.02, to: 0.02 }]);
  expect(chart.series[0]!.labels![0]).toMatch(/^pair \d+, A ran first: \+5\.0 % \(A 8\.00 Gb\/s, B 8\.40 Gb\/s\)$/u);
});

test('what does not count is a ring: spoilt pairs, and those after the look that decided', () => {
  const comparison = withRuns(aComparison({ change: 0.06, made: 12, noise: 0.005 }), (run) =>
    run.pair === 3 ? repeated(run) : run,
  );
  const report = reportOf(comparison);
  expect(answerOf(comparison).pairs).toBe(10);
  const [rings, ...others] = chartOf(report, 'pairs', 'xy').series;
  expect(rings).toMatchObject({ name: 'does not count', mark: 'ring', x: [3, 11, 12] });
  expect(rings!.labels![0]).toContain('does not count: B invalid: other programs used 12.4 % of the machine');
  expect(rings!.labels![1]).toContain('it was made after the look at 10 pairs');
  expect(others.flatMap(({ x }) => x).sort((one, other) => one - other)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

test('a run that failed has no place, but its line in the data', () => {
  const comparison = withRuns(exact(), (run) =>
    run.pair === 4 && run.side === 'b' ? failedRun(run, 'relay 1 died') : run,
  );
  const report = reportOf(comparison);
  expect(report.notice).toMatch(/^Runs failed/u);
  const pairs = figuresOf(report).find(({ id }) => id === 'pairs')!;
  expect((pairs.chart as XyChart).series.flatMap(({ x }) => x)).not.toContain(4);
  const column = (title: string) => pairs.table.columns.find((one) => one.title === title)!.values;
  expect([column('change (share)')[3], column('counts')[3], column('why not')[3]]).toEqual([
    ...[null, 'no', 'B failed: relay 1 died'],
  ]);
});

test('every run is a dot; several builds of a side have a strip each', () => {
  const one = chartOf(reportOf(exact()), 'runs', 'strips');
  expect(one.rows.map(({ name, values }) => [name, values.length])).toEqual([
    ['A  ../router-main', 10],
    ['B  ../router-patch', 10],
  ]);
  expect(one.rows[0]!.values).toEqual(Array<number>(10).fill(8e9));
  const turned = withRuns(exact({ also: { a: [], b: [aSide('again', '77')] } }), (run) =>
    run.side === 'b' && run.pair % 2 === 0 ? { ...run, build: 1 } : run,
  );
  const several = chartOf(reportOf(turned), 'runs', 'strips');
  expect(several.rows.map(({ name, values }) => [name, values.length])).toEqual([
    ['A  ../router-main', 10],
    ['B  ../router-patch', 5],
    ['B  ../router-again', 5],
  ]);
});

test.each([
  ['a few pairs', aComparison({ pairs: 4 }, { looks: 'quick' }), /^There is no verdict/u],
  ['nothing yet', aComparison({ made: 0 }, { status: 'interrupted', ended: null, runs: [] }), /^There is no verdict/u],
  [
    'interrupted after a look',
    aComparison({ change: 0.012, noise: 0.05, made: 13 }, { status: 'interrupted', ended: null }),
    /^It was interrupted: judged are 10 of 30 pairs\./u,
  ],
  ['decided', aComparison({ change: 0.06, made: 10, noise: 0.01 }), /^$/u],
])('what to know before believing a figure: %s', (_, comparison, expected) => {
  const { notice } = reportOf(comparison);
  expect(notice ?? '').toMatch(expected);
});

test('without a run there is no figure, and what was to be compared stands there', () => {
  const report = reportOf(aComparison({ made: 0 }, { status: 'interrupted', ended: null, runs: [] }));
  expect(figuresOf(report)).toEqual([]);
  expect(report.sections.map(({ id }) => id)).toEqual(['trust', 'take-away', 'setting']);
  expect(report.facts.map(({ label }) => label)).toEqual(['A', 'B', 'What differs']);
});

test('why: a table for each kind in which something differs', () => {
  const many = Array.from({ length: 60 }, (_, at) => aChange('function', `f${at}`, 1, 2 + at));
  const text = textOf(reportOf(exact({ explanation: { ...anExplanation, changes: many } })), 'why');
  expect(text.match(/>f\d+</gu)).toHaveLength(50);
  expect(text).toContain('10 more; compared 143');
  const switches = textOf(reportOf(exact({ explanation: anExplanation })), 'why');
  expect(switches).toContain('<h3>Context switches: switches/GB</h3>');
  // All that is told of them is how many there are.
  expect(switches).toContain(
    'aria-label="Context switches: switches/GB"><table>\n<thead><tr><th scope="col">relay</th><th scope="col" class="right"><abbr',
  );
});

test('a calibration says what can be seen, and that a difference would be a false call', () => {
  const calibrated = aComparison(
    { pairs: 20, noise: 0.02 },
    { kind: 'calibrate', looks: 'fixed', differences: [], a: aSide('main', '9c'), b: aSide('main', '9c') },
  );
  const report = reportOf(calibrated);
  expect(report.title).toBe('skrouterd against a copy of itself');
  expect(figuresOf(report)[0]).toMatchObject({ id: 'detectable', chart: { kind: 'bars', rows: { length: 4 } } });
  expect(textOf(report, 'seen')).toMatch(/Noise.*standard deviation, from 20 pairs/u);
  expect(textOf(report, 'take-away')).toContain('flimflam calibrate --workload');
  expect(reportOf({ ...exact(), kind: 'calibrate' }).notice).toMatch(/copies of one program.* false call/u);
  const calibration = calibrationReport(aCalibration(), '/record/x.json', []);
  const known = comparisonReport(calibrated, { difference: null, calibration });
  expect(textOf(known, 'seen')).toMatch(/\/record\/x\.json[^]*False calls/u);
});

test('the data of a figure are columns of the same length', () => {
  for (const { table } of figuresOf(reportOf(aComparison({ change: 0.06, made: 12 })))) {
    expect(new Set(table.columns.map(({ values }) => values.length)).size).toBe(1);
  }
});

test('names that would turn what follows, or fill the page, do neither in the heading', () => {
  const spec = `\u202E\n${'x'.repeat(10_000)}/build`;
  const { title, facts, answer } = reportOf(
    exact({ a: { ...aSide('main', '9c'), spec }, status: 'stopped', stopped_because: spec, differences: [spec] }),
  );
  const head = [title, answer, ...facts.map(({ value }) => value)].join('');
  expect(head).not.toContain('\u202E');
  expect(title).toMatch(/x\/build \(A\)\?$/u);
  expect(title.length + facts.reduce((sum, { value }) => sum + value.length, 0)).toBeLessThan(1000);
});
