import { sum, type Rows } from './value.js';

/** Messages that a router logged so far, by rows of `logStats`; null for what they do not tell. */
export function logged(logStats: Rows): { errors: number | null; warnings: number | null } {
  // Not those of the management agent: it logs an error when it is asked for what it does not have, as by rows.ts.
  const rows = logStats?.filter((row) => row['name'] !== 'AGENT') ?? null;
  return { errors: sum(rows, ['errorCount', 'criticalCount']), warnings: sum(rows, ['warningCount']) };
}
