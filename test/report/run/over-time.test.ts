import { expect, test } from 'vitest';
import type { Series } from '../../../src/model/series.js';
import type { Summary } from '../../../src/model/summary.js';
import { ratesOverTime } from '../../../src/report/run/over-time.js';
import { aConfiguration, aSummary } from '../../fixtures/summary.js';

const usualWidth = 85;

/** A run of which these rates are known in the window, after 1 s of warm-up at 9 Gb/s. */
function aRun(rates: readonly (number | null)[], changes: Partial<Summary> = {}): Summary {
  const before = Array.from({ length: 10 }, () => 9e9);
  const all = [...before, ...rates, 9e9];
  const series: Series = {
    interval: 0.1,
    time: all.map((_, at) => Math.round((at - 9) * 100) / 1000),
    bits_per_second: all,
    cpu: {},
    rss: {},
  };
  const results = { ...aSummary().results!, duration: rates.length / 10 };
  return aSummary({ series, results, ...changes });
}

test('a bar for each sample of the window and of nothing else, from nothing to the most', () => {
  expect(ratesOverTime(aRun([1e9, 2e9, 3e9, 4e9, 5e9, 6e9, 7e9, 8e9]), usualWidth)).toBe(
    '▁▂▃▄▅▆▇█ 1.00 Gb/s to 8.00 Gb/s, each 100 ms',
  );
  expect(ratesOverTime(aRun([0, 1, 8e9, 8e9]), usualWidth)).toBe('▁▁██ 0 b/s to 8.00 Gb/s, each 100 ms');
});

test('a steady rate is a steady line: small differences are not blown up', () => {
  expect(ratesOverTime(aRun([3.12e9, 3.1e9, 3.11e9, 3.09e9]), usualWidth)).toMatch(/^████ 3\.09 Gb\/s to 3\.12 Gb\/s/u);
});

test('neighbours share a bar where there are many, none is left out, and the figures are those of the bars', () => {
  const rates = Array.from({ length: 49 }, (_, at) => (at === 48 ? 1e9 : at % 2 === 0 ? 2e9 : 4e9));
  const text = ratesOverTime(aRun(rates), usualWidth)!;
  expect(text).toBe(`${'█'.repeat(23)}▇ 2.33 Gb/s to 3.00 Gb/s, each 200 ms`);
  const minutes = ratesOverTime(aRun(Array.from({ length: 6000 }, () => 2e9)), usualWidth);
  expect(minutes).toBe(`${'█'.repeat(27)} 2.00 Gb/s to 2.00 Gb/s, each 22.0 s`);
  expect(ratesOverTime(aRun(rates), 45)).toMatch(/^.{8} 2/u);
});

test('what is not known is a dot, and no figure is made of it', () => {
  expect(ratesOverTime(aRun([1e9, null, 2e9, 2e9, 2e9]), usualWidth)).toBe('▄·███ 1.00 Gb/s to 2.00 Gb/s, each 100 ms');
});

test('no line where it would tell nothing', () => {
  expect(ratesOverTime(aRun([1e9, 1e9, 1e9]), usualWidth)).toBeNull();
  expect(ratesOverTime(aRun([1e9, 1e9, 1e9, null, null]), usualWidth)).toBeNull();
  expect(ratesOverTime(aRun([0, 0, 0, 0]), usualWidth)).toBeNull();
  expect(ratesOverTime(aSummary({ series: null }), usualWidth)).toBeNull();
  expect(ratesOverTime(aRun([1e9, 1e9, 1e9, 1e9], { results: null }), usualWidth)).toBeNull();
});

test('nothing finer than what iperf3 tells', () => {
  const iperf3 = { configuration: aConfiguration({ workload: 'iperf3' }) };
  const rates = Array.from({ length: 50 }, (_, at) => (1 + Math.floor(at / 10)) * 1e9);
  expect(ratesOverTime(aRun(rates, iperf3), usualWidth)).toBe('▂▄▅▇█ 1.00 Gb/s to 5.00 Gb/s, each 1.0 s');
  expect(ratesOverTime(aRun(rates.slice(0, 30), iperf3), usualWidth)).toBeNull();
});
