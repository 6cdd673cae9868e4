import { expect, test } from 'vitest';
import type { XyChart } from '../../../src/report/charts/chart.js';
import { growth } from '../../../src/report/pages/run-growth.js';
import { runReport } from '../../../src/report/pages/run.js';
import { aSummary } from '../../fixtures/summary.js';

const extras = { latency: null, profile: null, folder: 'flimflam-runs/a-run' };

const summary = aSummary({
  growth: {
    seconds: 300,
    rss: { relay_1: { per_hour: 1_200_000, low: 300_000, high: 2_600_000 } },
    pools: { relay_1: { 'qd_<buffer>_t': { per_hour: 1200, low: 900, high: 1500 } } },
  },
  series: {
    interval: 0.1,
    // The last one is of a time when processes end.
    time: [-1, 0, 1, 2, 9],
    bits_per_second: [1, 1, 1, 1, 1],
    cpu: {},
    rss: { relay_1: [9e6, 5e6, 5.1e6, null, 7e6], flimflam: [9e7, 9e7, 9e7, 9.1e7, 9e7] },
  },
});

test('a table of what grew, and the change of memory in the window alone', () => {
  const content = growth({ summary, extras, id: (word) => word });
  const text = content.map((part) => ('chart' in part ? '' : part.text)).join('\n');
  expect(text).toContain('relay 1 RSS');
  expect(text).toContain('+300 kB, +2.6 MB');
  // Names of others' objects are escaped.
  expect(text).toContain('qd_&lt;buffer&gt;_t');
  const charts = content.flatMap((part) => ('chart' in part ? [part.chart as XyChart] : []));
  expect(charts).toHaveLength(1);
  expect(charts[0]!.series).toMatchObject([
    { name: 'relay 1', x: [0, 1, 2], y: [0, 1e5, null] },
    { name: 'flimflam', x: [0, 1, 2], y: [0, 0, 1e6] },
  ]);
});

test('a section of its own on the page of a long run; none on that of a short one', () => {
  const ids = (of = aSummary()): string[] => runReport(of, extras).sections.map(({ id }) => id);
  expect(ids(summary)).toContain('growth');
  expect(ids()).not.toContain('growth');
});
