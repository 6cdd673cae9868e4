import type { BenchRow, BenchRun } from '../../model/summary.js';
import { median, range } from '../../stats/median.js';

/** The figures of one row of a bench: medians over the runs that count. */
export interface RowFigures {
  /** Runs that the figures are made of. */
  counted: number;
  /** Whether there was no good run, so that the figures are those of invalid ones. */
  doubtful: boolean;
  median: (of: (run: BenchRun) => number | null) => number | null;
  range: (of: (run: BenchRun) => number | null) => { min: number; max: number } | null;
}

/** The figures of a row; null when no run of it has any, so that it has only a reason to show. */
export function figuresOf({ runs }: Pick<BenchRow, 'runs'>): RowFigures | null {
  const measured = runs.filter((run) => run.bits_per_second !== null || run.operations_per_second !== null);
  const good = measured.filter(({ status }) => status === 'ok');
  // Invalid runs are shown, marked, but never mixed with good ones.
  const counting = good.length > 0 ? good : measured.filter(({ status }) => status === 'invalid');
  if (counting.length === 0) return null;
  const values = (of: (run: BenchRun) => number | null): number[] => counting.map(of).filter((value) => value !== null);
  const unlessEmpty =
    <T>(statistic: (values: readonly number[]) => T) =>
    (of: (run: BenchRun) => number | null): T | null => {
      const found = values(of);
      return found.length > 0 ? statistic(found) : null;
    };
  return {
    counted: counting.length,
    doubtful: good.length === 0,
    median: unlessEmpty(median),
    range: unlessEmpty(range),
  };
}

/** What the workload counts: operations where there are operations, else bits. */
export const countsOperations = ({ runs }: BenchRow): boolean =>
  runs.some(({ operations_per_second }) => operations_per_second !== null);

/** The runs of a row that are not ok, each kind of trouble once: `2 of 5 runs failed: relay 1 died`. */
export function troublesOf({ runs }: BenchRow): string[] {
  if (runs.length === 0) return ['was not run'];
  const troubles = new Map<string, number>();
  for (const { status, reason } of runs) {
    if (status === 'ok') continue;
    const trouble = `${status}: ${reason ?? 'no reason was recorded'}`;
    troubles.set(trouble, (troubles.get(trouble) ?? 0) + 1);
  }
  return [...troubles].map(([trouble, count]) =>
    runs.length === 1 ? trouble : `${count} of ${runs.length} runs ${trouble}`,
  );
}
