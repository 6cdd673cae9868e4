import { logged } from './logged.js';
import { own } from './own.js';
import { poolOf } from './pool.js';
import type { EntityType, RouterRows } from './rows.js';
import { numberOf } from './value.js';

/** A router at one moment; null for what it does not tell, or was not asked for. */
export interface RouterSample {
  /** Bytes. */
  resident: number | null;
  connections: number | null;
  blocked: number | null;
  delayed1Second: number | null;
  delayed10Seconds: number | null;
  stuck: number | null;
  /** Those in which there was ever an object, by type; sizes in bytes, the rest in objects. */
  pools: Readonly<Record<string, { size: number; allocated: number; inThreads: number }>> | null;
  log: { errors: number | null; warnings: number | null } | null;
}

/** What a sample is made of. */
export const sampled: readonly EntityType[] = ['routerMetrics', 'allocator'];

/** With the log, which costs a router as much as all its pools. */
export const sampledWithLog: readonly EntityType[] = [...sampled, 'logStats'];

/** A sample of what a router answered. */
export function routerSample({ routerMetrics, allocator, logStats }: RouterRows): RouterSample {
  const metric = (name: string): number | null => numberOf(routerMetrics?.[0]?.[name]);
  const connections = metric('connectionCount');
  return {
    resident: metric('residentMemoryUsage'),
    connections: connections === null ? null : connections - own.connections,
    blocked: metric('linksBlocked'),
    delayed1Second: metric('deliveriesDelayed1Sec'),
    delayed10Seconds: metric('deliveriesDelayed10Sec'),
    stuck: metric('deliveriesStuck'),
    pools: poolsOf(allocator),
    log: logStats === null ? null : logged(logStats),
  };
}

function poolsOf(allocator: RouterRows['allocator']): RouterSample['pools'] {
  const pools = (allocator ?? []).map(poolOf).filter((pool) => pool !== null);
  // A router that was built without pools names the types, with nothing beside them.
  if (pools.length === 0) return null;
  return Object.fromEntries(
    pools
      .filter(({ allocated }) => allocated > 0)
      .map(({ type, size, allocated, inThreads }) => [type, { size, allocated, inThreads }]),
  );
}
