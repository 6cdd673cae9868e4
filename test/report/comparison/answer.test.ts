import { expect, test } from 'vitest';
import { comparisonSchema } from '../../../src/model/comparison.js';
import { answerOf } from '../../../src/report/comparison/answer.js';
import { aComparison, failedRun, repeated, streamFigures, withRuns } from '../../fixtures/comparison.js';

test('the made-up comparisons are such as are saved', () => {
  expect(comparisonSchema.safeParse(aComparison()).error).toBeUndefined();
});

test('a clear change is called at the first look, and what came after is not looked at', () => {
  const early = answerOf(aComparison({ change: 0.06, noise: 0.01, made: 10 }));
  const { verdict, look, primary, pairs } = answerOf(aComparison({ change: 0.06, noise: 0.01 }));
  expect(verdict?.word).toBe('better');
  expect(verdict?.atLeast).toBe(primary.lower);
  expect(look?.pairs).toBe(10);
  expect(pairs).toBe(10);
  expect(primary).toEqual({ ...early.primary, metric: primary.metric });
  expect(early.verdict).toEqual(verdict);
  expect(primary.level).toBeCloseTo(0.9516, 4);
});

test('turning the sides turns the verdict and nothing else', () => {
  const comparison = aComparison({ change: 0.04 });
  const turned = withRuns(
    { ...comparison, order: comparison.order.map((side) => (side === 'a' ? 'b' : 'a')) },
    (run) => ({ ...run, side: run.side === 'a' ? 'b' : 'a' }),
  );
  const [one, other] = [answerOf(comparison), answerOf(turned)];
  expect(one.verdict?.word).toBe('better');
  expect(other.verdict?.word).toBe('worse');
  expect(Math.log1p(other.primary.change!)).toBeCloseTo(-Math.log1p(one.primary.change!), 12);
  expect(Math.log1p(other.primary.lower!)).toBeCloseTo(-Math.log1p(one.primary.upper!), 12);
  expect([other.primary.a, other.primary.b]).toEqual([one.primary.b, one.primary.a]);
});

test('less of what costs is better', () => {
  const figures = { cpu: 1.9, throughput: 8e9 };
  expect(answerOf(aComparison({ change: -0.06, figures })).sentence).toMatch(/^B is CHEAPER than A by at least \d/);
  expect(answerOf(aComparison({ change: 0.06, figures })).sentence).toMatch(/^B COSTS MORE than A by at least \d/);
});

