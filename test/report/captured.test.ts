import { expect, test } from 'vitest';
import { capturedSection } from '../../src/report/run/captured.js';
import { aCapture } from '../fixtures/capture.js';
import { aSummary } from '../fixtures/summary.js';

const text = (changes: Parameters<typeof aCapture>[0]): string =>
  capturedSection(aSummary({ capture: aCapture(changes) })).join('\n');
const cost = aCapture().cost;

test('a run that nobody looked into says nothing', () => {
  expect(capturedSection(aSummary())).toEqual([]);
});

test('what was captured, and what the look cost', () => {
  expect(text({})).toBe(
    [
      'CAPTURED      record of relay 1, relay 2: perf used 0.0120 cores and wrote 1.3 MB, nothing lost',
      '              throughput 3.20 Gb/s in the last 2 s of warm-up, 2.80 Gb/s in the window (-12.5 %)',
    ].join('\n'),
  );
});

test('lost events and a late perf are told', () => {
  const told = text({ cost: { ...cost, lost: 12_345 }, delay: { on: 0.081, off: 0.002 } });
  expect(told).toMatch(/12,345\s+events\s+LOST/);
  expect(told).toContain('perf was on at most 81 ms after the first mark, and off at most 2 ms after the second');
});

test('without a warm-up that is long enough nothing is compared', () => {
  expect(text({ cost: { ...cost, bits_per_second_before: null } })).not.toContain('warm-up');
});

test('reading the routers between the runs of the load costs the window nothing', () => {
  expect(text({ kind: 'skstat', command: null, cost: { ...cost, cpu: null, data: null, lost: null } })).toMatch(
    /^CAPTURED {6}skstat of relay 1, relay 2: outside the window/,
  );
});
