/* oxlint-disable vitest/valid-expect -- vitest takes a message as second argument */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  busyPorts,
  killQuietly,
  mayMount,
  missing,
  Place,
  portsOf,
  read,
  short,
  shortest,
  sleep,
  withCheckout,
} from './support.js';
import type { Ended } from './support.js';

withCheckout();

const long = ['--warmup', '30', '--duration', '30'];
const longWindow = ['--warmup', '0', '--duration', '30'];

/** Nothing of it is left: no process, no port. */
async function expectNothingLeft(place: Place): Promise<void> {
  expect(await place.leftAfter(0)).toEqual([]);
  expect(await busyPorts(portsOf(place.summary()))).toEqual([]);
}

/** One clear message, on stdout as part of the result, and no bug. */
async function expectFailed(place: Place, { code, stdout, stderr }: Ended, reason: string, message: RegExp) {
  const { status, status_reason } = place.summary();
  expect(status, status_reason?.message).toBe('failed');
  expect(status_reason).toMatchObject({ code: reason, message: expect.stringMatching(message) as string });
  expect(code).toBe(1);
  expect(stdout).toMatch(/^FAILED/);
  expect(stderr).not.toContain('bug');
  await expectNothingLeft(place);
}

describe.for([
  ['SIGINT', 130, 'Ctrl-C'],
  ['SIGTERM', 143, 'TERM'],
] as const)('%s', ([signal, exitCode, word]) => {
  test.for([
    ['while starting', 'silent.sh', long, /started relay2/, 0],
    ['in the warm-up', null, long, /client is ready/, 200],
    ['in the window', null, longWindow, /client is ready/, 400],
  ] as const)('%s', async ([, relay, times, until, after], ctx) => {
    const reason = missing('nginx');
    ctx.skip(reason !== null && relay === null, reason ?? '');
    const place = new Place();
    if (relay !== null) place.program('haproxy', relay);
    const running = place.start(['run', '--verbose', '-r', relay === null ? 'nginx' : 'haproxy', ...times]);
    await running.says(until);
    await sleep(after);
    const { code, stderr, milliseconds } = await running.end(signal);
    expect(code).toBe(exitCode);
    expect(stderr).toContain(`flimflam: interrupted by ${word}`);
    expect(milliseconds).toBeLessThan(2500);
    const { status, status_reason } = place.summary();
    expect([status, status_reason?.code]).toEqual(['interrupted', 'interrupted']);
    await expectNothingLeft(place);
  });

  test('while stopping a relay that does not listen to TERM', async (ctx) => {
    const reason = missing('nginx');
    ctx.skip(reason !== null, reason ?? '');
    const place = new Place();
    place.program('nginx', 'stubborn-nginx.sh');
    const running = place.start(['run', '--verbose', '-r', 'nginx', ...short]);
    await running.says(/stopping all/);
    const { code, milliseconds } = await running.end(signal);
    expect(code).toBe(exitCode);
    expect(milliseconds).toBeLessThan(2500);
    // All was measured before.
    expect(place.summary().status).toMatch(/^(ok|invalid)$/);
    await expectNothingLeft(place);
  });
});

