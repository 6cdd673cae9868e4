import rhea from 'rhea';
import { afterEach, expect, test } from 'vitest';
import { openManagement, type Management } from '../../src/router/management.js';
import { Router } from '../../src/router/rows.js';
import { ManagementNode, type Entities } from '../fixtures/management-node.js';

let node: ManagementNode | null = null;
let management: Management | null = null;

afterEach(async () => {
  await management?.close();
  node?.stop();
  [management, node] = [null, null];
});

async function ask(entities: Entities): Promise<Management> {
  node = await ManagementNode.start(entities);
  management = await openManagement(node.port, 2000);
  return management;
}

const questions = (): ManagementNode['questions'] => node!.questions;

const everything: Entities = {
  router: { rows: [{ id: 'only', version: '3.4.0' }] },
  routerMetrics: { rows: [{ id: 'only', linkCount: 2 }] },
  allocator: { rows: [] },
  connection: { rows: [] },
  'router.link': { rows: [] },
  logStats: { rows: [] },
  tcpListener: { rows: [] },
  tcpConnector: { rows: [] },
};

test('each entity type is asked for once, and only for what is used', async () => {
  const rows = await new Router(await ask(everything)).readAll();
  expect(rows.router).toEqual([{ id: 'only', version: '3.4.0' }]);
  expect(
    questions()
      .map(({ type }) => type)
      .toSorted(),
  ).toEqual(Object.keys(everything).toSorted());
  expect(questions().every(({ attributes }) => attributes.length > 0)).toBe(true);
});

test('an entity type that the router does not have is null, the others are there', async () => {
  const { routerMetrics: _, ...older } = everything;
  const rows = await new Router(await ask(older)).readAll();
  expect(rows.routerMetrics).toBeNull();
  expect(rows.router).toHaveLength(1);
});

test('a router that does not know an attribute is asked for what it has', async () => {
  const older = {
    knows: ['name', 'warningCount', 'errorCount'],
    rows: [{ name: 'CORE', warningCount: 2, errorCount: 1 }],
  };
  const rows = await new Router(await ask({ ...everything, logStats: older })).readAll();
  expect(rows.logStats).toEqual([{ name: 'CORE', warningCount: 2, errorCount: 1 }]);
});

test('what was refused once is not asked for again, as a router logs that as an error', async () => {
  const { routerMetrics: _, ...older } = everything;
  const oldLog = { knows: ['name', 'errorCount'], rows: [{ name: 'CORE', errorCount: 1 }] };
  const router = new Router(await ask({ ...older, logStats: oldLog }));
  const first = await router.read(['routerMetrics', 'logStats']);
  expect(first).toMatchObject({ routerMetrics: null, logStats: [{ name: 'CORE', errorCount: 1 }], allocator: null });
  const before = questions().length;
  expect(await router.read(['routerMetrics', 'logStats'])).toEqual(first);
  expect(questions().slice(before)).toEqual([{ type: 'logStats', attributes: [] }]);
});

test('a counter of 64 bits arrives as a number', async () => {
  const large = rhea.types.wrap_ulong(2 ** 60);
  const rows = await new Router(
    await ask({ ...everything, routerMetrics: { rows: [{ deliveriesIngress: large }] } }),
  ).readAll();
  expect(rows.routerMetrics?.[0]?.['deliveriesIngress']).toBe(2 ** 60);
});

test('very many links are not looked at one by one', async () => {
  const rows = await new Router(await ask({ ...everything, routerMetrics: { rows: [{ linkCount: 5001 }] } })).readAll();
  expect(rows).toMatchObject({ 'router.link': null, connection: null, router: [{ id: 'only' }] });
  expect(questions().map(({ type }) => type)).not.toContain('router.link');
});

test('a router that is gone is an error, not a row that is missing', async () => {
  const open = await ask(everything);
  await open.close();
  await expect(new Router(open).readAll()).rejects.toMatchObject({ code: 'router-management' });
});
