/* oxlint-disable vitest/valid-expect -- vitest takes a message as second argument */
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, type TestContext } from 'vitest';
import { findCapabilities } from '../../src/app/capture/capabilities.js';
import { busyPorts, killQuietly, missing, Place, portsOf, sleep, withCheckout } from './support.js';

withCheckout();

const brief = ['--warmup', '0.4', '--duration', '1'];
const longWindow = ['--warmup', '0.5', '--duration', '30'];

async function needsSampling(ctx: TestContext): Promise<void> {
  const reason = missing('perf');
  ctx.skip(reason !== null, reason ?? '');
  const [sampling] = await findCapabilities(['sampling']);
  ctx.skip(!sampling!.possible, `sampling is not possible here: ${sampling!.cause}`);
}

async function expectNothingLeft(place: Place): Promise<void> {
  expect(await place.leftAfter(0)).toEqual([]);
  expect(await busyPorts(portsOf(place.summary()))).toEqual([]);
}

describe('in the window', () => {
  test.for([
    ['perf', 'record', 'perf-died', /^perf was ended by SIGKILL/],
    ['flimflam-relay', 'record', 'relay-died', /^relay \d \(flimflam-relay\) was ended by SIGKILL/],
    ['perf', 'stat', 'perf-died', /^perf was ended by SIGKILL/],
  ] as const)('%s is killed under %s', async ([victim, kind, code, message], ctx) => {
    await needsSampling(ctx);
    const place = new Place();
    const running = place.start([kind, '--verbose', '-r', 'builtin', ...longWindow]);
    await running.says(/client is ready/);
    await sleep(900);
    killQuietly(place.pidOf(victim === 'perf' ? `perf ${kind}` : victim));
    const ended = await running.ended;
    expect(ended.code).toBe(1);
    expect(ended.stdout).toMatch(/^FAILED/);
    expect(ended.stderr).not.toContain('bug');
    const { status, status_reason: reason, capture } = place.summary();
    expect(status).toBe('failed');
    expect(reason).toMatchObject({ code, message: expect.stringMatching(message) as string });
    expect(capture!.kind).toBe(kind);
    await expectNothingLeft(place);
  });

  test.for(['SIGINT', 'SIGTERM'] as const)('%s ends perf with the rest', async (signal, ctx) => {
    await needsSampling(ctx);
    const place = new Place();
    const running = place.start(['flamegraph', '--verbose', '-r', 'builtin', ...longWindow]);
    await running.says(/client is ready/);
    await sleep(900);
    const { code, milliseconds } = await running.end(signal);
    expect(code).toBe(signal === 'SIGINT' ? 130 : 143);
    expect(milliseconds).toBeLessThan(2500);
    expect(place.summary()).toMatchObject({ status: 'interrupted', capture: { kind: 'flamegraph', profile: null } });
    await expectNothingLeft(place);
  });

  test('when Flimflam itself is killed, perf is gone within 2 s', async (ctx) => {
    await needsSampling(ctx);
    const place = new Place();
    const running = place.start(['record', '--verbose', '-r', 'builtin', ...longWindow]);
    await running.says(/client is ready/);
    await sleep(900);
    await running.end('SIGKILL');
    expect(await place.leftAfter(2000)).toEqual([]);
  });
});

test('a relay whose processes come and go is never captured in part', async (ctx) => {
  await needsSampling(ctx);
  const reason = missing('haproxy');
  ctx.skip(reason !== null, reason ?? '');
  const place = new Place();
  place.program('haproxy', 'restless-haproxy.sh');
  const { code, stdout, stderr } = await place.run(['record', '-r', 'haproxy', '--verbose', ...brief]);
  expect(code, stderr).toBe(1);
  // perf itself gives up when one of them is gone before it could look at it.
  expect(stdout).toMatch(/^FAILED \(perf-(?:late|died)\): /);
  await expectNothingLeft(place);
});

describe('before anything is started', () => {
  test.for([
    ['is missing', null, /^flimflam: record is not possible here: .*perf.* \(.*install.*\)\n$/],
    ['prints nonsense', '#!/bin/sh\necho "%$!"; exit 3\n', /^flimflam: record is not possible here: .+\n$/],
  ] as const)('perf %s', async ([, text, line], ctx) => {
    // Where the folders of programs are one, perf is found beside every other program.
    ctx.skip(text === null && existsSync('/usr/sbin/perf'), 'perf is in a system folder, where it is always found');
    const place = new Place();
    const bin = join(place.folder, 'fake');
    mkdirSync(bin);
    if (text !== null) {
      writeFileSync(join(bin, 'perf'), text);
      chmodSync(join(bin, 'perf'), 0o755);
    }
    // Nothing is needed from PATH but what is faked: the builtin relay is our own.
    const { code, stdout, stderr } = await place.run(['record', '-r', 'builtin', ...brief], { env: { PATH: bin } });
    expect(code, stderr).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(line);
    expect(place.runFolders()).toEqual([]);
  });
});

describe('a file that is no good', () => {
  test.for([
    ['empty', ''],
    ['not of perf', 'hello world, this is no perf.data\n'.repeat(100)],
  ] as const)('%s', async ([, text], ctx) => {
    await needsSampling(ctx);
    const place = new Place();
    writeFileSync(join(place.folder, 'odd.data'), text);
    const { code, stdout, stderr } = await place.run(['flamegraph', 'odd.data']);
    expect(code, stderr).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^flimflam: .*odd\.data.*\n$/);
  });

  test('cut in the middle, or without a sample', async (ctx) => {
    await needsSampling(ctx);
    const place = new Place();
    await place.run(['record', '-r', 'builtin', '-q', ...brief]);
    const whole = join(place.runFolders()[0]!, 'perf.data');
    cpSync(whole, join(place.folder, 'cut.data'));
    truncateSync(join(place.folder, 'cut.data'), Math.floor(readFileSync(whole).length / 2));
    const { code, stderr } = await place.run(['flamegraph', 'cut.data']);
    expect(code, stderr).toBe(1);
    expect(stderr).toMatch(/^flimflam: .+\n$/);
    expect(stderr).not.toContain('bug');
  });
});