describe('a relay that dies', () => {
  test('at its start is shown with its last words', async () => {
    const place = new Place();
    place.program('nginx', 'dies-at-start.sh');
    const ended = await place.run(['run', '-r', 'nginx', ...shortest]);
    await expectFailed(place, ended, 'relay-died', /^relay 2 \(nginx\) ended with exit code 3[^]*flux capacitor/);
    expect(ended.stdout).toContain('the flux capacitor is missing');
  });

  test.for([
    ['nginx', 'in the warm-up', 'relay1', long],
    ['nginx', 'in the window', 'relay1', longWindow],
    ['skrouterd', 'in the window', 'relay2', longWindow],
  ] as const)('%s, %s', async ([relay, , role, times], ctx) => {
    const reason = missing(relay);
    ctx.skip(reason !== null, reason ?? '');
    const place = new Place();
    const running = place.start(['run', '--verbose', '-r', relay, ...times]);
    await running.says(/client is ready/);
    await sleep(300);
    const [, pid] = await running.says(new RegExp(`started ${role}, pid (\\d+)`));
    const begin = performance.now();
    process.kill(Number(pid), 'SIGKILL');
    const ended = await running.ended;
    expect(performance.now() - begin).toBeLessThan(2500);
    const who = `relay ${role.at(-1)} \\(${relay}\\) was ended by SIGKILL`;
    await expectFailed(place, ended, 'relay-died', new RegExp(`^${who}`));
  });

  test('a worker of nginx that dies spoils the run, not the rest', async (ctx) => {
    const reason = missing('nginx');
    ctx.skip(reason !== null, reason ?? '');
    const place = new Place();
    const running = place.start(['run', '--verbose', '-r', 'nginx', '--warmup', '0', '--duration', '1']);
    await running.says(/client is ready/);
    const [, master] = await running.says(/started relay1, pid (\d+)/);
    await sleep(300);
    const workers = read(`/proc/${master}/task/${master}/children`).trim().split(' ').map(Number);
    expect(workers.length).toBe(2);
    for (const worker of workers) killQuietly(worker);
    const { code } = await running.ended;
    expect(code).toBe(1);
    expect(place.summary().status).toMatch(/^(failed|invalid)$/);
    expect(place.summary().status_reason?.message).not.toBe('');
    await expectNothingLeft(place);
  });
});

// Flimflam has ten seconds of patience with a server; meanwhile the others are tried.
describe.concurrent('clients and servers that misbehave', () => {
  test('a server that never listens', async ({ onTestFinished }) => {
    const place = new Place(onTestFinished);
    place.program('iperf3', 'silent.sh');
    const ended = await place.run(['run', '-w', 'iperf3', '-r', 'none', '--warmup', '1', '--duration', '1']);
    expect(ended.signal).toBeNull();
    await expectFailed(place, ended, 'not-ready', /^server .*did not listen on port \d+ within \d+ s/);
  });

  test.for([
    ['iperf3', 'exits-7.sh', 'client-died', /^client \(iperf3\) ended with exit code 7[^]*unable to do anything/],
    ['h2load', 'exits-7.sh', 'client-died', /^client \(h2load\) ended with exit code 7[^]*unable to do anything/],
    ['iperf3', 'garbage.sh', 'client-died', /^client \(iperf3\) ended with exit code 0[^]*dolor sit amet/],
    ['h2load', 'garbage.sh', 'client-died', /^client \(h2load\) ended with exit code 0[^]*dolor sit amet/],
    ['iperf3', 'server-garbage.sh', 'server-garbage', /^the iperf3 server printed no readable report/],
  ] as const)('%s: %s', async ([workload, source, reason, message], ctx) => {
    const needed = missing('iperf3', 'h2load', 'nghttpd');
    ctx.skip(needed !== null, needed ?? '');
    const place = new Place(ctx.onTestFinished);
    place.program(workload, source);
    const ended = await place.run(['run', '-w', workload, '-r', 'none', '--warmup', '1', '--duration', '1']);
    expect(ended.signal).toBeNull();
    await expectFailed(place, ended, reason, message);
  });
});

/** Runs with a relay that loses its port, and tells the ports that it lost. */
async function runWithThief(place: Place, steal: 'once' | 'always'): Promise<Ended & { lost: number[] }> {
  place.program('nginx', 'port-thief.mjs');
  const note = join(place.folder, 'note');
  const ended = await place.run(['run', '-r', 'nginx', ...short], { env: { NOTE: note, STEAL: steal } });
  const thieves = readFileSync(note, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(' ').map(Number));
  for (const [pid] of thieves) killQuietly(pid!);
  return { ...ended, lost: thieves.map(([, port]) => port!) };
}

