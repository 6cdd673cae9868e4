import { expect, test } from 'vitest';
import { comparisonProgress, startLines } from '../../../src/cli/compare/progress.js';
import { answerOf } from '../../../src/report/comparison/answer.js';
import { aComparison } from '../../fixtures/comparison.js';

const comparison = aComparison({ made: 0 });
const start = { comparison, done: 0, notes: [], runs: 62, seconds: 465, looks: [10, 20, 30] };

test('before the first run: what differs, how many runs, how long, and what is judged', () => {
  expect(startLines({ ...start, notes: ['found skrouterd in build/router'] })).toEqual([
    'found skrouterd in build/router',
    `what differs: ${comparison.differences.join('; ')}`,
    'at most 62 runs in about 7 m 45 s: a pair that counts for nothing, then up to 30 pairs, judged by throughput after 10, 20 and 30 pairs',
    'what it can see is not known here: flimflam calibrate --metric throughput tells',
  ]);
});

test('a fixed number, no verdict, and nothing that differs', () => {
  const fixed = aComparison({ made: 0, pairs: 8 }, { looks: 'fixed', differences: [] });
  const lines = (looks: number[]): string[] =>
    startLines({ ...start, comparison: fixed, runs: 18, seconds: 135, looks });
  expect(lines([8])).toEqual([
    'nothing differs between A and B',
    '18 runs in about 2 m 15 s: a pair that counts for nothing, then 8 pairs, judged by throughput after 8 pairs',
    'what it can see is not known here: flimflam calibrate --metric throughput tells',
  ]);
  expect(lines([])[1]).toMatch(/then 8 pairs, no verdict$/u);
});

test('the progress line: the pair, the change so far, and the time that is left', () => {
  const line = { prefix: '', secondsAfter: 0, show: () => {}, [Symbol.dispose]: () => {} };
  const { onStart, onRun } = comparisonProgress(line);
  onStart(start);
  onRun({ pair: 0, attempt: 1, place: 'first', side: 'a', answer: null, runsAfter: 61 });
  expect([line.prefix, line.secondsAfter]).toEqual(['burn-in', 61 * 7.5]);
  const answer = answerOf(aComparison({ made: 6, change: 0.1, noise: 0.001, position: 0 }));
  onRun({ pair: 7, attempt: 2, place: 'first', side: 'b', answer, runsAfter: 47 });
  expect(line.prefix).toMatch(/^pair 7\/30 again {2}B \+\d+\.\d % \(\+\d+\.\d to \+\d+\.\d %\)$/u);
  // From now on what runs really take.
  expect(line.secondsAfter).toBeLessThan(47 * 7.5);
});

test('captured runs that are to come after the pairs, and those that there cannot be', () => {
  const explain = {
    looks: [
      { kind: 'flamegraph' as const, prepared: null as never },
      { kind: 'skstat' as const, prepared: null as never },
    ],
    leftOut: [{ kind: 'syscalls' as const, because: 'no rights; be root' }],
    runs: 20,
    seconds: 200,
  };
  expect(startLines({ ...start, explain }).slice(-2)).toEqual([
    'then 20 captured runs (flamegraph and skstat) in about 3 m 20 s more, to say why',
    'without syscalls: no rights; be root',
  ]);
  expect(startLines({ ...start, explain: { ...explain, looks: [], leftOut: [], runs: 0, seconds: 0 } }).at(-1)).toBe(
    'no captured runs are possible here to say why',
  );
  const line = { prefix: '', secondsAfter: 0, show: () => {}, [Symbol.dispose]: () => {} };
  const { onStart, onRun, onExplain } = comparisonProgress(line);
  onStart({ ...start, explain });
  onRun({ pair: 0, attempt: 1, place: 'first', side: 'a', answer: null, runsAfter: 61 });
  expect(line.secondsAfter).toBe(61 * 7.5 + 200);
  onExplain({ kind: 'skstat', run: 13, runs: 20, attempt: 2 });
  expect([line.prefix, line.secondsAfter]).toEqual(['explain 13/20 skstat again', 70]);
});
