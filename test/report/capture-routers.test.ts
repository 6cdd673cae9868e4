import { expect, test } from 'vitest';
import type { RouterStatistics } from '../../src/model/router-statistics.js';
import { routersSection } from '../../src/report/capture/routers.js';
import { textWidth } from '../../src/report/layout.js';
import type { RouterRows } from '../../src/router/rows.js';
import { routerStatistics } from '../../src/router/statistics.js';
import { looks } from '../fixtures/router/looks.js';

const relay1 = looks<'before' | 'after'>('two-jobs.relay1');
const relay2 = looks<'before' | 'after'>('two-jobs.relay2');
const opened = looks<'before' | 'after'>('connections-opened');
const trouble = looks<'clean' | 'blocked' | 'delayed'>('trouble');

const calm = [
  routerStatistics('relay_1', relay1.before, relay1.after),
  routerStatistics('relay_2', relay2.before, relay2.after),
];

/** As a router before 3.0, whose metrics were part of another entity, and one that was built without pools. */
const older = (look: RouterRows): RouterRows => ({ ...look, routerMetrics: null, allocator: null });

const nothing: RouterStatistics = {
  ...routerStatistics('relay_1', relay1.before, relay1.after),
  resident: null,
  pools: null,
  connections: { open: null, between_routers: null, tcp: null, tcp_opened: null, tcp_closed: null },
  links: { open: null, undelivered: null, queued: null, without_credit: null, blocked: null },
  deliveries: {
    ingress: null,
    egress: null,
    transit: null,
    delayed_1_second: null,
    delayed_10_seconds: null,
    stuck: null,
  },
  log: { errors: null, warnings: null },
};

const cases: Record<string, RouterStatistics[]> = {
  'two-jobs': calm,
  'connections-opened': [routerStatistics('relay_1', opened.before, opened.after)],
  trouble: [
    routerStatistics('relay_1', trouble.clean, trouble.blocked),
    routerStatistics('relay_2', trouble.blocked, trouble.delayed),
  ],
  'older-router': [routerStatistics('relay_1', older(relay1.before), older(relay1.after))],
  'tells-nothing': [nothing],
};

test.each(Object.entries(cases))('the statistics of routers: %s', async (name, routers) => {
  await expect(`${routersSection(routers).join('\n')}\n`).toMatchFileSnapshot(`golden/routers-${name}.txt`);
});

const change = (before: number, after: number) => ({ before, after });

type Pool = NonNullable<RouterStatistics['pools']>[number];

const hugePool = (pool: Pool): Pool => ({
  ...pool,
  type: `${pool.type}_with_a_very_long_name_of_a_type`,
  allocated: change(1_234_567, 12_345_678),
  in_threads: change(1_234_567, 12_345_678),
});

/** A router whose figures are as wide as they get. */
const huge: RouterStatistics = {
  ...calm[0]!,
  resident: change(123_456_789_012, 123_956_789_012),
  pools: calm[0]!.pools!.map(hugePool),
  connections: {
    open: change(19_999, 20_001),
    between_routers: change(1000, 1001),
    tcp: change(19_999, 20_001),
    tcp_opened: change(0, 6_000_000),
    tcp_closed: change(0, 6_000_000),
  },
  links: { ...calm[0]!.links, open: change(1_000_000, 1_234_567) },
  deliveries: {
    ...calm[0]!.deliveries,
    ingress: change(2 ** 60, 2 ** 60 + 123_456_768),
    delayed_1_second: change(0, 1_234_567),
  },
};

test.each(Object.entries({ ...cases, huge: [huge, huge, huge], many: [1, 2, 3, 4, 5, 6, 7].map(() => huge) }))(
  'no line is wider than 100 columns, and no figure is nonsense: %s',
  (_, routers) => {
    const lines = routersSection(routers);
    expect(lines.filter((line) => textWidth(line) > 100)).toEqual([]);
    expect(lines.join('\n')).not.toMatch(/NaN|undefined|null|Infinity/u);
  },
);

test('more routers than fit side by side stand below each other', () => {
  const relay = (at: number): RouterStatistics => ({ ...calm[0]!, role: `relay_${at}` });
  const routers = [1, 2, 3, 4].map(relay);
  const headings = routersSection(routers).filter((line) => line.startsWith('  before -> after'));
  expect(headings.map((line) => line.trim().split(/ {2,}/u))).toEqual([
    ['before -> after', 'relay 1', 'relay 2', 'relay 3'],
    ['before -> after', 'relay 4'],
  ]);
});

const first = (routers: RouterStatistics[]): string => routersSection(routers)[1]!;

test('what calls for attention is said first', () => {
  expect(first(calm)).toBe('  relay 1     nothing stuck, blocked or delayed; no errors or warnings');
  expect(first(cases['trouble']!)).toMatch(/^ {2}relay 1 {5}6 deliveries stuck \(unsettled for more than 10 s\); /u);
});

test('what a router does not tell is not called absent', () => {
  const { links } = calm[0]!;
  expect(first([{ ...calm[0]!, links: { ...links, blocked: null } }])).toBe(
    '  relay 1     nothing stuck or delayed; no errors or warnings; not told by this router: blocked',
  );
  expect(first([nothing])).not.toContain('nothing');
});

test('one is one', () => {
  const { log, deliveries } = calm[0]!;
  const router = {
    ...calm[0]!,
    log: { ...log, warnings: change(4, 5) },
    deliveries: { ...deliveries, delayed_1_second: change(0, 1234) },
  };
  expect(first([router])).toBe('  relay 1     1,234 deliveries delayed for 1 to 10 s; 1 warning logged');
});

test('a pool that shrank but is large is shown, beside those that grew', () => {
  const later = (pool: Pool): Pool =>
    pool.type === 'qd_buffer_t'
      ? { ...pool, allocated: change(30_000, 30_000), in_threads: change(29_000, 28_000) }
      : { ...pool, in_threads: { ...pool.in_threads, after: pool.in_threads.before + pool.batch! } };
  const shrunk = calm[1]!.pools!.map(later);
  const lines = routersSection([{ ...calm[1]!, pools: shrunk }]);
  expect(lines.find((line) => line.includes('qd_buffer_t'))).toMatch(/29,000 -> 28,000 +115 MB +-4\.1 MB +123 MB +0$/u);
});

test('the rows of a pool table add up to its last row', () => {
  const [before, after] = [calm[0]!.pools!, calm[0]!.pools!].map((pools, at) =>
    pools.reduce((sum, { allocated, size }) => sum + (at === 0 ? allocated.before : allocated.after) * size, 0),
  );
  expect(routersSection([calm[0]!]).find((line) => line.startsWith('  all 54'))).toContain(
    `+${((after! - before!) / 1000).toFixed(1)} kB`,
  );
});

test('names of types cannot steer the terminal', () => {
  const pools = [{ ...calm[0]!.pools![0]!, type: 'qd_\u001B[31mred_t' }];
  expect(routersSection([{ ...calm[0]!, pools }]).join('\n')).not.toContain('\u001B');
});
