import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, type TestContext } from 'vitest';
import { listeningInodes } from '../../src/host/proc.js';
import { freePorts } from '../../src/host/ports.js';
import { managementNodeOf, openManagement, type Management, type Row } from '../../src/router/management.js';
import { addressReached, listenersUp, routerReached } from '../../src/router/ready.js';

// --- A real router --------------------------------------------------------------------------------------------

const skrouterd = spawnSync('sh', ['-c', 'command -v skrouterd'], { encoding: 'utf8' }).stdout.trim();

function needRouter(context: TestContext): void {
  context.skip(skrouterd === '', 'skrouterd is not on PATH');
}

let folder: string;
let router: ChildProcess | null = null;
let port = 0;
let management: Management;

const config = (managementPort: number, listenPort: number): string => `
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
    address: nowhere
}
`;

beforeAll(async () => {
  if (skrouterd === '') return;
  folder = mkdtempSync(join(tmpdir(), 'flimflam-router-'));
  const [first = 0, second = 0] = await freePorts(2, { low: 32_768, high: 60_999 });
  port = first;
  writeFileSync(join(folder, 'router.conf'), config(first, second));
  router = spawn(skrouterd, ['-c', join(folder, 'router.conf')], { stdio: 'ignore' });
  const deadline = Date.now() + 15_000;
  while (!listeningInodes().has(port)) {
    if (Date.now() > deadline || router.exitCode !== null) throw new Error('skrouterd did not start');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  management = await openManagement(port);
});

afterAll(async () => {
  if (router === null) return;
  await management.close();
  const ended = once(router, 'exit');
  router.kill('SIGKILL');
  await ended;
  rmSync(folder, { recursive: true });
});

const isPlain = (value: unknown): boolean =>
  value === null ||
  ['string', 'boolean'].includes(typeof value) ||
  (typeof value === 'number' && Number.isFinite(value)) ||
  (typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype);

test('the router itself is one row', async (context) => {
  needRouter(context);
  expect(await management.query('router')).toEqual([
    expect.objectContaining({ id: 'only', mode: 'interior', workerThreads: 1 }),
  ]);
});

test('a listener whose address nobody serves is not up', async (context) => {
  needRouter(context);
  const [row] = await management.query('tcpListener');
  expect(row).toMatchObject({ name: 'from-client', operStatus: 'down', connectionsOpened: 0 });
});

test('only the attributes that are asked for', async (context) => {
  needRouter(context);
  expect(await management.query('tcpListener', ['operStatus', 'name'])).toEqual([
    { operStatus: 'down', name: 'from-client' },
  ]);
});

test('many rows, with plain values', async (context) => {
  needRouter(context);
  const rows = await management.query('allocator');
  expect(rows.length).toBeGreaterThan(20);
  const counters = rows.flatMap((row: Row) => [row['typeSize'], row['totalAllocFromHeap'], row['heldByThreads']]);
  expect(counters.every((value) => Number.isSafeInteger(value))).toBe(true);
  expect(rows.flatMap((row) => Object.values(row)).filter((value) => !isPlain(value))).toEqual([]);
});

test('several questions at once each get their own answer', async (context) => {
  needRouter(context);
  const types = ['allocator', 'router', 'tcpListener', 'router', 'allocator'];
  const answers = await Promise.all(types.map((type) => management.query(type)));
  expect(answers.map(([row]) => row!['type'])).toEqual(types.map((type) => `io.skupper.router.${type}`));
});

test('an entity type that is not there is one sentence, and the next question works', async (context) => {
  needRouter(context);
  await expect(management.query('nonsense')).rejects.toMatchObject({
    name: 'ExpectedError',
    code: 'router-management',
    message: expect.stringMatching(/^the router's management answered 400: No such entity type .*nonsense'$/),
  });
  expect(await management.query('router')).toHaveLength(1);
});

test('waiting for a listener that never comes up ends when told to', async (context) => {
  needRouter(context);
  const started = Date.now();
  await listenersUp(port, 'tcpListener', AbortSignal.timeout(200));
  expect(Date.now() - started).toBeLessThan(1500);
});

test('an address that nobody takes, and a router that is not there, are waited for until told to end', async (context) => {
  needRouter(context);
  const outcomes = await Promise.all([
    addressReached(port, 'nobody', AbortSignal.timeout(200)).then(() => 'ended'),
    routerReached(port, 'nowhere', AbortSignal.timeout(200)).then(() => 'ended'),
  ]);
  expect(outcomes).toEqual(['ended', 'ended']);
});

test('a router that is not there is told of, and the next question is answered', async (context) => {
  needRouter(context);
  const far = openManagement(port, 500, undefined, managementNodeOf('nowhere'));
  await expect(far).rejects.toMatchObject({ code: 'router-management' });
  expect(await management.query('router')).toHaveLength(1);
});

test('a router answers under its own id, as another one would', async (context) => {
  needRouter(context);
  const [router] = await management.query('router', ['id']);
  await routerReached(port, String(router!['id']), AbortSignal.timeout(3000));
  const near = await openManagement(port, 2000, undefined, managementNodeOf(String(router!['id'])));
  expect(await near.query('router', ['id'])).toEqual([router]);
  await near.close();
});

test('after close a question is refused, not left open', async (context) => {
  needRouter(context);
  const other = await openManagement(port, 300);
  await other.close();
  await expect(other.query('router')).rejects.toMatchObject({ code: 'router-management' });
});

// --- What is no router ----------------------------------------------------------------------------------------

let server: Server | null = null;
const sockets: Socket[] = [];

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  server?.close();
  server = null;
});

async function listen(talk: (socket: Socket) => void): Promise<number> {
  server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => {});
    talk(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function refusal(at: number, timeoutMs: number): Promise<{ message: string; ms: number }> {
  const started = Date.now();
  const error: unknown = await openManagement(at, timeoutMs).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ name: 'ExpectedError', code: 'router-management', exitCode: 1 });
  const { message } = error as Error;
  expect(message).not.toContain('\n');
  expect(message).toMatch(new RegExp(`^cannot talk to the router's management on port ${at}: \\S`));
  return { message, ms: Date.now() - started };
}

test('a port where nobody listens', async () => {
  const [at] = await freePorts(1, { low: 32_768, high: 60_999 });
  const { message, ms } = await refusal(at!, 2000);
  expect(message).toContain('connection refused');
  expect(ms).toBeLessThan(1000);
});

test('a server that says nothing is given up', async () => {
  const at = await listen(() => {});
  const { message, ms } = await refusal(at, 300);
  expect(message).toContain('no answer');
  expect(ms).toBeGreaterThanOrEqual(290);
  expect(ms).toBeLessThan(1500);
});

test.each([
  ['HTTP', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
  ['zeroes', '\0'.repeat(64)],
  ['the begin of AMQP, then noise', `AMQP\0\u0001\0\0${'\u00ff'.repeat(64)}`],
])('a server that answers with %s is given up in time', async (_, answer) => {
  const at = await listen((socket) => socket.write(answer, 'latin1'));
  const { ms } = await refusal(at, 500);
  expect(ms).toBeLessThan(1500);
});

test('a server that hangs up at once', async () => {
  const at = await listen((socket) => socket.destroy());
  const { ms } = await refusal(at, 2000);
  expect(ms).toBeLessThan(1000);
});
