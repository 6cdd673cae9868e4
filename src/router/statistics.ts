import type { RouterStatistics } from '../model/router-statistics.js';
import { logged } from './logged.js';
import type { Row } from './management.js';
import { own } from './own.js';
import { poolOf } from './pool.js';
import type { RouterRows } from './rows.js';
import { numberOf, stringOf, sum, textOf, type Rows } from './value.js';

type Change = { before: number; after: number };

/** What two looks at a router tell of the time between them; null for what it does not tell. */
export function routerStatistics(role: string, before: RouterRows, after: RouterRows): RouterStatistics {
  const change = (read: (rows: RouterRows) => number | null): Change | null => {
    const [first, second] = [read(before), read(after)];
    return first === null || second === null ? null : { before: first, after: second };
  };
  const metric = (name: string, less = 0): Change | null =>
    change(({ routerMetrics }) => {
      const value = numberOf(routerMetrics?.[0]?.[name]);
      return value === null ? null : value - less;
    });
  const connections = (attribute: string, is: (value: string) => boolean): Change | null =>
    change((rows) => count(othersOf(rows), attribute, stringOf, is));
  const links = (attribute: string, least: number): Change | null =>
    change((rows) => count(linksOf(rows), attribute, numberOf, (value) => value >= least));
  return {
    role,
    router: textOf(after.routerMetrics?.[0]?.['id']) ?? textOf(after.router?.[0]?.['id']),
    version: textOf(after.routerMetrics?.[0]?.['version']) ?? textOf(after.router?.[0]?.['version']),
    resident: metric('residentMemoryUsage'),
    pools: poolsOf(before.allocator, after.allocator),
    connections: {
      open: metric('connectionCount', own.connections),
      between_routers: connections('role', (role) => /^(?:inter-|edge)/.test(role)),
      tcp: connections('protocol', (protocol) => protocol === 'tcp'),
      tcp_opened: change((rows) => tcpSum(rows, 'connectionsOpened')),
      tcp_closed: change((rows) => tcpSum(rows, 'connectionsClosed')),
    },
    links: {
      open: metric('linkCount', own.links),
      undelivered: links('undeliveredCount', 1),
      queued: links('undeliveredCount', 2),
      without_credit: links('zeroCreditSeconds', 1),
      blocked: metric('linksBlocked'),
    },
    deliveries: {
      ingress: metric('deliveriesIngress'),
      egress: metric('deliveriesEgress'),
      transit: metric('deliveriesTransit'),
      delayed_1_second: metric('deliveriesDelayed1Sec'),
      delayed_10_seconds: metric('deliveriesDelayed10Sec'),
      stuck: metric('deliveriesStuck'),
    },
    log: {
      errors: change(({ logStats }) => logged(logStats).errors),
      warnings: change(({ logStats }) => logged(logStats).warnings),
    },
  };
}

/** Pools in which there was ever an object, of the types that both looks tell of. */
function poolsOf(before: Rows, after: Rows): RouterStatistics['pools'] {
  const earlier = new Map(before?.map((row) => [row['typeName'], poolOf(row)]));
  const pools = (after ?? []).flatMap((row) => {
    const [first, second] = [earlier.get(row['typeName']), poolOf(row)];
    if (first === undefined || first === null || second === null) return [];
    return [
      {
        type: second.type,
        size: second.size,
        batch: second.batch,
        allocated: { before: first.allocated, after: second.allocated },
        in_threads: { before: first.inThreads, after: second.inThreads },
      },
    ];
  });
  // A router that was built without pools names the types, with nothing beside them.
  if (pools.length === 0) return null;
  return pools.filter(({ allocated }) => allocated.before > 0 || allocated.after > 0);
}

/** Connections that are not Flimflam's; it names itself so in management.ts. */
const othersOf = ({ connection }: RouterRows): Rows => connection?.filter((row) => !isOwn(row)) ?? null;

const isOwn = (row: Row): boolean => /^flimflam-\d+$/.test(textOf(row['container']) ?? '');

function linksOf(rows: RouterRows): Rows {
  const ours = new Set(rows.connection?.filter(isOwn).map((row) => row['identity']));
  return rows['router.link']?.filter((row) => !ours.has(row['connectionId'])) ?? null;
}

/** Rows whose attribute is so; null if a row lacks it, since then nobody can tell. */
function count<T>(
  rows: Rows,
  attribute: string,
  read: (value: unknown) => T | null,
  is: (value: T) => boolean,
): number | null {
  const values = rows?.map((row) => read(row[attribute]));
  if (values === undefined || values.some((value) => value === null)) return null;
  return values.filter((value) => is(value as T)).length;
}

/** Over listeners and connectors; a router has at least one of the two entities, if any. */
function tcpSum({ tcpListener, tcpConnector }: RouterRows, attribute: string): number | null {
  return tcpListener === null && tcpConnector === null
    ? null
    : sum([...(tcpListener ?? []), ...(tcpConnector ?? [])], [attribute]);
}
