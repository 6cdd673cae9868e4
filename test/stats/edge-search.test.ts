import { assert, constantFrom, integer, property, record } from 'fast-check';
import { expect, test } from 'vitest';
import { nextTrial, type EdgeRules, type NextTrial, type Trial } from '../../src/stats/edge-search.js';
import { randomFrom } from '../../src/stats/shuffle.js';

type End = NextTrial & { kind: 'end' };

/** Asks until the search ends; the oracle hears the load, and how often it was asked before. */
function search(rules: EdgeRules, oracle: (at: number, trials: readonly Trial[]) => boolean) {
  const trials: Trial[] = [];
  const reasons: string[] = [];
  for (;;) {
    const next = nextTrial(trials, rules);
    if (next.kind === 'end') return { end: next satisfies End, trials, reasons };
    reasons.push(next.why);
    trials.push({ at: next.at, passed: oracle(next.at, trials) });
    if (trials.length > 100) throw new Error('it does not end');
  }
}

const anyRules = record({
  from: integer({ min: 1, max: 10_000 }),
  to: integer({ min: 1_000_000, max: 1_000_000_000 }),
  precision: constantFrom(0.01, 0.05, 0.2, 0.5),
});

const agreeing = (trials: readonly Trial[], at: number | null, passed: boolean): number =>
  trials.filter((trial) => trial.at === at && trial.passed === passed).length;

test('a true edge is found within the precision, and both sides of it were tried twice', () => {
  assert(
    property(anyRules, integer({ min: 0, max: 2_000_000 }), (rules, edge) => {
      const { end, trials } = search(rules, (at) => at <= edge);
      const { passing, failing, settled } = end;
      expect(settled).toBe(true);
      expect(passing === null).toBe(edge < rules.from);
      expect(failing === null).toBe(edge >= rules.to);
      expect(passing === null || agreeing(trials, passing, true) >= 2).toBe(true);
      expect(failing === null || agreeing(trials, failing, false) >= 2).toBe(true);
      if (passing === null || failing === null) return;
      expect(passing).toBeLessThanOrEqual(edge);
      expect(failing).toBeGreaterThan(edge);
      expect(failing - passing <= 1 || failing / passing <= 1 + rules.precision + 1e-12).toBe(true);
    }),
  );
});

test('only whole loads within the range are tried', () => {
  assert(
    property(anyRules, integer({ min: 0, max: 2_000_000 }), (rules, edge) => {
      for (const { at } of search(rules, (load) => load <= edge).trials) {
        expect(Number.isInteger(at)).toBe(true);
        expect(at).toBeGreaterThanOrEqual(rules.from);
        expect(at).toBeLessThanOrEqual(rules.to);
      }
    }),
  );
});

test('whatever the oracle says, it ends, and never claims what the majority of its tries denies', () => {
  assert(
    property(anyRules, integer(), integer({ min: 1, max: 99 }), (rules, seed, percent) => {
      const random = randomFrom(seed);
      const { end, trials } = search(rules, () => random() * 100 < percent);
      const { passing, failing, settled } = end;
      expect(trials.length).toBeLessThanOrEqual(60);
      const [passes, denials] = [agreeing(trials, passing, true), agreeing(trials, passing, false)];
      expect(passing === null || passes > denials).toBe(true);
      const least = settled ? 2 : 1;
      expect(passing === null || passes >= least).toBe(true);
      expect(failing === null || agreeing(trials, failing, false) >= least).toBe(true);
    }),
  );
});

test('an edge that is a little blurred is found nearly always within twice the precision', () => {
  const random = randomFrom(11);
  const edge = 43_000;
  const found = Array.from({ length: 300 }, () => {
    const rules = { from: 1000, to: 1e9, precision: 0.05 };
    // Near the edge both answers come: 2 % above it, one in five passes.
    return search(rules, (at) => random() < 1 / (1 + (at / edge) ** 70)).end;
  });
  const near = found.filter(({ passing, settled }) => settled && Math.abs((passing ?? 0) / edge - 1) < 0.1);
  expect(near.length).toBeGreaterThan(290);
});

const rules: EdgeRules = { from: 1000, to: 1e9, precision: 0.05 };

test('the way to 42,000: doubling, then halving, then both sides again', () => {
  const { end, trials, reasons } = search(rules, (at) => at <= 42_000);
  expect(reasons.slice(0, 7)).toEqual(['first', ...Array<string>(6).fill('double')]);
  expect(reasons.slice(-2)).toEqual(['confirm', 'confirm']);
  expect(trials.slice(0, 9).map(({ at }) => at)).toEqual([
    1000, 2000, 4000, 8000, 16_000, 32_000, 64_000, 45_300, 38_100,
  ]);
  expect(end).toMatchObject({ kind: 'end', settled: true });
});

test('one hiccup on the way up costs time, and not the answer', () => {
  const { end } = search(rules, (at, trials) => at <= 42_000 && trials.length !== 3);
  expect(end.passing).toBeGreaterThan(40_000);
  expect(end.passing).toBeLessThanOrEqual(42_000);
});

test('one lucky run at the edge does not make it higher', () => {
  const { end } = search(rules, (at, trials) => at <= 42_000 || trials.length === 6);
  expect(end.passing).toBeLessThanOrEqual(42_000);
  expect(end.failing).toBeGreaterThan(42_000);
});

test('nothing passes: the lowest load is tried twice, and no other', () => {
  const { end, trials } = search(rules, () => false);
  expect(trials).toEqual([
    { at: 1000, passed: false },
    { at: 1000, passed: false },
  ]);
  expect(end).toEqual({ kind: 'end', passing: null, failing: 1000, settled: true });
});

test('the highest load is tried, and twice if it passes', () => {
  const { end, trials } = search({ ...rules, to: 3000 }, () => true);
  expect(trials.map(({ at }) => at)).toEqual([1000, 2000, 3000, 3000]);
  expect(end).toEqual({ kind: 'end', passing: 3000, failing: null, settled: true });
});
