import { expect, test } from 'vitest';
import { routersSection } from '../../../src/report/run/routers.js';
import { runReport } from '../../../src/report/pages/run.js';
import { runText } from '../../../src/report/run-text.js';
import type { RouterSeries } from '../../../src/model/router-series.js';
import { aCapture } from '../../fixtures/capture.js';
import { aRouterSeries } from '../../fixtures/router-series.js';
import { aRouter } from '../../fixtures/router-statistics.js';
import { aSummary } from '../../fixtures/summary.js';
import { dataOf, figuresOf, markupOf, xyOf } from '../pages/figures.js';

const time = [-1, -0.1, 0.9, 1.9];

const aRun = (routers: Record<string, RouterSeries>, changes: Parameters<typeof aSummary>[0] = {}) =>
  aSummary({ routers_over_time: { interval: 1, time, routers }, ...changes });

const two = { relay_1: aRouterSeries(), relay_2: aRouterSeries({ connections: [1, 5, 5, 6] }) };

test('a line a router, from the begin of the window to its end, within 80 columns', () => {
  expect(routersSection(aRun(two), 80)).toEqual([
    'ROUTERS       relay 1: RSS 31.2 MB -> 33.4 MB, buffers 524 kB -> 721 kB,',
    '              connections 4',
    '              relay 2: RSS 31.2 MB -> 33.4 MB, buffers 524 kB -> 721 kB,',
    '              connections 5 -> 6',
    '              nothing blocked, delayed or stuck',
  ]);
  expect(runText(aRun(two), { colour: false, folder: 'f' })).toContain('\n\nROUTERS       relay 1: ');
});

test('what was there is not said to be absent, and what nobody told is not said at all', () => {
  const last = (router: RouterSeries): string =>
    routersSection(aRun({ relay_1: router }))
      .at(-1)!
      .trim();
  expect(last(aRouterSeries({ stuck: [0, 0, 2, 0] }))).toBe('nothing blocked or delayed');
  expect(last(aRouterSeries({ delayed_10_seconds: [0, 1, 1, 2], blocked: [null, null, null, null] }))).toBe(
    'nothing stuck',
  );
  const untold = aRouterSeries({ resident: [null, null, null, null], pools: {} });
  expect(routersSection(aRun({ relay_1: untold }))[0]).toBe('ROUTERS       relay 1: connections 4');
});

test('a router that tells nothing of itself has no line', () => {
  const all = [null, null, null, null];
  const blank = { resident: all, connections: all, blocked: all, delayed_1_second: all, delayed_10_seconds: all };
  expect(routersSection(aRun({ relay_1: aRouterSeries({ ...blank, stuck: all, pools: {} }) }))).toEqual([]);
});

test('nothing where nobody was asked, or where the capture tells more', () => {
  expect(routersSection(aSummary())).toEqual([]);
  const capture = aCapture({ routers: [aRouter('relay_1', [])] });
  expect(routersSection(aRun(two, { capture }))).toEqual([]);
});

test('a page has the table, memory and pools over time, and trouble only where there was some', () => {
  const extras = { latency: null, profile: null, folder: 'a-run' };
  const calm = runReport(aRun(two), extras);
  const ids = figuresOf(calm).map(({ id }) => id);
  expect(ids.filter((id) => /router|pools/u.test(id))).toEqual([
    ...['router-memory', 'router-pools', 'pools-relay_1', 'pools-relay_2'],
  ]);
  expect(xyOf(calm, 'router-memory').series.map(({ name, y }) => [name, y.length])).toEqual([
    ['relay 1', 4],
    ['relay 2', 4],
  ]);
  expect(dataOf(calm, 'pools-relay_1')).toMatchObject({
    'time (s)': time,
    'qd_buffer_t (bytes)': [262_144, 524_288, null, 720_896],
    'qdr_link_t (bytes)': [12_800, 12_800, 12_800, 12_800],
  });
  expect(markupOf(calm, 'routers')).toContain('31.2 MB -&gt; 33.4 MB');
  const talking = aRouterSeries({ log: { errors: { before: 1, after: 3 }, warnings: { before: 0, after: 1 } } });
  expect(markupOf(runReport(aRun({ relay_1: talking }), extras), 'routers')).toContain('2, 1</td>');
  const blocked = runReport(aRun({ relay_1: aRouterSeries({ blocked: [0, 0, 2, 0] }) }), extras);
  expect(xyOf(blocked, 'router-blocked').series[0]!.y).toEqual([0, 0, 2, 0]);
  expect(figuresOf(blocked).map(({ id }) => id)).not.toContain('router-stuck');
});

test('names of pools cannot break a page', () => {
  const pool = { size: 1, allocated: [1, 1, 1, 1], in_threads: [1, 1, 1, 1] };
  const hostile = aRouterSeries({ pools: { '</script><b>"x"': pool } });
  const report = runReport(aRun({ relay_1: hostile }), { latency: null, profile: null, folder: 'a-run' });
  expect(dataOf(report, 'pools-relay_1')).toHaveProperty(['</script><b>"x" (bytes)']);
});
