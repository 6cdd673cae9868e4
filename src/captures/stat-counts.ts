import type { Counts, EventCounts } from '../model/event-counts.js';
import type { OwnerOf } from './owners.js';
import type { ThreadCount } from './stat-text.js';

/** Counts by role and thread; those of which nothing could be counted are there without counts. */
export interface Sums extends Pick<EventCounts, 'events' | 'roles' | 'together' | 'threads'> {
  /** No counter was free for them in some thread that ran, so that there is no sum. */
  starved: string[];
}

/** `perf stat` tells no process ids; threads are known by their own. */
const unknownPid = -1;

/** Sums what perf counted in each thread. What belongs to nobody is left out. */
export function sumCounts(lines: readonly ThreadCount[], ownerOf: OwnerOf): Sums {
  const events = new Map<string, EventCounts['events'][number]>();
  const starved = new Set<string>();
  const roles = new Map<string, Sum>();
  const threads = new Map<string, Sum & { role: string; thread: string }>();
  const together = new Sum();
  const seen = new Set<string>();
  for (const { comm, tid, event: name, unit, supported, count, running } of lines) {
    const owner = ownerOf(unknownPid, tid, comm);
    // An event that was asked for twice stands there twice.
    if (owner === null || seen.has(`${tid} ${name}`)) continue;
    seen.add(`${tid} ${name}`);
    const { role, thread } = owner;
    const key = `${role}\n${thread}`;
    if (!roles.has(role)) roles.set(role, new Sum());
    if (!threads.has(key)) threads.set(key, Object.assign(new Sum(), { role, thread }));
    if (!supported) continue;
    const event = events.get(name) ?? { name, unit, running };
    events.set(name, { ...event, running: Math.min(event.running, running) });
    if (count === null) starved.add(name);
    for (const sum of [roles.get(role)!, threads.get(key)!, together]) sum.add(name, count);
  }
  return {
    events: [...events.values()],
    starved: [...starved],
    roles: Object.fromEntries([...roles].map(([role, sum]) => [role, sum.known()])),
    together: together.known(),
    threads: [...threads.values()].map((sum) => ({ role: sum.role, thread: sum.thread, counts: sum.known() })),
  };
}

/** Counts by event; what is not known of one part is not known of the whole. */
class Sum {
  readonly #counts = new Map<string, number | null>();

  add(event: string, count: number | null): void {
    const sum = this.#counts.get(event);
    this.#counts.set(event, sum === null || count === null ? null : (sum ?? 0) + count);
  }

  known(): Counts {
    return Object.fromEntries([...this.#counts].flatMap(([event, count]) => (count === null ? [] : [[event, count]])));
  }
}

/** What is worth dividing: how much is done in a cycle, and how often the CPU guesses or looks in vain. */
const ratios = [
  ['instructions', 'cycles'],
  ['branch-misses', 'branches'],
  ['cache-misses', 'cache-references'],
] as const;

/** Ratios of events that were counted in the same way: both in user mode, or both on the same kind of core. */
export function ratiosOf({ events, roles, together }: Sums): EventCounts['ratios'] {
  const names = new Set(events.map(({ name }) => name));
  return ratios.flatMap(([of, by]) =>
    [...names].flatMap((name) => {
      const partner = counterpart(name, of, by);
      if (partner === null || !names.has(partner)) return [];
      const all = Object.entries(roles).map(([role, counts]) => [role, ratio(counts, name, partner)] as const);
      const known = all.flatMap(([role, value]) => (value === null ? [] : [[role, value] as const]));
      return [{ of: name, by: partner, roles: Object.fromEntries(known), together: ratio(together, name, partner) }];
    }),
  );
}

/** `cycles:u` for `instructions:u`, `cpu_core/cycles/` for `cpu_core/instructions/`; null for another event. */
function counterpart(name: string, of: string, by: string): string | null {
  const match = /^(\w+\/)?([\w-]+?)(\/\w*|:\w+)?$/.exec(name);
  return match?.[2] === of ? `${match[1] ?? ''}${by}${match[3] ?? ''}` : null;
}

function ratio(counts: Counts, of: string, by: string): number | null {
  const [above, below] = [counts[of], counts[by]];
  return above === undefined || below === undefined || below === 0 ? null : above / below;
}
