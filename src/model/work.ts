/** What a cost is stated by: payload, or operations where the workload counts those. */
export interface UnitOfWork {
  unit: 'GB' | '1000 operations';
  /** How many of them the window held. */
  amount: number;
}

/** The work of a window; null when nothing is known to have been done, so that nothing can be divided by it. */
export function workOf(results: { bits: number; operations: number | null } | null): UnitOfWork | null {
  if (results === null) return null;
  const { bits, operations } = results;
  const work: UnitOfWork =
    operations === null ? { unit: 'GB', amount: bits / 8e9 } : { unit: '1000 operations', amount: operations / 1000 };
  return work.amount > 0 ? work : null;
}
