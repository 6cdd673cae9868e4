import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';
import rhea from 'rhea';
import { afterEach, expect, test } from 'vitest';
import { openManagement, type Management, type Row } from '../../src/router/management.js';
import { readRouter } from '../../src/router/rows.js';

/** What a router has: rows by entity type, and the attributes that it knows of each. */
type Entities = Record<string, { knows?: readonly string[]; rows: Row[] }>;

let server: Server | null = null;
let management: Management | null = null;
let questions: { type: string; attributes: string[] }[] = [];

afterEach(async () => {
  await management?.close();
  server?.close();
  [management, server, questions] = [null, null, []];
});

/** A management node that refuses in the words of skrouterd. */
async function ask(entities: Entities): Promise<Management> {
  const container = rhea.create_container({ id: 'router' });
  const answers = new Map<string, rhea.Sender>();
  container.on('sender_open', ({ sender }: rhea.EventContext) => {
    if (sender === undefined) return;
    const address = `reply-${answers.size}`;
    sender.set_source({ address });
    answers.set(address, sender);
  });
  container.on('message', ({ message }: rhea.EventContext) => {
    const type = String(message!.application_properties!['entityType']).replace('io.skupper.router.', '');
    const attributes = (message!.body as { attributeNames: string[] }).attributeNames;
    questions.push({ type, attributes });
    const answer = (status: number, statusDescription: string, body: unknown): void => {
      answers.get(message!.reply_to!)!.send({
        correlation_id: message!.correlation_id!,
        application_properties: { statusCode: rhea.types.wrap_int(status), statusDescription },
        body,
      });
    };
    const entity = entities[type];
    if (entity === undefined) return answer(400, `No such entity type 'io.skupper.router.${type}'`, {});
    const unknown = attributes.filter((name) => entity.knows?.includes(name) === false);
    if (unknown.length > 0) return answer(404, `Unknown attributes ['${unknown[0]}'] for type ${type}.`, {});
    const names = attributes.length > 0 ? attributes : [...(entity.knows ?? [])];
    answer(200, 'OK', { attributeNames: names, results: entity.rows.map((row) => names.map((name) => row[name])) });
  });
  server = container.listen({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  management = await openManagement((server.address() as AddressInfo).port, 2000);
  return management;
}

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
  const rows = await readRouter(await ask(everything));
  expect(rows.router).toEqual([{ id: 'only', version: '3.4.0' }]);
  expect(questions.map(({ type }) => type).toSorted()).toEqual(Object.keys(everything).toSorted());
  expect(questions.every(({ attributes }) => attributes.length > 0)).toBe(true);
});

test('an entity type that the router does not have is null, the others are there', async () => {
  const { routerMetrics: _, ...older } = everything;
  const rows = await readRouter(await ask(older));
  expect(rows.routerMetrics).toBeNull();
  expect(rows.router).toHaveLength(1);
});

test('a router that does not know an attribute is asked for what it has', async () => {
  const older = {
    knows: ['name', 'warningCount', 'errorCount'],
    rows: [{ name: 'CORE', warningCount: 2, errorCount: 1 }],
  };
  const rows = await readRouter(await ask({ ...everything, logStats: older }));
  expect(rows.logStats).toEqual([{ name: 'CORE', warningCount: 2, errorCount: 1 }]);
});

test('a counter of 64 bits arrives as a number', async () => {
  const large = rhea.types.wrap_ulong(2 ** 60);
  const rows = await readRouter(await ask({ ...everything, routerMetrics: { rows: [{ deliveriesIngress: large }] } }));
  expect(rows.routerMetrics?.[0]?.['deliveriesIngress']).toBe(2 ** 60);
});

test('very many links are not looked at one by one', async () => {
  const rows = await readRouter(await ask({ ...everything, routerMetrics: { rows: [{ linkCount: 5001 }] } }));
  expect(rows).toMatchObject({ 'router.link': null, connection: null, router: [{ id: 'only' }] });
  expect(questions.map(({ type }) => type)).not.toContain('router.link');
});

test('a router that is gone is an error, not a row that is missing', async () => {
  const open = await ask(everything);
  await open.close();
  await expect(readRouter(open)).rejects.toMatchObject({ code: 'router-management' });
});
