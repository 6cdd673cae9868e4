import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PostWanted } from '../../../src/host/host.js';
import { nowNs, sleep } from '../../../src/host/clock.js';
import { LocalHost } from '../../../src/host/local-host.js';
import { RemoteHost } from '../../../src/host/ssh/remote-host.js';
import { Connection } from '../../../src/host/ssh/connection.js';
import { install } from '../../../src/host/ssh/install.js';
import { Preparation } from '../../../src/host/ssh/preparation.js';
import { Sessions } from '../../../src/host/ssh/sessions.js';
import { makeLaboratory, whyNoLaboratory, type Laboratory } from '../../laboratory/laboratory.js';

const obstacle = whyNoLaboratory();

async function eventually(what: () => boolean, withinMs = 5000): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!what()) {
    if (Date.now() > deadline) throw new Error(`not within ${withinMs} ms: ${what.toString()}`);
    await sleep(10);
  }
}

describe('a host that is reached with ssh', () => {
  let laboratory: Laboratory;
  let host: RemoteHost;
  let folder: string;
  const path = process.env['PATH'];

  beforeEach(({ skip }) => {
    if (obstacle !== null) skip(obstacle);
  });

  beforeAll(async () => {
    if (obstacle !== null) return;
    laboratory = await makeLaboratory({ hosts: 1 });
    Object.assign(process.env, laboratory.environment);
    folder = mkdtempSync(join(tmpdir(), 'flimflam run '));
    host = await RemoteHost.open('h1');
  });

  afterAll(async () => {
    if (obstacle !== null) return;
    await host?.close();
    await laboratory?.[Symbol.asyncDispose]();
    process.env['PATH'] = path;
    rmSync(folder, { recursive: true, force: true });
  });

  /** Where a path of the host is here. */
  const there = (file: string): string => laboratory.pathIn('h1', file);

  const wanted = (channels: string[]): PostWanted => ({ folder, channels, isPassing: () => false });

  test('tells of itself', async () => {
    expect(host.address).toBe(laboratory.addressOf('h1'));
    expect(host.asRoot).toBe(true);
    expect(host.environment['PATH']).toContain('/');
    // The two are one machine, with one clock.
    expect(Math.abs(host.clock.offsetNs)).toBeLessThanOrEqual(host.clock.uncertaintyNs);
    expect(statSync(there(dirname(host.native('flimflam-load')))).mode & 0o777).toBe(0o700);
    const status = await host.look((files) => files.text(`/proc/${host.pid}/status`));
    expect(status).toMatch(/^Name:\tflimflam-guardi/);
  });

  test('runs programs to their end', async () => {
    const argv = ['sh', '-c', 'cat; echo "$0 $X" >&2; exit 3', "it's"];
    const ran = await host.run(argv, { input: 'a\tb\n', environment: { X: 'x  "y"' } });
    expect(ran).toEqual({ stdout: 'a\tb\n', stderr: 'it\'s x  "y"\n', code: 3 });
    expect(await host.run(['cat'], { input: Buffer.from([0, 10, 0]) })).toMatchObject({ stdout: '\0\n\0' });
    expect((await host.run(['no-such-program'])).code).toBe(127);
    expect((await host.run(['sh', '-c', 'head -c 5000000 /dev/zero | tr "\\0" x'])).stdout.length).toBe(5_000_000);
    const abort = AbortSignal.timeout(50);
    const [late, aborted] = await Promise.all([
      host.run(['sh', '-c', "trap '' TERM; sleep 100; sleep 100"], { timeout: 50 }),
      host.run(['sleep', '100'], { signal: abort }),
    ]);
    expect([late.code, aborted.code]).toEqual([null, null]);
    expect(laboratory.programsIn('h1').join('\n')).not.toContain('sleep 100');
  });

  test('has ports, some of which lead there from here', async () => {
    const ports = await host.freePorts(host.address, 2);
    expect(new Set(ports).size).toBe(2);
    await expect(host.freePorts('203.0.113.1', 1)).rejects.toMatchObject({ code: 'not-ours' });
    const here = await host.forward(ports[0]!);
    expect(await host.forward(ports[0]!)).toBe(here);
  });

  test('listens for a while, and tells why an address is not reached', async () => {
    const [port = 0, other = 0] = await host.freePorts(host.address, 2);
    const address = { host: host.address, port };
    const here = new LocalHost();
    const [listening, elsewhere] = [await host.listen(address), await host.listen({ host: '203.0.113.1', port })];
    expect([listening.why, elsewhere.why]).toEqual([null, 'Cannot assign requested address']);
    expect(await host.listen(address)).toMatchObject({ why: 'Address already in use', isTaken: true });
    expect([await here.reach(address, 1000), await host.reach(address, 1000)]).toEqual([null, null]);
    await listening.close();
    expect([await here.reach(address, 1000), await host.reach({ host: host.address, port: other }, 1000)]).toEqual([
      'Connection refused',
      'Connection refused',
    ]);
    const ours = { host: laboratory.addressOf('localhost'), port };
    const own = await here.listen(ours);
    expect([own.why, await host.reach(ours, 1000)]).toEqual([null, null]);
    expect(await here.listen(ours)).toMatchObject({ isTaken: true });
    await own.close();
  });

  test('has a post for a run, of which nothing stays but files here', async () => {
    const post = await host.post(wanted(['talk']));
    await post.put('sub/a.conf', 'größe\n');
    expect(statSync(there(join(post.folder, 'sub/a.conf'))).mode & 0o777).toBe(0o600);
    const heard: [string, number][] = [];
    post.supervisor.onLine('talk', (line, timeNs) => heard.push([line, timeNs]));
    const begunNs = nowNs();
    const argv = ['sh', '-c', 'while read -r word time; do echo "mark $time $time x=1"; echo log >&2; done; sleep 100'];
    const child = { name: 'talk', argv, cwd: post.folder, log: `${post.folder}/talk.log`, environment: {}, cpus: null };
    const pid = await post.supervisor.start(child);
    post.watcher.watch('client', pid);
    post.watcher.watchLog('client', child.log);
    post.watcher.readAt('begin', 0);
    post.supervisor.mark('talk', 0);
    post.supervisor.mark('talk', begunNs);
    const samples: number[] = [];
    const stop = post.watcher.follow(({ timeNs, logSizes }) => {
      if (logSizes['client'] !== undefined) samples.push(timeNs);
    });
    await eventually(() => heard.length === 2 && samples.length >= 2);
    stop();
    const [first, second] = heard;
    expect(first![0]).toBe('mark 0 0 x=1');
    expect(Math.abs(Number(/^mark (\d+) \1 x=1$/.exec(second![0])![1]) - begunNs)).toBeLessThan(1e6);
    expect(first![1]).toBeGreaterThan(begunNs - 1e6);
    const reading = await post.watcher.readingAt('begin');
    expect(Object.keys(reading!.roles['client']!)).toEqual([String(pid)]);
    expect(reading!.timeNs).toBeGreaterThan(begunNs - 1e6);
    expect(reading!.network?.devices['control']?.receivedBytes).toBeGreaterThan(1000);
    expect(await post.watcher.readingAt('never asked')).toBeNull();
    const before = post.traffic();
    await post.leave(500, (name) => name !== 'sub/a.conf');
    expect(post.traffic().received).toBeGreaterThan(before.received);
    expect(post.supervisor.exitOf('talk')).toMatchObject({ signal: 'TERM' });
    expect(readFileSync(join(folder, 'talk.log'), 'utf8')).toBe('log\nlog\n');
    expect(readdirSync(folder)).toEqual(['talk.log']);
    expect(existsSync(there(post.folder))).toBe(false);
    expect(laboratory.programsIn('h1').join('\n')).not.toContain('sleep');
  });

  test('what is long comes as it is printed, and a file as it is', async () => {
    const parts: Buffer[] = [];
    const argv = ['sh', '-c', 'printf "$X\\0\\377"; echo why >&2; exit 4'];
    const end = await host.print(argv, { environment: { X: "it's" }, signal: null }, (bytes) => parts.push(bytes));
    expect(end).toEqual({ code: 4, signal: null, stderr: 'why\n' });
    expect(Buffer.concat(parts).toString('latin1')).toBe("it's\0\xff");
    const abort = AbortSignal.timeout(50);
    const late = host.print(['sleep', '77'], { environment: {}, signal: abort }, () => {});
    await expect(late).rejects.toMatchObject({ name: 'TimeoutError' });
    await host.fetch('/proc/self/comm', join(folder, 'comm'));
    expect(readFileSync(join(folder, 'comm'), 'utf8')).toBe('cat\n');
    await expect(host.fetch('/not/there', join(folder, 'x'))).rejects.toThrow('No such file');
    await eventually(() => !laboratory.programsIn('h1').join('\n').includes('sleep'));
  });

  test('when ssh is killed everything that waits is refused, and nothing stays', async () => {
    const lost = await RemoteHost.open('h1');
    const post = await lost.post(wanted([]));
    const cause = new Promise((resolve) => (post.supervisor.onDeath = resolve));
    const waiting = lost.run(['sleep', '1000']);
    await eventually(() => laboratory.programsIn('h1').includes('sleep 1000'));
    const others = laboratory.killSsh('h1', 'there');
    await expect(waiting).rejects.toMatchObject({ code: 'host-lost', message: expect.stringMatching(/^h1: /) });
    await others;
    expect(await cause).toMatchObject({ code: 'host-lost' });
    await expect(lost.look((files) => files.text('/proc/stat'))).rejects.toMatchObject({ code: 'host-lost' });
    expect(lost.isLost).toBe(true);
    await post.leave(100, () => true);
    await lost.close();
    await eventually(() => !existsSync(there(dirname(lost.native('x')))) && laboratory.programsIn('h1').length === 0);
  });

  test('what is in the way is said in the words of ssh or of the host', async () => {
    await expect(RemoteHost.open('no-such-host.invalid')).rejects.toMatchObject({ code: 'host-unreachable' });
    const [full, bare] = [
      await laboratory.addHost({ roomInTmp: '64k' }),
      await laboratory.addHost({ without: ['cc'] }),
    ];
    await expect(RemoteHost.open(full)).rejects.toMatchObject({ code: 'host-full' });
    const connection = new Connection(bare);
    const to = { host: bare, ...(await connection.greeting()), machine: 'another' };
    const { stdin, stdout } = connection.process;
    const preparation = new Preparation(bare, { stdin: stdin!, stdout: stdout! });
    await expect(install(preparation, new Sessions(connection), to)).rejects.toMatchObject({ code: 'no-compiler' });
    preparation.end();
    connection.process.stdin!.end();
    await connection.ended;
    expect(existsSync(laboratory.pathIn(bare, to.folder))).toBe(false);
    await laboratory.replaceHostKey(bare);
    await expect(RemoteHost.open(bare)).rejects.toThrow('IDENTIFICATION HAS CHANGED');
  });
});
