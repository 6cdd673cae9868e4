import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, type TestContext } from 'vitest';
import { freePorts } from '../../src/host/ports.js';
import { listeningInodes } from '../../src/host/proc.js';
import { routerStatisticsSchema } from '../../src/model/router-statistics.js';
import { openManagement, type Management } from '../../src/router/management.js';
import { Router } from '../../src/router/rows.js';
import { routerStatistics } from '../../src/router/statistics.js';

const skrouterd = spawnSync('sh', ['-c', 'command -v skrouterd'], { encoding: 'utf8' }).stdout.trim();

function needRouter(context: TestContext): void {
  context.skip(skrouterd === '', 'skrouterd is not on PATH');
}

let folder: string;
let router: ChildProcess | null = null;
let management: Management;
let echo: Server;
let listenPort = 0;
const sockets: Socket[] = [];

const config = (managementPort: number, serverPort: number): string => `
router {
    mode: interior
    id: only
    workerThreads: 1
}
log {
    module: DEFAULT
    enable: none
}
listener {
    host: 127.0.0.1
    port: ${managementPort}
    role: normal
    saslMechanisms: ANONYMOUS
    authenticatePeer: no
}
tcpListener {
    name: from-client
    host: 127.0.0.1
    port: ${listenPort}
    address: service
}
tcpConnector {
    name: to-server
    host: 127.0.0.1
    port: ${serverPort}
    address: service
}
`;

async function listening(port: number): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!listeningInodes().has(port)) {
    if (Date.now() > deadline || router?.exitCode !== null) throw new Error(`nobody listens on port ${port}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Opens connections through the router, and waits until each has got an answer. */
async function open(count: number): Promise<void> {
  for (let at = 0; at < count; at++) {
    const socket = connect(listenPort, '127.0.0.1').on('error', () => {});
    sockets.push(socket);
    socket.write('hello');
    await once(socket, 'data');
  }
}

beforeAll(async () => {
  if (skrouterd === '') return;
  folder = mkdtempSync(join(tmpdir(), 'flimflam-router-'));
  echo = createServer((socket) => void socket.on('error', () => {}).pipe(socket)).listen(0, '127.0.0.1');
  await once(echo, 'listening');
  const [managementPort = 0, second = 0] = await freePorts(2, { low: 32_768, high: 60_999 });
  listenPort = second;
  writeFileSync(join(folder, 'router.conf'), config(managementPort, (echo.address() as AddressInfo).port));
  router = spawn(skrouterd, ['-c', join(folder, 'router.conf')], { stdio: 'ignore' });
  await listening(managementPort);
  await listening(listenPort);
  management = await openManagement(managementPort);
});

afterAll(async () => {
  if (router === null) return;
  await management.close();
  const ended = once(router, 'exit');
  router.kill('SIGKILL');
  await ended;
  for (const socket of sockets) socket.destroy();
  echo.close();
  rmSync(folder, { recursive: true });
});

test('a real router tells all figures, and nothing of the connection that asks', async (context) => {
  needRouter(context);
  const look = await new Router(management).readAll();
  const statistics = routerStatistics('relay_1', look, look);
  expect(routerStatisticsSchema.parse(statistics)).toEqual(statistics);
  expect(statistics.router).toBe('only');
  // The connector holds one connection with one link, however idle it is.
  expect(statistics.connections.open).toEqual({ before: 1, after: 1 });
  expect(statistics.links.open).toEqual({ before: 1, after: 1 });
  const { version: _, pools, resident, connections, links, deliveries, log } = statistics;
  const figures = [resident, ...[connections, links, deliveries, log].flatMap((some) => Object.values(some))];
  expect(figures).not.toContain(null);
  expect(resident!.after).toBeGreaterThan(1e6);
  expect(pools!.length).toBeGreaterThan(20);
  for (const { size, allocated, in_threads } of pools!) {
    expect(size).toBeGreaterThan(0);
    expect(in_threads.after).toBeLessThanOrEqual(allocated.after);
  }
});

test('connections that are opened show in connections, links, deliveries and pools', async (context) => {
  needRouter(context);
  const before = await new Router(management).readAll();
  await open(3);
  const after = await new Router(management).readAll();
  const { connections, links, deliveries, pools } = routerStatistics('relay_1', before, after);
  const growth = (change: { before: number; after: number } | null): number => change!.after - change!.before;
  // Of each, one end is the listener's and one the connector's.
  expect(growth(connections.tcp)).toBe(6);
  expect(growth(connections.tcp_opened)).toBe(6);
  expect(growth(connections.open)).toBe(6);
  expect(growth(links.undelivered)).toBe(6);
  expect(growth(deliveries.ingress)).toBeGreaterThanOrEqual(6);
  expect(pools!.find(({ type }) => type === 'qd_tcp_connection_t')!.in_threads.after).toBeGreaterThanOrEqual(6);
  expect(deliveries.stuck).toEqual({ before: 0, after: 0 });
});

test('a look is quick', async (context) => {
  needRouter(context);
  await new Router(management).readAll();
  const started = performance.now();
  await new Router(management).readAll();
  // Some 15 ms on an idle machine: it must be over well within the half second before the window.
  expect(performance.now() - started).toBeLessThan(400);
});
