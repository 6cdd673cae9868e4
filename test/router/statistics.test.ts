import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { routerStatisticsSchema, type RouterStatistics } from '../../src/model/router-statistics.js';
import type { Row } from '../../src/router/management.js';
import type { RouterRows } from '../../src/router/rows.js';
import { routerStatistics } from '../../src/router/statistics.js';
import { looks } from '../fixtures/router/looks.js';

const relay1 = looks<'before' | 'after'>('two-jobs.relay1');
const relay2 = looks<'before' | 'after'>('two-jobs.relay2');
const opened = looks<'before' | 'after'>('connections-opened');
const trouble = looks<'clean' | 'blocked' | 'delayed'>('trouble');

const unchanged = (value: number) => ({ before: value, after: value });
const pool = ({ pools }: RouterStatistics, type: string) => pools?.find((one) => one.type === type);

/** A look in which the rows of one type were replaced. */
const changed = (
  look: RouterRows,
  type: keyof RouterRows,
  rows: (rows: readonly Row[]) => Row[] | null,
): RouterRows => ({
  ...look,
  [type]: rows(look[type] ?? []),
});
const without = (look: RouterRows, type: keyof RouterRows, attribute: string): RouterRows =>
  changed(look, type, (rows) =>
    rows.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => name !== attribute))),
  );

// --- What real routers answered ----------------------------------------------------------------------------------

test('a router that moves two streams', () => {
  const statistics = routerStatistics('relay_1', relay1.before, relay1.after);
  expect(statistics).toMatchObject({
    role: 'relay_1',
    router: 'relay1',
    version: null,
    resident: { before: 33_189_888, after: 33_308_672 },
    connections: {
      open: unchanged(4),
      between_routers: unchanged(2),
      tcp: unchanged(2),
      tcp_opened: unchanged(2),
      tcp_closed: unchanged(0),
    },
    links: {
      open: unchanged(30),
      undelivered: unchanged(4),
      queued: unchanged(0),
      without_credit: unchanged(0),
      blocked: unchanged(0),
    },
    deliveries: {
      ingress: { before: 87, after: 95 },
      egress: { before: 84, after: 92 },
      transit: unchanged(0),
      delayed_1_second: unchanged(0),
      delayed_10_seconds: unchanged(0),
      stuck: unchanged(0),
    },
    log: { errors: unchanged(0), warnings: unchanged(0) },
  });
});

test('objects of a pool: those in threads are among the allocated ones, the others are idle', () => {
  const statistics = routerStatistics('relay_1', relay1.before, relay1.after);
  expect(pool(statistics, 'qd_buffer_t')).toEqual({
    type: 'qd_buffer_t',
    size: 4096,
    batch: 16,
    allocated: unchanged(288),
    in_threads: { before: 96, after: 160 },
  });
  for (const { allocated, in_threads } of statistics.pools!) {
    expect(in_threads.before).toBeLessThanOrEqual(allocated.before);
    expect(in_threads.after).toBeLessThanOrEqual(allocated.after);
  }
});

test('pools that were never used are left out', () => {
  const statistics = routerStatistics('relay_1', relay1.before, relay1.after);
  expect(relay1.after.allocator).toHaveLength(83);
  expect(statistics.pools).toHaveLength(54);
  expect(pool(statistics, 'qd_tls_context_t')).toBeUndefined();
});

test('a pool may give back what it had', () => {
  const statistics = routerStatistics('relay_2', relay2.before, relay2.after);
  expect(pool(statistics, 'qd_buffer_t')).toMatchObject({ in_threads: { before: 112, after: 96 } });
});

test("Flimflam's own connection and its two links are left out", () => {
  const { connections, links } = routerStatistics('relay_2', relay2.before, relay2.after);
  expect(connections.open!.after).toBe(relay2.after.connection!.length - 1);
  expect(links.open!.after).toBe(relay2.after['router.link']!.length - 2);
  // Its answers wait on its own link: these are not the router's load.
  const own = relay1.after.connection!.find(({ container }) => String(container).startsWith('flimflam-'))!;
  const busy = changed(relay1.after, 'router.link', (rows) =>
    rows.map((row) => (row['connectionId'] === own['identity'] ? { ...row, undeliveredCount: 5 } : row)),
  );
  expect(routerStatistics('relay_1', relay1.before, busy).links.queued).toEqual(unchanged(0));
});

test('connections that came and went between the looks', () => {
  const { connections, links, pools } = routerStatistics('relay_1', opened.before, opened.after);
  // Each passes a listener and a connector; the connector is itself one connection.
  expect(connections).toMatchObject({
    tcp: { before: 9, after: 89 },
    between_routers: unchanged(0),
    tcp_opened: { before: 9, after: 129 },
    tcp_closed: { before: 0, after: 40 },
  });
  expect(links.undelivered).toEqual({ before: 8, after: 88 });
  const streams = pools!.find(({ type }) => type === 'qd_tcp_connection_t')!;
  expect(streams.in_threads.after).toBeGreaterThan(streams.in_threads.before);
});

