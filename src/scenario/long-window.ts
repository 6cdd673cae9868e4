import { longWindow } from '../model/long-window.js';
import type { Scenario } from '../model/scenario.js';
import type { Warning } from '../model/summary.js';
import { formatDuration } from '../units/duration.js';

/** Whose client writes a line for every request. */
const loggers: ReadonlySet<string> = new Set(['h2load', 'h2load-h1']);

/** What a long window goes without. */
export function longWindowWarnings({ workload, duration }: Scenario): Warning[] {
  if (duration <= longWindow || !loggers.has(workload)) return [];
  return [
    {
      code: 'no-latency',
      message: `h2load tells latency by a log of every request, which is left out of windows above ${formatDuration(longWindow)}`,
      advice: 'for percentiles over hours use --workload builtin-rr',
    },
  ];
}
