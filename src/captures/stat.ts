import { isHidden, uncountedCauses } from '../host/perf-events.js';
import { ExpectedError } from '../errors.js';
import type { EventCounts } from '../model/event-counts.js';
import type { Warning } from '../model/summary.js';
import { formatPercent } from '../units/quantity.js';
import type { Capture } from './capture.js';
import { ratiosOf, sumCounts, type Sums } from './stat-counts.js';
import { parseStat, plainEvent, separator, type ThreadCount } from './stat-text.js';

/**
 * As many of the CPU's as common CPUs count at once (AMD: six counters; Intel: cycles and instructions have their own,
 * and four more), so that nothing is extrapolated; and the kernel's, which are always there.
 */
const candidates = [
  ...['cycles', 'instructions', 'branches', 'branch-misses', 'cache-references', 'cache-misses'],
  ...['task-clock', 'context-switches', 'cpu-migrations', 'page-faults'],
];

/** How often things happened in each thread: `perf stat`. */
export const stat: Capture = {
  name: 'stat',
  needs: () => ['counting'],
  file: 'perf-stat.txt',
  candidates,
  perf: (options, events) => [
    ...['stat', '--per-thread', '-x', separator, '-e', options.events ?? events.join(',')],
    ...options.extra,
  ],
  async digest({ file, perf, ownerOf }, options) {
    const lines = parseStat((await perf.text(file)) ?? '');
    // perf writes its counts when it ends, all at once.
    if (lines.length === 0) throw nothingThere('perf stat wrote no counts');
    const sums = sumCounts(
      lines.filter(({ event }) => !isHidden(event)),
      ownerOf,
    );
    const { events, roles, together, threads } = sums;
    if (threads.length === 0) throw nothingThere('perf stat counted no thread of the captured processes');
    const wanted = options.events === null ? candidates : [];
    const unavailable = [...uncountedCauses(uncounted(lines, wanted), await perf.facts()), ...starved(sums)];
    return {
      stat: { events, unavailable, roles, together, threads, ratios: ratiosOf(sums), per: null },
      lost: null,
      warnings: multiplexed(events),
    };
  },
};

const nothingThere = (what: string): ExpectedError =>
  new ExpectedError('no-samples', what, 'perf.log in the run folder holds what it said');

/** What cannot be counted here: what perf says so of, and what was wanted but found impossible before. */
function uncounted(lines: readonly ThreadCount[], wanted: readonly string[]): string[] {
  const told = new Set(lines.map(({ event }) => plainEvent(event)));
  const refused = lines.filter(({ event, supported }) => !supported || isHidden(event)).map(({ event }) => event);
  return [...wanted.filter((event) => !told.has(event)), ...new Set(refused)];
}

function starved({ starved }: Sums): EventCounts['unavailable'] {
  const cause = 'with so many events no counter was free for it in some thread; ask for fewer with --events';
  return starved.length === 0 ? [] : [{ events: starved, cause }];
}

function multiplexed(events: EventCounts['events']): Warning[] {
  const shares = events.map(({ running }) => running).filter((share) => share < 1);
  if (shares.length === 0) return [];
  const least = formatPercent(Math.min(...shares));
  return [
    {
      code: 'events-multiplexed',
      message: `${shares.length} events took turns at the CPU's counters (the least had one for ${least} of the time), so perf extrapolated`,
      advice: 'ask for fewer with --events',
    },
  ];
}
