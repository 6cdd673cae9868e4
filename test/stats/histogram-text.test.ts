import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseHistogramText } from '../../src/stats/histogram-text.js';

/** What the native client writes (native/load/histogram.c). */
function written(counts: readonly (readonly [value: number, count: number])[]): string {
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  const sum = counts.reduce((all, [value, count]) => all + value * count, 0);
  const values = counts.map(([value]) => value);
  return [
    '# flimflam histogram v1 unit=ns significant=3 lowest=100 highest=60000000000',
    ...counts.map(([value, count]) => `${value} ${count}`),
    `# sum=${sum} min=${Math.min(...values)} max=${Math.max(...values)} count=${total}`,
    '',
  ].join('\n');
}

test('a real one', () => {
  const text = readFileSync(new URL('../fixtures/native/rr.histogram', import.meta.url), 'utf8');
  const { histogram, exact } = parseHistogramText(text);
  expect(exact).toEqual({ sumNs: 509_191_247, minNs: 17_663, maxNs: 10_579_268 });
  expect(histogram.totalCount).toBe(10_926);
  // Its buckets are at least as fine as three digits.
  expect(histogram.mean / (exact.sumNs / 10_926)).toBeCloseTo(1, 3);
  expect(histogram.maxValue / exact.maxNs).toBeCloseTo(1, 2);
});

test('no request', () => {
  const { histogram } = parseHistogramText('# flimflam histogram v1\n# sum=0 min=0 max=0 count=0\n');
  expect(histogram.totalCount).toBe(0);
});

test('what is written is read back', () => {
  // Below 64 us the 64 ns of a bucket are more than three digits.
  const entry = fc.tuple(fc.integer({ min: 64_000, max: 60_000_000_000 }), fc.integer({ min: 1, max: 1_000_000 }));
  fc.assert(
    fc.property(fc.array(entry, { minLength: 1, maxLength: 30 }), (counts) => {
      const { histogram, exact } = parseHistogramText(written(counts));
      expect(histogram.totalCount).toBe(counts.reduce((sum, [, count]) => sum + count, 0));
      expect(exact.maxNs).toBe(Math.max(...counts.map(([value]) => value)));
      expect(histogram.mean / (exact.sumNs / histogram.totalCount)).toBeCloseTo(1, 2);
    }),
  );
});

const good = written([[1000, 3]]);
test.each([
  ['nothing', ''],
  ['no foot', good.split('\n').slice(0, 2).join('\n')],
  ['a cut foot', good.slice(0, -4)],
  ['a foot of another count', good.replace('count=3', 'count=4')],
  ['a line that is lost', good.replace('1000 3\n', '')],
])('%s is garbage', (_, text) => {
  expect(() => parseHistogramText(text)).toThrow(
    expect.objectContaining({ name: 'ExpectedError', code: 'histogram-garbage', exitCode: 1 }),
  );
});
