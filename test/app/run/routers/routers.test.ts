import { afterEach, beforeEach, expect, test } from 'vitest';
import { nothingSeen, type Execution } from '../../../../src/app/run/execution.js';
import { Routers } from '../../../../src/app/run/routers/routers.js';
import { nowNs, sleep } from '../../../../src/host/clock.js';
import type { Plan } from '../../../../src/model/plan.js';
import { ManagementNode } from '../../../fixtures/management-node.js';
import { looks } from '../../../fixtures/router/looks.js';
import { aPlan } from '../../../fixtures/scenario.js';

const { after: rows } = looks<'after'>('two-jobs.relay1');
const entities = {
  routerMetrics: { rows: [...rows.routerMetrics!] },
  allocator: { rows: [...rows.allocator!] },
  logStats: { rows: [...rows.logStats!] },
};

/** Of the last look. */
const patienceMs = 500;

let nodes: ManagementNode[] = [];
let seen: Execution;
let routers: Routers;

/** Two routers whose management listens there. */
const planFor = (ports: readonly number[]): Plan => {
  const plan = aPlan({ relay: 'skrouterd' });
  for (const [at, port] of ports.entries()) {
    plan.processes.find(({ role }) => role === `relay${at + 1}`)!.management = port;
  }
  return plan;
};

beforeEach(async () => {
  nodes = [await ManagementNode.start(entities), await ManagementNode.start(entities)];
  seen = nothingSeen();
  const sameHere = async (_: string, port: number): Promise<number> => port;
  routers = new Routers(planFor(nodes.map(({ port }) => port)), seen, true, sameHere, patienceMs);
});

afterEach(async () => {
  await routers.close();
  for (const node of nodes) node.stop();
});

const rolesIn = (): string[][] => seen.routers.looks.map(({ routers: found }) => Object.keys(found).sort());

test('one connection to each, the first look before anything, the last one with the log', async () => {
  await routers.open();
  await routers.end();
  expect(nodes.map(({ connections }) => connections)).toEqual([1, 1]);
  expect(rolesIn()).toEqual([
    ['relay1', 'relay2'],
    ['relay1', 'relay2'],
  ]);
  const [first, last] = seen.routers.looks;
  expect(first!.routers['relay1']).toMatchObject({ stuck: 0, log: { errors: 0 } });
  expect(last!.timeNs).toBeGreaterThan(first!.timeNs);
  expect(seen.routers.missed).toEqual({});
});

test('whoever wants to know more asks over the same connection', async () => {
  await routers.open();
  const router = await routers.of('relay2');
  expect((await router.read(['routerMetrics'])).routerMetrics).toHaveLength(1);
  expect(nodes.map(({ connections }) => connections)).toEqual([1, 1]);
  await expect(routers.of('relay3')).rejects.toMatchObject({ code: 'no-management' });
});

test('in the window neither mark is near, and the log is not asked for', async () => {
  await routers.open();
  const beginNs = nowNs();
  seen.marks = { beginNs, endNs: beginNs + 1.5e9 };
  const stop = routers.follow(seen.marks);
  while (seen.routers.looks[1]?.routers['relay1'] === undefined) await sleep(20);
  stop();
  const [, look] = seen.routers.looks;
  expect(look?.routers['relay1']!.log).toBeNull();
  expect(look?.routers['relay1']!.pools).not.toBeNull();
  // Just before the first whole second of the window, unless the machine was late.
  expect(look?.timeNs).toBeGreaterThanOrEqual(beginNs + 0.9e9);
});

test('switched off, nobody is connected to until somebody wants to know', async () => {
  const off = new Routers(planFor(nodes.map(({ port }) => port)), seen, false);
  await off.open();
  off.follow({ beginNs: nowNs(), endNs: nowNs() })();
  await off.end();
  expect([nodes[0]!.connections, seen.routers.looks]).toEqual([0, []]);
  await (await off.of('relay1')).read(['routerMetrics']);
  expect(nodes.map(({ connections }) => connections)).toEqual([1, 0]);
  await off.close();
});

test('a router that nobody answers for is left out, and said', async () => {
  nodes[1]!.stop();
  await routers.open();
  await routers.end();
  expect(rolesIn()).toEqual([['relay1'], ['relay1']]);
  expect(seen.routers.missed).toEqual({
    relay2: { looks: 1, why: expect.stringMatching(/cannot talk to the router/) },
  });
});

test('a management that is lost in the window is asked in vain, at once', async () => {
  await routers.open();
  nodes[0]!.hangUp();
  await sleep(50);
  const begin = nowNs();
  await routers.end();
  expect((nowNs() - begin) / 1e6).toBeLessThan(patienceMs);
  expect(rolesIn().at(-1)).toEqual(['relay2']);
  expect(seen.routers.missed).toEqual({ relay1: { looks: 1, why: expect.stringMatching(/connection was lost/) } });
});

test('a slow router holds nobody up, and is not asked again before it has answered', async () => {
  await routers.open();
  nodes[0]!.silent = true;
  await routers.end();
  const asked = nodes[0]!.questions.length;
  await routers.end();
  expect(nodes[0]!.questions).toHaveLength(asked);
  expect(seen.routers.missed).toEqual({ relay1: { looks: 1, why: null } });
  expect(rolesIn().at(-1)).toEqual(['relay2']);
});

test('after the end nothing is asked, and nothing is missed', async () => {
  await routers.open();
  nodes[0]!.silent = true;
  void routers.end();
  await routers.close();
  await routers.end();
  await sleep(20);
  expect(seen.routers.missed).toEqual({});
  expect(seen.routers.looks).toHaveLength(2);
});
