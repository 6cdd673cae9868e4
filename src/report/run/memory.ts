import { roleTitle } from '../../model/names.js';
import type { Summary } from '../../model/summary.js';
import { formatBytes, formatCount } from '../../units/quantity.js';
import { labelled } from '../layout.js';

/** What each relay needed for a connection, and whether it gave it back. */
export function memorySection({ memory_per_connection: memory, configuration: { jobs, load } }: Summary): string[] {
  if (memory === null) return [];
  const lines = Object.entries(memory).map(
    ([role, { before, connected, after, per_connection: each }]) =>
      `${roleTitle(role)}: ${formatBytes(each)} for each connection ` +
      `(${formatBytes(before)} before, ${formatBytes(connected)} with ${formatCount(jobs + load.background)}, ${formatBytes(after)} after)`,
  );
  return labelled('MEMORY', lines.join('\n'));
}
