import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { killQuietly, mayMount, missing, Place, sleep, withCheckout } from './support.js';

withCheckout();

const minutes = ['--warmup', '0.2', '--duration', '2m'];

/** Ctrl-C a second into the window, and what the run is then. */
async function interrupted(place: Place, words: readonly string[]) {
  const running = place.start(['run', '--verbose', '-r', 'builtin', ...words, ...minutes]);
  await running.says(/client is ready/);
  await sleep(1200);
  const { code, stdout, milliseconds } = await running.end('SIGINT');
  expect(code).toBe(130);
  expect(milliseconds).toBeLessThan(4000);
  expect(stdout).toMatch(/window \S+ (?:ms|s) of 2 m after 200 ms warm-up/);
  expect(await place.leftAfter(0)).toEqual([]);
  const { status, results, resources, series, trust } = place.summary();
  expect(status).toBe('interrupted');
  expect(results!.duration).toBeGreaterThan(0.5);
  expect(results!.duration).toBeLessThan(10);
  expect(resources['relay_1']!.average_cpu).toBeGreaterThan(0);
  expect(trust!.bytes).toMatchObject({ agree: true });
  expect(series!.time.length).toBeGreaterThan(5);
  return results!;
}

test('Ctrl-C in the window of a stream: what its ends tell of the time until then', async () => {
  const results = await interrupted(new Place(), ['-w', 'builtin']);
  expect(results.bits).toBeGreaterThan(0);
  expect(results.fairness!.count).toBe(2);
});

test('Ctrl-C in the window of an open loop: exactly the requests that were due until then', async () => {
  const results = await interrupted(new Place(), ['-w', 'builtin-rr', '--rate', '2000/s']);
  const { planned, answered } = results.open_loop!;
  expect(planned / (2000 * results.duration)).toBeCloseTo(1, 1);
  expect(answered).toBeLessThanOrEqual(planned);
  expect(results.latency!.count).toBe(answered);
});

test('Ctrl-C in the window of a client that keeps its own time: what the kernel counted until then', async (ctx) => {
  const reason = missing('iperf3');
  ctx.skip(reason !== null, reason ?? '');
  const place = new Place();
  const running = place.start([
    'run',
    '--verbose',
    '-w',
    'iperf3',
    '-r',
    'builtin',
    '--warmup',
    '1',
    '--duration',
    '2m',
  ]);
  await running.says(/client is ready/);
  await sleep(2500);
  expect((await running.end('SIGINT')).code).toBe(130);
  const { results, trust } = place.summary();
  expect(results!.duration).toBeGreaterThan(0.5);
  expect(results).toMatchObject({ latency: null, bit: expect.stringContaining("the kernel's count") });
  expect(results!.bits).toBeGreaterThan(0);
  expect(trust!.bytes).toBeNull();
  expect(await place.leftAfter(0)).toEqual([]);
});

test('a relay that dies later: what was measured until the last look before', async () => {
  const place = new Place();
  const running = place.start(['run', '--verbose', '-w', 'builtin-rr', '-r', 'builtin', ...minutes]);
  const [, pid] = await running.says(/started relay1, pid (\d+)/);
  await running.says(/client is ready/);
  await sleep(2800);
  killQuietly(Number(pid));
  expect((await running.ended).code).toBe(1);
  const { status, status_reason, results, resources } = place.summary();
  expect([status, status_reason!.code]).toEqual(['failed', 'relay-died']);
  expect(results!.duration).toBeGreaterThan(0.9);
  expect(results!.operations).toBeGreaterThan(0);
  // The client never wrote its histogram.
  expect(results!.latency).toBeNull();
  expect(resources['relay_1']!.average_cpu).toBeGreaterThan(0);
  expect(await place.leftAfter(0)).toEqual([]);
});

test('kill -9 leaves what was saved in the window; it is not cleaned away while the run goes on', async () => {
  const place = new Place();
  const running = place.start(['run', '--verbose', '-r', 'builtin', ...minutes]);
  await running.says(/client is ready/);
  const [folder] = place.runFolders();
  for (let tries = 0; tries < 100 && !existsSync(join(folder!, 'summary.json')); tries++) await sleep(50);
  expect((await place.run(['clean'])).stdout).not.toContain('removed');
  expect(existsSync(folder!)).toBe(true);
  process.kill(running.pid, 'SIGKILL');
  await running.ended;
  const { status_reason, results } = place.summary();
  expect(status_reason!.code).toBe('not-ended');
  expect(results!.bits).toBeGreaterThan(0);
  const { code, stdout } = await place.run(['show', folder!]);
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^INTERRUPTED \(not-ended\): .*saved in the window/)]);
  expect(await place.leftAfter(2000)).toEqual([]);
});

test('a disk that fills in the window: one line, and what was measured is printed', async (ctx) => {
  ctx.skip(!mayMount(), 'this user may not mount');
  const place = new Place();
  const disk = join(place.folder, 'disk');
  const mount = 'mkdir "$0" && mount -t tmpfs -o size=256k none "$0" && exec "$@"';
  const before = ['unshare', '-m', 'sh', '-c', mount, disk];
  const running = place.start(['run', '--verbose', '-r', 'builtin', '--output', 'disk', ...minutes], { before });
  await running.says(/client is ready/);
  await sleep(1000);
  // As that process sees it: nobody else sees its disk.
  expect(() => writeFileSync(`/proc/${running.pid}/root${disk}/full`, Buffer.alloc(1 << 20))).toThrow('ENOSPC');
  await sleep(2500);
  const { code, stdout, stderr } = await running.end('SIGINT');
  expect(code).toBe(1);
  expect(stdout).toMatch(/^INTERRUPTED: [^]*throughput +\d/);
  expect(stderr).toMatch(/^flimflam: cannot write in .*: no space left on the disk/m);
  expect(stderr).not.toContain('bug');
  expect(await place.leftAfter(0)).toEqual([]);
});

test('a capture of hours is refused before anything is started', async () => {
  const place = new Place();
  const { code, stderr } = await place.run(['record', '-r', 'builtin', '--duration', '8h']);
  expect([code, stderr]).toEqual([2, expect.stringMatching(/^flimflam: record records every sample/)]);
  expect(place.runFolders()).toEqual([]);
});
