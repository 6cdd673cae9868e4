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

/** What a router can be asked for. */
export type EntityType = keyof typeof asked;

/** What a router answered, by entity type; null for a type that it does not have, or that was not asked for. */
export type RouterRows = Readonly<Record<EntityType, readonly Row[] | null>>;

/**
 * So many links are looked at one by one, and no more: under load a router spends up to 0.1 ms on each, and this
 * must be over before the window begins. How many links there are, it tells at once.
 */
const mostLinks = 5000;

/**
 * A router that is asked over one connection. What it once refused it is not asked for again: it logs every refusal as
 * an error.
 */
export class Router {
  readonly #management: Management;
  readonly #refused = new Map<EntityType, 'type' | 'attributes'>();

  constructor(management: Management) {
    this.#management = management;
  }

  /** All that the statistics are made of. Rejects when the router does not answer. */
  async readAll(): Promise<RouterRows> {
    const { routerMetrics } = await this.read(['routerMetrics']);
    const many = Number(routerMetrics?.[0]?.['linkCount'] ?? 0) > mostLinks;
    const others = await this.read([
      ...(['router', 'allocator', 'logStats', 'tcpListener', 'tcpConnector'] as const),
      ...(many ? [] : (['connection', 'router.link'] as const)),
    ]);
    return { ...others, routerMetrics };
  }

  /** Rows of these entity types; null for the others. Rejects when the router does not answer. */
  async read(types: readonly EntityType[]): Promise<RouterRows> {
    const found = await Promise.all(types.map(async (type) => [type, await this.#ask(type)] as const));
    return { ...nothingAsked, ...Object.fromEntries(found) };
  }

  async #ask(type: EntityType): Promise<readonly Row[] | null> {
    const refused = this.#refused.get(type);
    if (refused === 'type') return null;
    try {
      return await this.#management.query(type, refused === 'attributes' ? [] : asked[type]);
    } catch (error) {
      if (says(error, 'No such entity type')) this.#refused.set(type, 'type');
      // A router that lacks one attribute refuses the others too: then all that it has.
      else if (refused === undefined && says(error, 'Unknown attributes')) this.#refused.set(type, 'attributes');
      else throw error;
      return this.#ask(type);
    }
  }
}

const nothingAsked: RouterRows = {
  ...{ router: null, routerMetrics: null, allocator: null, connection: null },
  ...{ 'router.link': null, logStats: null, tcpListener: null, tcpConnector: null },
};

/** The router's agent refuses in these words (skupper-router, skupper_router_internal/management, 2022 to 2026). */
const says = (error: unknown, words: string): boolean =>
  error instanceof ExpectedError && error.message.includes(words);
