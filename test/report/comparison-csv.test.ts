import { expect, test } from 'vitest';
import { comparisonCsv } from '../../src/report/comparison-csv.js';
import { aComparison, repeated, withRuns } from '../fixtures/comparison.js';

test('a line for each run, the burn-in and spoilt ones too', () => {
  const comparison = withRuns(aComparison({ made: 2, figures: { throughput: 8e9 }, noise: 0 }), (run) =>
    run.pair === 2 ? repeated(run) : { ...run, steadiness: 0 },
  );
  const [header, ...lines] = comparisonCsv(comparison).trimEnd().split('\n');
  expect(header?.split(',').slice(0, 10)).toEqual([
    'pair',
    'attempt',
    'place',
    'side',
    'run',
    'started',
    'status',
    'reason',
    'good',
    'steadiness',
  ]);
  expect(header?.split(',')[10]).toBe('"throughput [bits/s]"');
  expect(lines).toHaveLength(2 + 2 + 4);
  const shown = lines.map((line) => line.split(','));
  expect(
    shown.map(([pair, attempt, place, , , , status, reason, good]) => [pair, attempt, place, status, reason, good]),
  ).toEqual([
    ['0', '1', 'first', 'ok', '', 'no'],
    ['0', '1', 'second', 'ok', '', 'no'],
    ['1', '1', 'first', 'ok', '', 'yes'],
    ['1', '1', 'second', 'ok', '', 'yes'],
    ['2', '1', 'first', 'invalid', 'disturbed', 'no'],
    ['2', '2', 'first', 'ok', '', 'yes'],
    ['2', '1', 'second', 'invalid', 'disturbed', 'no'],
    ['2', '2', 'second', 'ok', '', 'yes'],
  ]);
  expect(shown[2]?.[10]).toBe('8000000000');
  expect(shown.every((cells) => cells.length === header?.split(',').length)).toBe(true);
});

test('a cell with a comma or a quotation mark is quoted', () => {
  const comparison = withRuns(aComparison({ made: 1 }), (run) => ({ ...run, run: 'a,"b"' }));
  expect(comparisonCsv(comparison).split('\n')[1]).toContain(',"a,""b""",');
});