test('deliveries that are stuck, a link that is blocked, a queue, an error', () => {
  const { deliveries, links, log } = routerStatistics('relay_1', trouble.clean, trouble.blocked);
  // Three deliveries, each counted where it came in and where it should leave.
  expect(deliveries.stuck).toEqual({ before: 0, after: 6 });
  expect(links).toMatchObject({
    undelivered: { before: 0, after: 1 },
    queued: { before: 0, after: 1 },
    without_credit: { before: 0, after: 1 },
    blocked: { before: 0, after: 1 },
  });
  expect(log).toEqual({ errors: { before: 0, after: 1 }, warnings: unchanged(0) });
});

test("errors of the management agent are answers to somebody's questions, and not counted", () => {
  const agent = trouble.blocked.logStats!.find(({ name }) => name === 'AGENT')!;
  expect(agent['errorCount']).toBe(2);
  expect(routerStatistics('relay_1', trouble.clean, trouble.blocked).log.errors!.after).toBe(1);
});

test('what was stuck and is delivered at last is delayed', () => {
  const { deliveries } = routerStatistics('relay_1', trouble.blocked, trouble.delayed);
  expect(deliveries.stuck).toEqual({ before: 6, after: 0 });
  expect(deliveries.delayed_10_seconds).toEqual({ before: 0, after: 3 });
});

// --- What a router may lack ---------------------------------------------------------------------------------------

test('an attribute that a router does not have leaves one figure unknown', () => {
  const [before, after] = [relay1.before, relay1.after].map((look) => without(look, 'routerMetrics', 'linksBlocked'));
  const whole = routerStatistics('relay_1', relay1.before, relay1.after);
  expect(routerStatistics('relay_1', before!, after!)).toEqual({ ...whole, links: { ...whole.links, blocked: null } });
});

test('a figure that only one look has is unknown', () => {
  const before = without(relay1.before, 'routerMetrics', 'residentMemoryUsage');
  expect(routerStatistics('relay_1', before, relay1.after).resident).toBeNull();
});

test('a router without routerMetrics still tells the rest', () => {
  const [before, after] = [relay1.before, relay1.after].map((look) => changed(look, 'routerMetrics', () => null));
  const { router, resident, connections, links, pools } = routerStatistics('relay_1', before!, after!);
  expect({ router, resident, open: connections.open, links: links.open }).toEqual({
    router: 'relay1',
    resident: null,
    open: null,
    links: null,
  });
  expect(connections.tcp).toEqual(unchanged(2));
  expect(links.undelivered).toEqual(unchanged(4));
  expect(pools).toHaveLength(54);
});

test('links that were not looked at, because there are too many', () => {
  const quick = (look: RouterRows): RouterRows => ({ ...look, connection: null, 'router.link': null });
  const { connections, links } = routerStatistics('relay_1', quick(relay1.before), quick(relay1.after));
  expect(links).toMatchObject({ open: unchanged(30), undelivered: null, queued: null, without_credit: null });
  expect(connections).toMatchObject({ open: unchanged(4), between_routers: null, tcp: null, tcp_opened: unchanged(2) });
});

test('a router that was built without pools has none', () => {
  const bare = (look: RouterRows): RouterRows =>
    changed(look, 'allocator', (rows) =>
      rows.map((row) => ({ ...row, totalAllocFromHeap: null, heldByThreads: null })),
    );
  expect(routerStatistics('relay_1', bare(relay1.before), bare(relay1.after)).pools).toBeNull();
  const none = changed(relay1.after, 'allocator', () => null);
  expect(routerStatistics('relay_1', relay1.before, none).pools).toBeNull();
});

test('one of listeners and connectors is enough to tell of connections', () => {
  const [before, after] = [opened.before, opened.after].map((look) => changed(look, 'tcpConnector', () => null));
  expect(routerStatistics('relay_1', before!, after!).connections.tcp_opened).toEqual({ before: 4, after: 64 });
  const [first, second] = [before!, after!].map((look) => changed(look, 'tcpListener', () => null));
  expect(routerStatistics('relay_1', first!, second!).connections.tcp_opened).toBeNull();
});

test('counters beyond 2^53 keep their size', () => {
  const large = (look: RouterRows, value: number): RouterRows =>
    changed(look, 'routerMetrics', (rows) => rows.map((row) => ({ ...row, deliveriesIngress: value })));
  const { deliveries } = routerStatistics('relay_1', large(relay1.before, 2 ** 60), large(relay1.after, 2 ** 61));
  expect(deliveries.ingress).toEqual({ before: 2 ** 60, after: 2 ** 61 });
});

test('whatever is missing or of another kind, the result fits its schema', () => {
  const types = Object.keys(relay1.after) as (keyof RouterRows)[];
  const cells = types.flatMap((type) => Object.keys(relay1.after[type]?.[0] ?? {}).map((name) => ({ type, name })));
  const damage = fc.record({
    cell: fc.constantFrom(...cells),
    value: fc.constantFrom(undefined, null, '', 'text', Number.NaN, {}),
    whole: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(damage, { maxLength: 6 }), fc.boolean(), (damages, both) => {
      const spoil = (look: RouterRows): RouterRows =>
        damages.reduce(
          (spoilt, { cell: { type, name }, value, whole }) =>
            changed(spoilt, type, (rows) => (whole ? null : rows.map((row) => ({ ...row, [name]: value })))),
          look,
        );
      const statistics = routerStatistics('relay_1', both ? spoil(relay1.before) : relay1.before, spoil(relay1.after));
      expect(routerStatisticsSchema.parse(statistics)).toEqual(statistics);
    }),
    { numRuns: 200 },
  );
});
