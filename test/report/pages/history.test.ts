import { expect, test } from 'vitest';
import { metricsOf } from '../../../src/model/metrics.js';
import type { Summary } from '../../../src/model/summary.js';
import { drawChart } from '../../../src/report/charts/draw.js';
import { layoutXy } from '../../../src/report/charts/xy.js';
import { historyReport } from '../../../src/report/pages/history.js';
import { historyOf } from '../../../src/report/saved/history-data.js';
import { aRunOf, threeBuilds } from '../../fixtures/saved.js';
import { dataOf, figuresOf, markupOf, xyOf } from './figures.js';

const metrics = metricsOf({ hops: 2, counted: false });
const options = { scenario: 'builtin nginx', environment: null, leftOut: { captured: 2 } };

const reportOf = (runs: readonly Summary[]) => {
  const [rate, cost] = ['throughput', 'cpu'].map((name) =>
    historyOf(
      runs,
      metrics.find((metric) => metric.name === name)!,
      [],
    ),
  );
  return historyReport([rate!, cost!], options);
};

test('a point for each group of runs with whiskers, the band behind them, and what is marked as another mark', () => {
  const { series, x, y } = xyOf(reportOf(threeBuilds()), 'history-throughput');
  expect([x.quantity, y.quantity]).toEqual(['date', 'bits/s']);
  const [band, median, beyond] = series;
  // From the first point to the second, and from there to the third.
  expect(band).toMatchObject({ drawn: 'line', y: [null, null, null, null] });
  expect(band!.x.map((at) => new Date(at * 1000).toISOString())).toEqual(
    [0, 4, 4, 7].map((one) => threeBuilds()[one]!.started),
  );
  expect(band!.low![2]).toBe(band!.low![3]);
  expect(band!.low![3]).toBeGreaterThan(beyond!.y[0]!);
  expect(median).toMatchObject({ low: [3.06e9, 3.11e9], high: [3.14e9, 3.15e9] });
  expect(beyond).toMatchObject({ mark: 'triangle', y: [2.71e9] });
  expect(beyond!.x).toEqual([Date.parse(threeBuilds()[7]!.started) / 1000]);
  const picture = drawChart(xyOf(reportOf(threeBuilds()), 'history-throughput'), 900).text;
  expect(picture).toMatch(/<text [^>]*>2026-11-12 00:00<\/text>/);
  expect(beyond!.labels![0]).toMatch(/^1\.26\.3 77ab44d0: 2\.71 Gb\/s \(3 runs, -13\.4 %\)$/);
});

test('the answer names what is marked; table and data have every group', () => {
  const report = reportOf(threeBuilds());
  expect(report.answer).toMatch(
    /^Beyond the scatter of runs: throughput -13\.4 % with 1\.26\.3 77ab44d0; CPU-s\/GB relays \+/,
  );
  expect(markupOf(report, 'groups').match(/<tr/g)).toHaveLength(4);
  expect(markupOf(report, 'groups')).toContain('2 + 1 invalid');
  expect(dataOf(report, 'history-throughput')).toMatchObject({ runs: [4, 2, 3], marked: ['false', 'false', 'true'] });
  expect(report.notice).toContain('Only flimflam compare tells for sure');
});

test('without repeats nothing is marked and no band is drawn; without good runs nothing is drawn at all', () => {
  const alone = reportOf([aRunOf({ day: 1, hour: 10 }), aRunOf({ day: 2, hour: 10, build: 'bbbbbbbb' })]);
  expect(xyOf(alone, 'history-throughput').series.map(({ name }) => name)).toEqual(['median']);
  expect(alone.answer).toMatch(/is not known, so nothing is marked$/);
  const none = reportOf([aRunOf({ day: 1, hour: 10 }, { status: 'invalid' })]);
  expect([figuresOf(none), none.sections.map(({ id }) => id)]).toEqual([[], ['groups']]);
});

test('a single group stands in the middle of its days', () => {
  const chart = xyOf(reportOf(threeBuilds().slice(0, 4)), 'history-throughput');
  const { plot, x } = layoutXy(chart, 900);
  expect(x.place(chart.series[0]!.x[0]!)).toBeCloseTo((plot.left + plot.right) / 2, 6);
  expect(x.ticks.length).toBeGreaterThan(2);
});
