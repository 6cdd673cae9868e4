import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { nowNs, sleep } from '../../src/host/clock.js';
import { LocalHost, type LocalPost } from '../../src/host/local-host.js';
import { outputOfRan } from '../../src/host/run-to-end.js';
import { loopback } from '../../src/model/address.js';
import type { Sample } from '../../src/model/readings.js';

const host = new LocalHost();

async function aPost(channels: readonly string[] = []): Promise<LocalPost> {
  const folder = mkdtempSync(join(tmpdir(), 'flimflam-post-'));
  const post = await host.post({ folder, channels, isPassing: () => false });
  onTestFinished(async () => {
    await post.leave(0);
    rmSync(folder, { recursive: true });
  });
  return post;
}

const spec = (post: LocalPost, name: string, argv: string[]) => ({
  ...{ name, argv, environment: {}, cwd: post.folder, log: join(post.folder, `${name}.log`), cpus: null },
});

test('files of this machine are looked at directly', async () => {
  expect(await host.look((files) => files.realPath('/proc/self'))).toBe(`/proc/${process.pid}`);
});

test('a program is run to its end', async () => {
  const ran = await host.run(['sh', '-c', 'cat; echo "$FLIMFLAM_TEST" >&2; exit 3'], {
    environment: { FLIMFLAM_TEST: 'words' },
    input: 'in',
  });
  expect(ran).toEqual({ stdout: 'in', stderr: 'words\n', code: 3 });
  expect(outputOfRan(ran)).toEqual({ text: 'inwords\n', failure: 'words' });
  expect((await host.run(['sh', '-c', 'echo "$HOME"'])).stdout.trim()).toBe(process.env['HOME'] ?? '');
});

test('a program that does not end, one that is not there, and one that nobody wants any more', async () => {
  expect((await host.run(['sleep', '60'], { timeout: 20 })).code).toBeNull();
  const gone = await host.run(['/nonexistent/program']);
  expect(gone.code).toBe(127);
  expect(outputOfRan(gone).failure).toMatch(/ENOENT/);
  const abort = new AbortController();
  const ran = host.run(['sleep', '60'], { signal: abort.signal });
  abort.abort();
  expect((await ran).code).toBeNull();
});

test('ports are free at the address too', async () => {
  const ports = await host.freePorts('127.0.0.2', 3);
  expect(new Set(ports).size).toBe(3);
  await expect(host.freePorts('192.0.2.1', 1)).rejects.toMatchObject({ code: 'not-ours' });
});

test('a key is for nobody else to read', async () => {
  const post = await aPost();
  await post.put('tls/relay.key', 'secret');
  await post.put('tls/relay.crt', Buffer.from('public'));
  expect(statSync(join(post.folder, 'tls/relay.key')).mode & 0o777).toBe(0o600);
  expect(statSync(join(post.folder, 'tls/relay.crt')).mode & 0o044).toBe(0o044);
  expect(readFileSync(join(post.folder, 'tls/relay.crt'), 'utf8')).toBe('public');
});

test('a process is started, watched and ended', async () => {
  const post = await aPost();
  const pid = await post.supervisor.start(spec(post, 'server', ['/bin/sh', '-c', 'sleep 60 & wait']));
  post.watcher.watch('server', pid);
  post.watcher.watchLog('server', join(post.folder, 'server.log'));
  post.watcher.refresh();
  const samples: Sample[] = [];
  const stop = post.watcher.follow((sample) => samples.push(sample));
  post.watcher.readAt('begin', 0);
  post.watcher.readAt('end', nowNs() + 100e6);
  const [begin, end] = [await post.watcher.readingAt('begin'), await post.watcher.readingAt('end')];
  while (samples.length === 0) await sleep(10);
  stop();
  const { length } = samples;
  expect(samples[0]).toMatchObject({ roles: { server: {} }, logSizes: { server: 0 } });
  expect(Object.keys(begin!.roles['server']!)).toContain(String(pid));
  expect(end!.timeNs).toBeGreaterThan(begin!.timeNs);
  expect(begin!.network?.devices).toHaveProperty('lo');
  await post.leave(0);
  expect(post.supervisor.pids()).toEqual([]);
  expect(samples).toHaveLength(length);
});

test('a mark that never comes has no reading, nor has one that nobody asked for', async () => {
  const post = await aPost();
  post.watcher.readAt('end', nowNs() + 3600e9);
  const reading = post.watcher.readingAt('end');
  await post.leave(0);
  expect(await reading).toBeNull();
  expect(await post.watcher.readingAt('begin')).toBeNull();
});

test('who holds a socket that listens', async () => {
  const post = await aPost();
  const server = createServer().listen(0, loopback);
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  const inodes = await post.listeners({ host: loopback, port });
  expect(inodes).toHaveLength(1);
  expect(await post.holds(process.pid, inodes)).toBe(true);
  expect(await post.holds(post.supervisor.pid!, inodes)).toBe(false);
  expect(await host.forward(port)).toBe(port);
});