describe('a port that somebody else takes between choice and start', () => {
  test('once: it is tried again with other ports', async (ctx) => {
    ctx.skip(!existsSync('/usr/sbin/nginx'), 'nginx is not in /usr/sbin');
    const place = new Place();
    const { code, lost } = await runWithThief(place, 'once');
    const { status, results } = place.summary();
    expect(status).toMatch(/^(ok|invalid)$/);
    expect(results!.bits).toBeGreaterThan(0);
    expect(lost.length).toBe(1);
    expect(portsOf(place.summary())).not.toContain(lost[0]);
    expect(code).toBe(status === 'ok' ? 0 : 1);
  });

  test('again and again: it is said', async (ctx) => {
    ctx.skip(!existsSync('/usr/sbin/nginx'), 'nginx is not in /usr/sbin');
    const place = new Place();
    const { lost, ...ended } = await runWithThief(place, 'always');
    expect(lost.length).toBe(3);
    expect(ended.stdout).toContain(`another program took port ${lost.at(-1)}`);
    await expectFailed(place, ended, 'port-taken', /^another program took port/);
  });
});

/** Words that mount a small disk, in a namespace of its own, before they run the rest. */
const mounted = (options: string, folder: string): string[] => [
  ...['unshare', '-m', 'sh', '-c', `mkdir "$0" && mount -t tmpfs -o ${options} none "$0" && exec "$@"`, folder],
];

describe('a disk that refuses', () => {
  test('read-only: one message, nothing started', async (ctx) => {
    ctx.skip(!mayMount(), 'this user may not mount');
    const place = new Place();
    const before = mounted('ro', join(place.folder, 'disk'));
    const { code, stdout, stderr } = await place.run(['run', '-r', 'none', '--output', 'disk', ...short], { before });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^flimflam: cannot write in .*disk: read-only file system \(.*--output DIR\)\n$/);
    expect(await place.leftAfter(0)).toEqual([]);
  });

  test.for([
    ['from the start', '4k'],
    ['while it is running', '16k'],
  ] as const)('full %s', async ([, size], ctx) => {
    ctx.skip(!mayMount(), 'this user may not mount');
    const place = new Place();
    const before = mounted(`size=${size}`, join(place.folder, 'disk'));
    const words = ['run', '-r', 'nginx', '--output', 'disk', ...short];
    const { code, stderr } = await place.run(words, { before });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^flimflam: cannot write in .*: no space left on the disk \(free some space/m);
    expect(stderr).not.toContain('bug');
    expect(await place.leftAfter(0)).toEqual([]);
  });
});

describe('kill -9 in the window', () => {
  test.for(['nginx', 'skrouterd'] as const)('of Flimflam, over %s', async (relay, ctx) => {
    const reason = missing(relay);
    ctx.skip(reason !== null, reason ?? '');
    const place = new Place();
    const running = place.start(['run', '--verbose', '-r', relay, '--hops', '1', ...longWindow]);
    await running.says(/client is ready/);
    await sleep(300);
    // Flimflam and its guardian, the server, the relay and the client.
    expect(place.processes().length).toBeGreaterThan(4);
    process.kill(running.pid, 'SIGKILL');
    expect(await place.leftAfter(2000)).toEqual([]);
    expect((await running.ended).signal).toBe('SIGKILL');
  });

  test('of the guardian: Flimflam says so', async (ctx) => {
    const reason = missing('nginx');
    ctx.skip(reason !== null, reason ?? '');
    const place = new Place();
    const running = place.start(['run', '--verbose', '-r', 'nginx', ...longWindow]);
    await running.says(/client is ready/);
    await sleep(300);
    process.kill(place.pidOf('flimflam-guardian'), 'SIGKILL');
    const begin = performance.now();
    const ended = await running.ended;
    expect(performance.now() - begin).toBeLessThan(2500);
    await expectFailed(place, ended, 'guardian-died', /guardian/);
  });
});
