import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { listenersAt } from '../../src/host/proc.js';
import { checkout, missing, Place, short, shortest, sleep, withCheckout } from './support.js';

withCheckout();

const long = ['--warmup', '0.3', '--duration', '30'];

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen({ host: '127.0.0.1', port: 0 }));
  await Promise.all(servers.map((server) => new Promise((resolve) => server.once('listening', resolve))));
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

async function untilListening(port: number): Promise<void> {
  while (listenersAt({ host: '127.0.0.1', port }).length === 0) await sleep(10);
}

interface Relay {
  child: ChildProcess;
  pid: number;
  isAlive: () => boolean;
  /** The options that say where it is, but for its process id. */
  options: string[];
}

function started(argv: readonly string[], options: string[], cwd: string): Relay {
  const [command = '', ...rest] = argv;
  const child = spawn(command, rest, { cwd, stdio: ['pipe', 'ignore', 'ignore'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, pid: child.pid!, isAlive: () => child.exitCode === null && child.signalCode === null, options };
}

/** A relay that nobody but this test has started. */
async function aRelay(): Promise<Relay> {
  const [port, serverPort] = (await freePorts(2)) as [number, number];
  const argv = [join(checkout, 'native', 'build', 'flimflam-relay'), '--listen', `127.0.0.1:${port}`];
  const options = ['--attach', String(port), '--attach-server', String(serverPort), '--relay', 'builtin'];
  const relay = started([...argv, '--connect', `127.0.0.1:${serverPort}`, '--threads', '1'], options, checkout);
  await untilListening(port);
  return relay;
}

test('a relay that runs already is measured, and runs on', async () => {
  const place = new Place();
  const relay = await aRelay();
  const ended = await place.run(['run', ...relay.options, '--attach-pids', String(relay.pid), ...short]);
  const summary = place.summary();
  expect(summary.status_reason?.code ?? 'ok').toMatch(/^(ok|disturbed|window-missed)$/);
  expect(ended.stdout).toContain('builtin over attached builtin, tcp, 1 hop, 2 jobs');
  expect(summary.results!.bits_per_second).toBeGreaterThan(0);
  expect(summary.resources['relay_1']!.average_cpu).toBeGreaterThan(0);
  expect(summary.resources['relay_1']!.cpu_seconds_per_gb).toBeGreaterThan(0);
  expect(summary.trust!.bytes!.agree).toBe(true);
  expect(summary.trust!.cpu!.by_role['relay_1']).toBeGreaterThan(0);
  expect(summary.trust!.libraries['relay_1']![0]!.path).toBe(summary.environment!.relay!.path);
  expect(summary.environment!.relay!.path).toMatch(/flimflam-relay$/);
  expect(Object.keys(summary.plan.commands)).toEqual(['server', 'client']);
  expect(readFileSync(join(place.runFolders()[0]!, 'reproduce.sh'), 'utf8')).toContain(`--attach-pids ${relay.pid}`);
  expect(await place.leftAfter(0)).toEqual([]);
  expect(relay.isAlive()).toBe(true);
});

test('what nobody named is not known, and not foreign', async () => {
  const place = new Place();
  const relay = await aRelay();
  await place.run(['run', ...relay.options, '-w', 'builtin-rr', ...short]);
  const { results, resources, trust, warnings, configuration } = place.summary();
  expect(results!.operations).toBeGreaterThan(0);
  expect(Object.keys(resources)).not.toContain('relay_1');
  expect(trust!.cpu!.foreign).toBeNull();
  expect(warnings.map(({ code }) => code)).toContain('relays-not-known');
  expect(configuration.hops).toBe(0);
  expect(relay.isAlive()).toBe(true);
});

test('a relay that vanishes is what the run failed of', async () => {
  const place = new Place();
  const relay = await aRelay();
  const running = place.start(['run', ...relay.options, '--attach-pids', String(relay.pid), '--verbose', ...long]);
  await running.says(/client is ready/);
  await sleep(400);
  relay.child.kill('SIGKILL');
  const { code, stdout } = await running.ended;
  expect(code).toBe(1);
  expect(stdout).toMatch(
    new RegExp(`^FAILED \\(relay-ended\\): relay 1 \\(pid ${relay.pid}\\), which was attached, has\\s+ended`),
  );
  expect(await place.leftAfter(0)).toEqual([]);
});

test.each(['SIGINT', 'SIGKILL'] as const)('the relay outlives a run that is ended by %s', async (signal) => {
  const place = new Place();
  const relay = await aRelay();
  const running = place.start(['run', ...relay.options, '--attach-pids', String(relay.pid), '--verbose', ...long]);
  await running.says(/client is ready/);
  await running.end(signal);
  expect(await place.leftAfter(2000)).toEqual([]);
  expect(relay.isAlive()).toBe(true);
  // It still takes connections: the next run goes through it.
  await place.run(['run', ...relay.options, ...shortest, '--output', 'next']);
  expect(place.runFolders('next')).toHaveLength(1);
  expect(relay.isAlive()).toBe(true);
});

/** The text of a configuration, section by section. */
const routerText = (sections: readonly [string, Record<string, string | number>][]): string =>
  sections
    .map(([name, values]) =>
      [`${name} {`, ...Object.entries(values).map((pair) => pair.join(': ')), '}', ''].join('\n'),
    )
    .join('');

test('a router that runs already is asked for its statistics', async (context) => {
  const absent = missing('skrouterd');
  context.skip(absent !== null, absent ?? '');
  const place = new Place();
  const [port, serverPort, management] = (await freePorts(3)) as [number, number, number];
  const host = '127.0.0.1';
  const config = routerText([
    ['router', { mode: 'interior', id: 'theirs', workerThreads: 1 }],
    ['listener', { host, port: management, role: 'normal' }],
    ['tcpListener', { host, port, address: 'a' }],
    ['tcpConnector', { host, port: serverPort, address: 'a' }],
  ]);
  writeFileSync(join(place.folder, 'r.conf'), config);
  const options = ['--attach', String(port), '--attach-server', String(serverPort)];
  const relay = started(['skrouterd', '-c', 'r.conf'], options, place.folder);
  await untilListening(port);
  const pid = ['--attach-pids', String(relay.pid), '--attach-management', String(management)];
  const { stderr } = await place.run(['skstat', ...options, ...pid, ...short]);
  expect(stderr).not.toContain('bug');
  const { capture, resources } = place.summary();
  expect(capture!.targets).toEqual(['relay_1']);
  expect(capture!.routers).toHaveLength(1);
  expect(resources['relay_1']!.max_rss).toBeGreaterThan(1e6);
  expect(relay.isAlive()).toBe(true);
});