test('a small but sure change is said to be less than the margin', () => {
  const { verdict, sentence } = answerOf(aComparison({ change: 0.008, noise: 0.003 }));
  expect(verdict).toMatchObject({ word: 'better', lessThanMargin: true });
  expect(sentence).toMatch(/^B is FASTER than A by at least 0\.\d+ %, but by less than 2 % \(/);
});

test.each([
  [aComparison({ pairs: 4 }, { looks: 'quick' }), 'a quick comparison gives figures only', 2 / 3],
  [aComparison({ pairs: 6 }, { looks: 'fixed' }), 'it takes an even number of pairs, at least 8', 0.9],
  [aComparison({ pairs: 9 }, { looks: 'fixed' }), 'it takes an even number of pairs, at least 8', 1 - 4 / 126],
])('no verdict, but figures with an interval of their own level: %#', (comparison, why, level) => {
  const answer = answerOf(comparison);
  expect(answer).toMatchObject({ verdict: null, look: null, why });
  expect(answer.primary.level).toBeCloseTo(level, 10);
  expect(answer.primary.lower).toBeLessThan(answer.primary.change!);
});

test('one pair has figures without an interval, and none has nothing', () => {
  const one = answerOf(aComparison({ made: 1 }, { status: 'interrupted' }));
  expect(one.primary).toMatchObject({ change: null, lower: null, level: null });
  expect(one.primary.a).toBeGreaterThan(7e9);
  const none = answerOf(aComparison({}, { runs: [], status: 'interrupted' }));
  expect(none.primary).toMatchObject({ a: null, b: null, change: null });
  expect(none.rows).toEqual([none.primary]);
  expect(none.sentence).toBe('NO VERDICT: interrupted after 0 good pairs; the first that can be judged are 10');
});

test('between two looks the earlier one stands', () => {
  const answer = answerOf(aComparison({ change: 0.012, noise: 0.05, made: 15 }, { status: 'interrupted' }));
  expect(answer.verdict?.word).toBe('unsure');
  expect(answer.look?.pairs).toBe(10);
  expect(answer.running.upper).toBeLessThan(answer.primary.upper!);
});

test('failures count for their side in whatever attempt, and forbid a verdict', () => {
  const comparison = withRuns(aComparison({ change: 0.06 }), (run) => {
    if (run.pair === 2 && run.side === 'a')
      return { ...run, status: 'invalid', reason: { code: 'relay-errors', message: '' } };
    if (run.pair === 5 && run.side === 'b') return [failedRun(run, 'died'), { ...run, attempt: 2 }];
    if (run.pair === 5) return repeated(run);
    return run.pair === 0 ? failedRun(run, 'died') : run;
  });
  const { failures, verdict, sentence, pairs, repeated: again } = answerOf(comparison);
  expect(failures).toEqual({ a: 1, b: 1, of: { a: 31, b: 31 } });
  expect(verdict).toBeNull();
  expect(sentence).toBe('B FAILS in 1 of 31 runs, A in 1 of 31; no verdict on speed while a side fails');
  expect(pairs).toBe(29);
  expect(again).toBe(1);
});

test('up to one pair in ten may be repeated', () => {
  const after = (pairs: number[]) =>
    answerOf(
      withRuns(aComparison({ change: 0.06, noise: 0.01, made: 10 }), (run) =>
        pairs.includes(run.pair) ? repeated(run) : run,
      ),
    );
  expect(after([3])).toMatchObject({ repeated: 1, why: null, verdict: { word: 'better' } });
  expect(after([3, 4])).toMatchObject({ repeated: 2, verdict: null });
  expect(after([3, 4]).why).toBe('2 of 10 pairs had to be repeated, which is more than 10 %');
  expect(after([3, 4]).primary.change).toBeCloseTo(0.06, 1);
});

test('an attempt that was only interrupted is no repetition', () => {
  const comparison = withRuns(aComparison({ made: 10 }), (run) =>
    run.pair === 4 && run.place === 'first'
      ? [
          { ...run, status: 'interrupted' },
          { ...run, attempt: 2 },
        ]
      : { ...run, attempt: run.pair === 4 ? 2 : 1 },
  );
  expect(answerOf(comparison)).toMatchObject({ repeated: 0, pairs: 10, failures: { of: { a: 10, b: 10 } } });
});

test('a pair that stayed spoilt leaves a gap, behind which no look is made', () => {
  const comparison = withRuns(aComparison({ change: 0.06 }), (run) => (run.pair === 4 ? repeated(run)[0]! : run));
  const { verdict, why, pairs } = answerOf(comparison);
  expect(verdict).toBeNull();
  expect(why).toBe('there are only 3 good pairs; the first that can be judged are 10');
  expect(pairs).toBe(29);
});

test('a primary metric of zero gives no verdict and breaks nothing', () => {
  const comparison = withRuns(aComparison({ figures: { cpu: 1, throughput: 1e9 } }), (run) =>
    run.pair === 8 ? { ...run, figures: { ...run.figures, cpu: 0 } } : run,
  );
  const { verdict, why, rows, leftOut } = answerOf(comparison);
  expect(verdict).toBeNull();
  expect(why).toBe('CPU-s/GB relays is not above zero in every run, so that there is no ratio');
  expect(rows.map(({ metric, change }) => [metric.name, change === null])).toEqual([
    ['throughput', false],
    ['cpu', true],
  ]);
  expect(leftOut).toEqual([]);
});

test('a metric that these runs do not have is an expected error', () => {
  expect(() => answerOf(aComparison({}, { primary: 'p99' }))).toThrow(/judged by 'p99'/);
});

test('position and steadiness are of the pairs that were judged', () => {
  const comparison = withRuns(aComparison({ position: 0.03, noise: 0 }), (run) =>
    [2, 29].includes(run.pair) && run.side === 'a' ? { ...run, steadiness: -0.05 } : run,
  );
  const { position, unsteady, look } = answerOf(comparison);
  expect(look?.pairs).toBe(10);
  expect(position?.lower).toBeCloseTo(0.03, 12);
  expect(position?.upper).toBeCloseTo(0.03, 12);
  expect(unsteady).toBe(1);
});

test('the medians are of all runs of a side', () => {
  const { rows } = answerOf(aComparison({ noise: 0.001 }));
  for (const { metric, a } of rows) {
    const typical = streamFigures[metric.name as keyof typeof streamFigures];
    expect(a! / typical).toBeCloseTo(1, 1);
  }
  expect(rows.map(({ metric }) => metric.name).sort()).toEqual(Object.keys(streamFigures).sort());
});
