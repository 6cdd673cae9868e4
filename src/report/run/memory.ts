import { roleTitle } from '../../model/names.js';
import type { Summary } from '../../model/summary.js';
import { formatBytes, formatCount } from '../../units/quantity.js';
import { labelled, labelWidth, pageWidth } from '../layout.js';
import type { ResultEntry } from './results.js';

/** What each relay needed for a connection, and whether it gave it back. */
export function memorySection(summary: Summary, width = pageWidth): string[] {
  const lines = memoryEntries(summary).map(({ label, text }) => `${label}: ${text}`);
  return lines.length === 0 ? [] : labelled('MEMORY', lines.join('\n'), labelWidth, width);
}

/** The same by relay. */
export const memoryEntries = ({
  memory_per_connection: memory,
  configuration: { jobs, load },
}: Summary): ResultEntry[] =>
  Object.entries(memory ?? {}).map(([role, { before, connected, after, per_connection: each }]) => ({
    label: roleTitle(role),
    text:
      `${formatBytes(each)} for each connection ` +
      `(${formatBytes(before)} before, ${formatBytes(connected)} with ${formatCount(jobs + load.background)}, ${formatBytes(after)} after)`,
  }));
