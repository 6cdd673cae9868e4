import { ExpectedError } from '../errors.js';
import type { Management, Row } from './management.js';

/** Entity types, and of each the attributes that the statistics are made of. */
const asked = {
  router: ['id', 'version'],
  routerMetrics: [
    ...['id', 'version', 'residentMemoryUsage', 'connectionCount', 'linkCount', 'linksBlocked'],
    ...['deliveriesIngress', 'deliveriesEgress', 'deliveriesTransit'],
    ...['deliveriesDelayed1Sec', 'deliveriesDelayed10Sec', 'deliveriesStuck'],
  ],
  allocator: [
    ...['typeName', 'typeSize', 'transferBatchSize'],
    ...['totalAllocFromHeap', 'totalFreeToHeap', 'heldByThreads'],
  ],
  connection: ['identity', 'container', 'role', 'protocol'],
  'router.link': ['connectionId', 'undeliveredCount', 'zeroCreditSeconds'],
  logStats: ['name', 'warningCount', 'errorCount', 'criticalCount'],
  tcpListener: ['connectionsOpened', 'connectionsClosed'],
  tcpConnector: ['connectionsOpened', 'connectionsClosed'],
} as const;

type EntityType = keyof typeof asked;

/** What a router answered, by entity type; null for a type that it does not have, or that was not asked for. */
export type RouterRows = Readonly<Record<EntityType, readonly Row[] | null>>;

/**
 * So many links are looked at one by one, and no more: under load a router spends up to 0.1 ms on each, and this
 * must be over before the window begins. How many links there are, it tells at once.
 */
const mostLinks = 5000;

/** Asks a router for what the statistics are made of. Rejects when it does not answer. */
export async function readRouter(management: Management): Promise<RouterRows> {
  const ask = (type: EntityType): Promise<readonly Row[] | null> => rowsOf(management, type);
  const routerMetrics = await ask('routerMetrics');
  const many = Number(routerMetrics?.[0]?.['linkCount'] ?? 0) > mostLinks;
  const [router, allocator, connection, links, logStats, tcpListener, tcpConnector] = await Promise.all([
    ask('router'),
    ask('allocator'),
    many ? null : ask('connection'),
    many ? null : ask('router.link'),
    ask('logStats'),
    ask('tcpListener'),
    ask('tcpConnector'),
  ]);
  return { router, routerMetrics, allocator, connection, 'router.link': links, logStats, tcpListener, tcpConnector };
}

async function rowsOf(management: Management, type: EntityType): Promise<readonly Row[] | null> {
  try {
    return await management.query(type, asked[type]);
  } catch (error) {
    if (says(error, 'No such entity type')) return null;
    // A router that lacks one attribute refuses the others too: then all that it has.
    if (says(error, 'Unknown attributes')) return management.query(type);
    throw error;
  }
}

/** The router's agent refuses in these words (skupper-router, skupper_router_internal/management, 2022 to 2026). */
const says = (error: unknown, words: string): boolean =>
  error instanceof ExpectedError && error.message.includes(words);
