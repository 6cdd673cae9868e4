import { expect, test } from 'vitest';
import type { Comparison } from '../../../src/model/comparison.js';
import { answerOf } from '../../../src/report/comparison/answer.js';
import { answersOf } from '../../../src/report/comparison/answers.js';
import { goodPairs } from '../../../src/report/comparison/pairs.js';
import { sentenceOfAll } from '../../../src/report/comparison/sentence-of-all.js';
import type { Pair } from '../../../src/stats/comparison.js';
import { fixedSchedule } from '../../../src/stats/schedule.js';
import { judgeSeveral } from '../../../src/stats/several.js';
import { failedRun, withRuns } from '../../fixtures/comparison.js';
import { someComparisons } from '../../fixtures/comparisons.js';

const pairsOf = (comparison: Comparison): Pair[] =>
  goodPairs(comparison).map(({ first, a, b }) => ({
    first,
    a: a.figures[comparison.primary]!,
    b: b.figures[comparison.primary]!,
  }));

const words = (comparisons: readonly Comparison[]) => answersOf(comparisons).map(({ verdict }) => verdict?.word);

/** A comparison without any change whose interval excludes 0 by chance, by so little that it does not among two. */
const chance = Array.from({ length: 400 }, (_, seed) => seed).find((seed) => {
  const [one] = someComparisons({ workload: 'builtin', seed });
  const [{ p, comparison }] = judgeSeveral(fixedSchedule(30), [
    { pairs: pairsOf(one), question: { margin: 0.02, good: 'more' } },
  ]) as [ReturnType<typeof judgeSeveral>[number]];
  return comparison.differs && p > 0.03;
})!;

test('the verdicts are those of the statistics', () => {
  const comparisons = someComparisons(
    { workload: 'builtin', seed: chance },
    { workload: 'builtin-rr', seed: 5, change: 0.06 },
    { workload: 'iperf3', seed: 6, noise: 0.1 },
  );
  const judged = judgeSeveral(
    fixedSchedule(30),
    comparisons.map((one) => ({ pairs: pairsOf(one), question: { margin: 0.02, good: 'more' } })),
  );
  const answers = answersOf(comparisons);
  expect(answers.map(({ verdict }) => verdict)).toEqual(judged.map(({ verdict }) => verdict));
  expect(answers.map(({ verdict }) => verdict?.word)).toEqual(['unsure', 'better', 'unsure']);
  for (const [at, { primary, look }] of answers.entries()) {
    expect(look?.pairs).toBe(30);
    expect([primary.lower, primary.upper]).toEqual([
      judged[at]!.comparison.change.lower,
      judged[at]!.comparison.change.upper,
    ]);
  }
});

test('what alone would be a difference is none among others, and is said to be so', () => {
  const [weak] = someComparisons({ workload: 'builtin', seed: chance });
  expect(words([weak])).toEqual([expect.stringMatching(/better|worse/)]);
  const [answer] = answersOf(
    someComparisons({ workload: 'builtin', seed: chance }, { workload: 'builtin-rr', seed: 5, noise: 0.1 }),
  );
  expect(answer?.verdict?.word).toBe('unsure');
  expect(answer?.sentence).toMatch(
    /^CANNOT TELL: .*; alone that would be called a difference, among 2 workloads it is/,
  );
});

test('a workload without a verdict makes it no easier for the others', () => {
  for (const changes of [{ status: 'interrupted' as const }, { status: 'stopped' as const, stopped_because: 'x' }]) {
    const [weak, other] = answersOf(
      someComparisons({ workload: 'builtin', seed: chance }, { workload: 'builtin-rr', made: 9, changes }),
    );
    expect(weak?.verdict?.word).toBe('unsure');
    expect(other).toMatchObject({ verdict: null, pairs: 9 });
  }
});

test('turning the sides turns the verdicts and nothing else', () => {
  const comparisons = someComparisons(
    { workload: 'builtin', change: 0.05 },
    { workload: 'builtin-rr', seed: 5, change: -0.05 },
    { workload: 'iperf3', seed: 8, noise: 0.001 },
    { workload: 'h2load', seed: chance },
  );
  const turned = comparisons.map((one) =>
    withRuns({ ...one, order: one.order.map((side) => (side === 'a' ? 'b' : 'a')) }, (run) => ({
      ...run,
      side: run.side === 'a' ? 'b' : 'a',
    })),
  );
  expect(words(comparisons)).toEqual(['better', 'worse', 'same', 'unsure']);
  expect(words(turned)).toEqual(['worse', 'better', 'same', 'unsure']);
});

test('no verdict at all: quick, or one of them alone', () => {
  const quick = { pairs: 4, changes: { looks: 'quick' as const } };
  const comparisons = someComparisons({ workload: 'builtin', ...quick }, { workload: 'builtin-rr', ...quick });
  const answers = answersOf(comparisons);
  expect(answers).toMatchObject([{ verdict: null }, { verdict: null }]);
  expect(sentenceOfAll(comparisons, answers)).toBe(
    'NO VERDICT in builtin and builtin-rr: a quick comparison gives figures only',
  );
  const [child] = someComparisons({ workload: 'builtin', change: 0.1 }, { workload: 'builtin-rr' });
  const alone = answerOf(child);
  expect(alone.verdict).toBeNull();
  expect(alone.sentence).toMatch(/^NO VERDICT: one of 2 workloads that are judged together, .*\(throughput \+\d/);
});

test('one sentence says what became of each, and how sure that is', () => {
  const comparisons = someComparisons(
    { workload: 'builtin', change: 0.05 },
    { workload: 'builtin-rr', seed: 5, change: 0.05 },
    { workload: 'iperf3', seed: 8, noise: 0.001 },
    { workload: 'h2load', seed: 9, change: 0.1 },
    { workload: 'h2load-h1', seed: 9, made: 2, changes: { status: 'interrupted' } },
  );
  const failing = comparisons.map((one, at) =>
    at === 3 ? withRuns(one, (run) => (run.pair === 4 && run.side === 'b' ? failedRun(run, 'died') : run)) : one,
  );
  expect(sentenceOfAll(failing, answersOf(failing))).toBe(
    'B is BETTER than A in builtin and builtin-rr; the SAME as A within 2 % in iperf3; B FAILS in h2load; ' +
      'NO VERDICT in h2load-h1 (5 workloads judged together, false-call rate below 5 % for all of them)',
  );
});

test('what was not made to be judged together is not', () => {
  const [one, other] = someComparisons({ workload: 'builtin' }, { workload: 'builtin-rr' });
  const notTogether = expect.objectContaining({ code: 'not-together' });
  expect(() => answersOf([one])).toThrow(notTogether);
  expect(() => answersOf([one, { ...other!, pairs: 20 }])).toThrow(notTogether);
  expect(() => answersOf([one, { ...other!, among: 1 }])).toThrow(notTogether);
  const looks = 'looks';
  expect(() =>
    answersOf([
      { ...one, looks },
      { ...other!, looks },
    ]),
  ).toThrow(notTogether);
});
