import type { ComparedRun, Comparison, SideName } from '../../model/comparison.js';

/** A pair of which both runs are good: what the figures are made of. */
export interface GoodPair {
  /** 1 ... */
  pair: number;
  first: SideName;
  a: ComparedRun;
  b: ComparedRun;
}

/** Reasons for which a run is invalid that lie in what was measured, not in the machine. */
const outcomes: ReadonlySet<string> = new Set(['relay-errors', 'bytes-differ']);

/** How a run ended. */
type Ending = Pick<ComparedRun, 'status' | 'reason'>;

/** Codes of what befell a machine of a run, or the way to it: a cut link says nothing of a side. */
export const hostAway: ReadonlySet<string> = new Set(['host-lost', 'host-unreachable']);

/** Whether a run failed since a machine of it went away. */
export const lostHost = ({ status, reason }: Ending): boolean =>
  status === 'failed' && reason !== null && hostAway.has(reason.code);

/** Whether a run says something against its side. Such a run is an outcome and is never repeated. */
export const isFailure = (run: Ending): boolean =>
  (run.status === 'failed' && !lostHost(run)) ||
  (run.status === 'invalid' && run.reason !== null && outcomes.has(run.reason.code));

/** Whether the machine spoilt a run, so that its pair is to be repeated. */
export const isSpoilt = (run: Ending): boolean => lostHost(run) || (run.status === 'invalid' && !isFailure(run));

/** Pairs whose last attempt has two good runs, in their order; neither the burn-in nor what is not complete. */
export function goodPairs({ runs, order }: Pick<Comparison, 'runs' | 'order'>): GoodPair[] {
  return [...attemptsOf(runs)].flatMap(([pair, attempts]) => {
    const last = attempts.at(-1) ?? [];
    const a = last.find(({ side }) => side === 'a');
    const b = last.find(({ side }) => side === 'b');
    const first = order[pair - 1];
    const good = a?.status === 'ok' && b?.status === 'ok' && first !== undefined;
    return good ? [{ pair, first, a, b }] : [];
  });
}

/** The pairs before the first one that is missing: looks are at pairs 1 to 10, 20 or 30, without gaps. */
export const withoutGaps = (pairs: readonly GoodPair[]): GoodPair[] => pairs.filter(({ pair }, at) => pair === at + 1);

/** Runs of a side, and those of them that failed; of all attempts, so that no repetition hides a failure. */
export function failuresOf(runs: readonly ComparedRun[]): { a: number; b: number; of: { a: number; b: number } } {
  const made = runs.filter(({ pair, status }) => pair > 0 && status !== 'interrupted');
  const failed = made.filter(isFailure);
  return { ...bySide(failed), of: bySide(made) };
}

const bySide = (runs: readonly ComparedRun[]): Record<SideName, number> => ({
  a: runs.filter(({ side }) => side === 'a').length,
  b: runs.filter(({ side }) => side === 'b').length,
});

/** Numbers of the pairs that had to be made again; an attempt that only the user interrupted is none. */
export function repeatedPairs(runs: readonly ComparedRun[]): number[] {
  return [...attemptsOf(runs)].flatMap(([pair, attempts]) =>
    attempts
      .slice(0, -1)
      .some((made) => made.every(({ status }) => status !== 'interrupted') && (made.length > 1 || made.some(isSpoilt)))
      ? [pair]
      : [],
  );
}

/** Where a comparison stands with a pair: the attempts that were begun, how many the machine spoilt, whether one holds. */
export function standing(
  runs: readonly ComparedRun[],
  pair: number,
): { attempts: number; spoilt: number; done: boolean } {
  const made = runs.filter((run) => run.pair === pair);
  const attempts = Math.max(0, ...made.map(({ attempt }) => attempt));
  const last = made.filter(({ attempt }) => attempt === attempts);
  return {
    attempts,
    spoilt: new Set(made.filter(isSpoilt).map(({ attempt }) => attempt)).size,
    done: last.length === 2 && !last.some((run) => run.status === 'interrupted' || isSpoilt(run)),
  };
}

/** How often the machine spoilt a pair, of all pairs together. */
export const spoiltAttempts = (runs: readonly ComparedRun[]): number =>
  [...attemptsOf(runs).values()].flat().filter((made) => made.some(isSpoilt)).length;

/** How many pairs were begun. */
export const begunPairs = (runs: readonly ComparedRun[]): number => attemptsOf(runs).size;

/** Runs by pair and attempt, both ascending; without the burn-in. */
export function attemptsOf(runs: readonly ComparedRun[]): Map<number, ComparedRun[][]> {
  const pairs = new Map<number, Map<number, ComparedRun[]>>();
  const sorted = runs.filter(({ pair }) => pair > 0).sort((x, y) => x.pair - y.pair || x.attempt - y.attempt);
  for (const run of sorted) {
    const attempts = pairs.get(run.pair) ?? new Map<number, ComparedRun[]>();
    attempts.set(run.attempt, [...(attempts.get(run.attempt) ?? []), run]);
    pairs.set(run.pair, attempts);
  }
  return new Map([...pairs].map(([pair, attempts]) => [pair, [...attempts.values()]]));
}
