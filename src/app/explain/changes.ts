import { changeKinds, type ExplainedChange, type ExplainedTotal, type Explanation } from '../../model/explanation.js';
import { median } from '../../stats/median.js';
import { separatedAmounts, sizeOf, spreadOf, type Amounts } from '../../stats/separation.js';
import type { Amount } from './amounts.js';

/** Below it a difference explains nothing that a comparison of two builds can see: its margin is usually 2 %. */
export const leastShare = 0.005;

/** The amounts of each captured run of both sides; the runs of a kind are those that have any of it. */
export interface AmountsBySide {
  a: readonly (readonly Amount[])[];
  b: readonly (readonly Amount[])[];
}

type Found = Pick<Explanation, 'compared' | 'totals' | 'changes'>;

/** What all runs of one side have more of than any of the other, kind by kind and role by role. */
export function changesOf(kinds: readonly AmountsBySide[]): Found {
  const found: Found = { compared: {}, totals: [], changes: [] };
  for (const kind of changeKinds) {
    const changes: ExplainedChange[] = [];
    for (const runs of kinds) {
      for (const [role, sides] of byRole(runs, kind)) {
        // Context switches are not known of a run in which a thread ended: that is not 0.
        if ([...sides.a, ...sides.b].some((amounts) => amounts.length === 0)) continue;
        const { compared, total, changes: some } = changesIn(sides, role);
        found.compared[kind] = (found.compared[kind] ?? 0) + compared;
        found.totals.push(total);
        changes.push(...some);
      }
    }
    found.changes.push(...changes.toSorted((x, y) => sizeOf(y) - sizeOf(x)));
  }
  return found;
}

/** The runs with only those of their amounts that are of this kind, by role. */
function byRole({ a, b }: AmountsBySide, kind: Amount['kind']): Map<string, AmountsBySide> {
  const all = [...a, ...b].flat().filter((one) => one.kind === kind);
  const of = (runs: AmountsBySide['a'], role: string): Amount[][] =>
    runs.map((amounts) => amounts.filter((one) => one.kind === kind && one.role === role));
  return new Map([...new Set(all.map(({ role }) => role))].map((role) => [role, { a: of(a, role), b: of(b, role) }]));
}

function changesIn(
  { a, b }: AmountsBySide,
  role: string,
): { compared: number; total: ExplainedTotal; changes: ExplainedChange[] } {
  const { kind, unit } = [...a, ...b].flat()[0]!;
  const totals = [a, b].map((runs) => runs.map((amounts) => amounts.reduce((sum, { amount }) => sum + amount, 0)));
  const least = leastShare * median(totals.flat());
  const { compared, separated } = separatedAmounts(a.map(summed), b.map(summed), least);
  const known = new Map([...a, ...b].flat().map((one) => [keyOf(one), one]));
  return {
    compared,
    total: { kind, role, unit, a: spreadOf(totals[0]!), b: spreadOf(totals[1]!) },
    changes: separated.map(({ key, a: inA, b: inB }) => {
      const { name, detail } = known.get(key)!;
      return { kind, role, name, detail, unit, a: inA, b: inB };
    }),
  };
}

/** Threads of one name, and a function wherever it was called, are one thing. */
function summed(amounts: readonly Amount[]): Amounts {
  const sums = new Map<string, number>();
  for (const one of amounts) sums.set(keyOf(one), (sums.get(keyOf(one)) ?? 0) + one.amount);
  return sums;
}

// No name of a symbol or thread has an end of line in it.
const keyOf = ({ name, detail }: Amount): string => `${name}\n${detail}`;
