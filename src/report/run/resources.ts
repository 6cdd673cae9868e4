import { roleTitle } from '../../model/names.js';
import type { Resources, Summary } from '../../model/summary.js';
import { formatBytes, formatCores, formatCount, formatSignificant, notAvailable } from '../../units/quantity.js';
import { labelWidth, pad } from '../layout.js';
import { textTable, type Column } from '../table.js';

interface Figure {
  header: string;
  of: (resources: Resources) => string;
}

const always: Figure[] = [
  { header: 'CPU', of: ({ average_cpu }) => formatCores(average_cpu) },
  { header: 'user', of: ({ user_cpu }) => formatCores(user_cpu) },
  { header: 'system', of: ({ system_cpu }) => formatCores(system_cpu) },
  { header: 'waited', of: ({ run_delay }) => formatCores(run_delay) },
  { header: 'max RSS', of: ({ max_rss }) => formatBytes(max_rss) },
];

/** What each part of the chain used in the window: cores, and costs by what the workload counts. */
export function resourcesSection(summary: Summary): string[] {
  const roles = rolesOf(summary);
  if (roles.length === 0) return [];
  const figures = [...always, ...costs(summary)];
  const columns: Column[] = [
    { header: pad('RESOURCES', labelWidth - 2), align: 'left' },
    ...figures.map(({ header }): Column => ({ header, align: 'right' })),
  ];
  return textTable(
    columns,
    roles.map(([role, resources]) => [`  ${roleTitle(role)}`].concat(figures.map(({ of }) => of(resources)))),
  );
}

/** Costs by payload, or by operation where there are operations; none without a result to divide by. */
function costs({ results }: Summary): Figure[] {
  // What streams in the background used is no cost of the requests.
  if (results === null || results.background !== null)
    return [{ header: 'switches', of: ({ context_switches }) => formatCount(context_switches) }];
  const { operations } = results;
  if (operations === null) {
    return [
      { header: 'CPU-s/GB', of: ({ cpu_seconds_per_gb }) => formatSignificant(cpu_seconds_per_gb) },
      { header: 'switches/GB', of: ({ context_switches_per_gb }) => formatCount(context_switches_per_gb) },
    ];
  }
  return [
    {
      header: 'CPU-s/1000 ops',
      of: ({ cpu_seconds_per_1000_operations }) => formatSignificant(cpu_seconds_per_1000_operations),
    },
    {
      header: 'switches/op',
      of: ({ context_switches }) =>
        context_switches === null || operations === 0 ? notAvailable : formatSignificant(context_switches / operations),
    },
  ];
}

/** Along the chain: relays, client, server. Flimflam's own use stands in the trust line and in summary.json. */
function rolesOf({ resources }: Summary): [role: string, Resources][] {
  const relays = Object.keys(resources)
    .filter((role) => role.startsWith('relay'))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  return [...relays, 'client', 'server'].flatMap((role) => {
    const found = resources[role];
    return found === undefined ? [] : [[role, found] as [string, Resources]];
  });
}
