import { expect, test } from 'vitest';
import { growthSection } from '../../../src/report/run/growth.js';
import { runText } from '../../../src/report/run-text.js';
import { aSummary } from '../../fixtures/summary.js';

const growth = {
  seconds: 600,
  rss: {
    relay_1: { per_hour: 1_200_000, low: 300_000, high: 2_600_000 },
    flimflam: { per_hour: -50_000, low: -200_000, high: 100_000 },
  },
  pools: {
    relay_1: {
      qd_buffer_t: { per_hour: 1200, low: 900, high: 1500 },
      qdr_link_t: { per_hour: 3, low: -8, high: 10 },
    },
  },
};

test('memory of every role, and of the pools those that surely changed', () => {
  expect(growthSection(aSummary({ growth }), 80).join('\n')).toMatchInlineSnapshot(`
    "GROWTH        relay 1 RSS +1.2 MB/h [+300 kB, +2.6 MB] grew
                  flimflam RSS -50.0 kB/h [-200 kB, +100 kB] not seen to grow
                  relay 1 qd_buffer_t +1,200/h [+900, +1,500] grew
                  (slope over the window, with its 95 % interval)"
  `);
});

test('it stands in the text of a run; a short one has no such section', () => {
  const text = (summary = aSummary()): string => runText(summary, { colour: false, folder: 'runs/one' });
  expect(text(aSummary({ growth }))).toContain('\n\nGROWTH  ');
  expect(text()).not.toContain('GROWTH');
});
