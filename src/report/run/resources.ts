import { roleTitle } from '../../model/names.js';
import type { Resources, Summary } from '../../model/summary.js';
import { formatBytes, formatCores, formatCount, formatSignificant, notAvailable } from '../../units/quantity.js';
import { labelWidth, pad } from '../layout.js';
import { textTable, type Column } from '../table.js';
import { throttledLines } from './throttled.js';

/** A figure of a role: its heading, what it is, and how it is written. */
export interface ResourceFigure {
  header: string;
  about: string;
  of: (resources: Resources) => string;
}

const always: ResourceFigure[] = [
  {
    header: 'CPU',
    about: 'Cores: seconds of CPU time in a second of the window, over all processes and threads',
    of: ({ average_cpu }) => formatCores(average_cpu),
  },
  { header: 'user', about: 'Cores in the program itself', of: ({ user_cpu }) => formatCores(user_cpu) },
  { header: 'system', about: 'Cores in the kernel', of: ({ system_cpu }) => formatCores(system_cpu) },
  {
    header: 'waited',
    about: 'Seconds in a second of the window for which threads could have run, but no CPU was free for them',
    of: ({ run_delay }) => formatCores(run_delay),
  },
  {
    header: 'max RSS',
    about: 'Resident memory: the highest sample in the window, over all processes',
    of: ({ max_rss }) => formatBytes(max_rss),
  },
];

/** What each part of the chain used in the window: cores, and costs by what the workload counts. */
export function resourcesSection(summary: Summary): string[] {
  const roles = rolesOf(summary);
  if (roles.length === 0) return [];
  const figures = resourceFigures(summary);
  const columns: Column[] = [
    { header: pad('RESOURCES', labelWidth - 2), align: 'left' },
    ...figures.map(({ header }): Column => ({ header, align: 'right' })),
  ];
  const table = textTable(
    columns,
    roles.map(([role, resources]) => [`  ${roleTitle(role)}`].concat(figures.map(({ of }) => of(resources)))),
  );
  return [...table, ...throttledLines(summary).map((line) => `  ${line}`)];
}

/** What is told of each role. */
export const resourceFigures = (summary: Summary): ResourceFigure[] => [...always, ...costs(summary)];

/** Costs by payload, or by operation where there are operations; none without a result to divide by. */
function costs({ results }: Summary): ResourceFigure[] {
  // What streams in the background used is no cost of the requests.
  if (results === null || results.background !== null) {
    const about = 'Context switches in the window';
    return [{ header: 'switches', about, of: ({ context_switches }) => formatCount(context_switches) }];
  }
  const { operations } = results;
  if (operations === null) {
    return [
      {
        header: 'CPU-s/GB',
        about: 'Seconds of CPU time for each 10^9 bytes of the result',
        of: ({ cpu_seconds_per_gb }) => formatSignificant(cpu_seconds_per_gb),
      },
      {
        header: 'switches/GB',
        about: 'Context switches for each 10^9 bytes of the result',
        of: ({ context_switches_per_gb }) => formatCount(context_switches_per_gb),
      },
    ];
  }
  return [
    {
      header: 'CPU-s/1000 ops',
      about: 'Seconds of CPU time for each 1000 operations',
      of: ({ cpu_seconds_per_1000_operations }) => formatSignificant(cpu_seconds_per_1000_operations),
    },
    {
      header: 'switches/op',
      about: 'Context switches for each operation',
      of: ({ context_switches }) =>
        context_switches === null || operations === 0 ? notAvailable : formatSignificant(context_switches / operations),
    },
  ];
}

/** Along the chain: relays, client, server. Flimflam's own use stands in the trust line and in summary.json. */
export function rolesOf({ resources }: Summary): [role: string, Resources][] {
  const relays = Object.keys(resources)
    .filter((role) => role.startsWith('relay'))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  return [...relays, 'client', 'server'].flatMap((role) => {
    const found = resources[role];
    return found === undefined ? [] : [[role, found] as [string, Resources]];
  });
}
