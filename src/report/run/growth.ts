import type { PerHour } from '../../model/growth.js';
import { roleTitle } from '../../model/names.js';
import type { Summary } from '../../model/summary.js';
import { formatBytes, formatCount } from '../../units/quantity.js';
import { labelled, labelWidth, pageWidth } from '../layout.js';

/** What grew, as it is told to people. */
export interface GrowthRow {
  /** `relay 1 RSS`, `relay 1 qd_buffer_t`. */
  label: string;
  /** `+1.2 MB`, by the hour. */
  perHour: string;
  /** `-0.3 MB, +2.6 MB`. */
  interval: string;
  verdict: 'grew' | 'shrank' | 'not seen to grow';
}

/** Memory of each role, then pools of routers; of these only those that surely changed, for there are many. */
export function growthRows({ growth, resources }: Summary): GrowthRow[] {
  if (growth === null) return [];
  const rss = Object.keys(resources).flatMap((role) => {
    const one = growth.rss[role];
    return one === undefined ? [] : [rowOf(`${roleTitle(role)} RSS`, one, formatBytes)];
  });
  const pools = Object.entries(growth.pools).flatMap(([role, byType]) =>
    Object.entries(byType).map(([type, one]) => rowOf(`${roleTitle(role)} ${type}`, one, formatCount)),
  );
  return [...rss, ...pools.filter(({ verdict }) => verdict !== 'not seen to grow')];
}

/** Per hour, with the 95 % interval; nothing for a window that is too short to tell. */
export function growthSection(summary: Summary, width = pageWidth): string[] {
  const rows = growthRows(summary);
  if (rows.length === 0) return [];
  const lines = rows.map(({ label, perHour, interval, verdict }) => `${label} ${perHour}/h [${interval}] ${verdict}`);
  const text = [...lines, '(slope over the window, with its 95 % interval)'].join('\n');
  return labelled('GROWTH', text, labelWidth, width);
}

function rowOf(label: string, { per_hour, low, high }: PerHour, format: (value: number) => string): GrowthRow {
  const signed = (value: number): string => (value > 0 ? '+' : '') + (value < 0 ? '-' : '') + format(Math.abs(value));
  return {
    label,
    perHour: signed(per_hour),
    interval: `${signed(low)}, ${signed(high)}`,
    verdict: low > 0 ? 'grew' : high < 0 ? 'shrank' : 'not seen to grow',
  };
}
