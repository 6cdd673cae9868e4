import { roleKey } from '../../../model/names.js';
import type { RoutersOverTime, RouterSeries } from '../../../model/router-series.js';
import type { RouterSample } from '../../../router/sample.js';
import type { Marks } from '../execution.js';
import { mergedLooks, type RouterLook, type RoutersSeen } from './router-looks.js';
import { evenly } from '../window/thinning.js';

/** Pools that are always told: buffers, connections, deliveries, links, and the records of the flow log. */
const watched = /^(?:qd_buffer_t|qd_tcp_connection_t|qdr_delivery_t|qdr_link_t|vflow_\w+)$/;

/** So many of the others are told, those that grew most. */
const mostGrown = 5;

/** Where the window begins and ends among some looks. */
export interface Bounds {
  /** The last look before it, or else the first. */
  before: RouterLook;
  /** The last of all, which is right after it. */
  after: RouterLook;
}

/** Null where there are no two looks. */
export function boundsOf(looks: readonly RouterLook[], { beginNs }: Marks): Bounds | null {
  const before = looks.findLast(({ timeNs }) => timeNs <= beginNs) ?? looks[0];
  const after = looks.at(-1);
  return before === undefined || after === undefined || before === after ? null : { before, after };
}

/** The routers over time, as it is saved; null where nobody looked, or none answered. */
export function routersOverTime({ looks, intervalNs }: RoutersSeen, marks: Marks | null): RoutersOverTime | null {
  const bounds = marks === null ? null : boundsOf(looks, marks);
  if (bounds === null || marks === null) return null;
  // What is right beside the window stands close to the next look, on purpose; only a long run is made even.
  const even = intervalNs > 1e9 ? evenly(looks, intervalNs, mergedLooks) : looks;
  const roles = [...new Set(even.flatMap(({ routers }) => Object.keys(routers)))].sort();
  if (roles.length === 0) return null;
  return {
    interval: intervalNs * 1e-9,
    time: even.map(({ timeNs }) => Math.round((timeNs - marks.beginNs) * 1e-6) / 1000),
    routers: Object.fromEntries(
      roles.map((role) => [
        roleKey(role),
        seriesOf(
          even.map(({ routers }) => routers[role]),
          [bounds.before.routers[role], bounds.after.routers[role]],
        ),
      ]),
    ),
  };
}

type Seen = RouterSample | undefined;

function seriesOf(samples: readonly Seen[], [before, after]: readonly [Seen, Seen]): RouterSeries {
  const of = (read: (sample: RouterSample) => number | null): (number | null)[] =>
    samples.map((sample) => (sample === undefined ? null : read(sample)));
  const bytes = (what: Count) => of(({ pools }) => (pools === null ? null : bytesIn(pools, what)));
  return {
    resident: of(({ resident }) => resident),
    connections: of(({ connections }) => connections),
    blocked: of(({ blocked }) => blocked),
    delayed_1_second: of(({ delayed1Second }) => delayed1Second),
    delayed_10_seconds: of(({ delayed10Seconds }) => delayed10Seconds),
    stuck: of(({ stuck }) => stuck),
    pool_bytes: { allocated: bytes('allocated'), in_threads: bytes('inThreads') },
    pools: Object.fromEntries(
      toldPools(
        before?.pools ?? {},
        after?.pools ?? samples.findLast((sample) => sample?.pools != null)?.pools ?? {},
      ).map(({ type, size }) => [
        type,
        {
          size,
          // A pool that was never used is not told, or is empty.
          allocated: of(({ pools }) => (pools === null ? null : (pools[type]?.allocated ?? 0))),
          in_threads: of(({ pools }) => (pools === null ? null : (pools[type]?.inThreads ?? 0))),
        },
      ]),
    ),
    log: {
      errors: change(before?.log?.errors, after?.log?.errors),
      warnings: change(before?.log?.warnings, after?.log?.warnings),
    },
  };
}

type Pools = NonNullable<RouterSample['pools']>;
type Count = 'allocated' | 'inThreads';

const bytesIn = (pools: Pools, what: Count): number =>
  Object.values(pools).reduce((sum, pool) => sum + pool[what] * pool.size, 0);

/** The watched pools, then those of the others that grew most over the window, in bytes. */
function toldPools(first: Pools, last: Pools): { type: string; size: number }[] {
  const pools = Object.entries(last).map(([type, { size, inThreads, allocated }]) => {
    const grown = Math.max(inThreads - (first[type]?.inThreads ?? 0), allocated - (first[type]?.allocated ?? 0));
    return { type, size, grown: grown * size };
  });
  const grownMost = pools
    .filter(({ type, grown }) => grown > 0 && !watched.test(type))
    .sort((a, b) => b.grown - a.grown || (a.type < b.type ? -1 : 1));
  return [...pools.filter(({ type }) => watched.test(type)), ...grownMost.slice(0, mostGrown)];
}

const change = (before: number | null = null, after: number | null = null): { before: number; after: number } | null =>
  before === null || after === null ? null : { before, after };
