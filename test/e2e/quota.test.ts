import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findQuotaWay } from '../../src/host/cgroup.js';
import { killQuietly, mayMount, missing, Place, short, sleep, withCheckout } from './support.js';

withCheckout();

const way = findQuotaWay(process.env);
const noQuota = way.kind === 'none' ? `no quota may be set here: ${way.reasons.join('; ')}` : null;
const noFolder = way.kind === 'cgroup' ? null : 'this user makes no cgroups here';
const noNamespace = mayMount() ? null : 'this user may not mount in a namespace of its own';

/** Cgroups of the Flimflam with this process id. */
const cgroupsOf = (pid: number): string[] =>
  way.kind === 'cgroup' ? readdirSync(way.parent).filter((name) => name.startsWith(`flimflam-${pid}-`)) : [];

async function withoutCgroups(pid: number): Promise<string[]> {
  const deadline = performance.now() + 2000;
  while (cgroupsOf(pid).length > 0 && performance.now() < deadline) await sleep(20);
  return cgroupsOf(pid);
}

test('a relay with two workers uses what its quota allows, and says that it was held', async (ctx) => {
  const reason = noQuota ?? missing('nginx');
  ctx.skip(reason !== null, reason ?? '');
  const place = new Place();
  // So little that it is used up on a busy machine too.
  const words = ['run', '-r', 'nginx', '--hops', '1', '--cpu-quota', '0.05', '--warmup', '0.3', '--duration', '1'];
  const running = place.start(words);
  const { stdout } = await running.ended;
  const { resources, plan, configuration } = place.summary();
  expect(configuration.deployment.quota).toBe(0.05);
  expect(plan.quotas).toEqual({ relay_1: 0.05 });
  const { average_cpu: used, throttled } = resources['relay_1']!;
  // What it used too much in one period is taken from the next, which may be after the window.
  expect(used).toBeLessThan(0.08);
  expect(throttled).toMatchObject({ quota: 0.05 });
  expect(throttled!.throttled_periods).toBeGreaterThan(0);
  expect(throttled!.throttled_periods).toBeLessThanOrEqual(throttled!.periods);
  expect(resources['client']!.throttled).toBeNull();
  expect(stdout).toMatch(/relay 1 throttled \d+\.\d of [\d.]+ s \(\d+ of \d+ periods\), quota 0\.05 CPU/);
  expect(await withoutCgroups(running.pid)).toEqual([]);
});

describe('no cgroup is left when', () => {
  test.for(['Flimflam', 'the guardian'])('%s is killed', async (who, ctx) => {
    const reason = noQuota ?? noFolder;
    ctx.skip(reason !== null, reason ?? '');
    const place = new Place();
    const running = place.start(['run', '--verbose', '-r', 'builtin', '--cpu-quota', '0.5', '--warmup', '30']);
    await running.says(/client is ready/);
    expect(cgroupsOf(running.pid).sort()).toEqual([`flimflam-${running.pid}-relay1`, `flimflam-${running.pid}-relay2`]);
    killQuietly(who === 'Flimflam' ? running.pid : place.pidOf('flimflam-guardian'));
    expect(await withoutCgroups(running.pid)).toEqual([]);
    await running.ended;
    expect(await place.leftAfter(2000)).toEqual([]);
  });
});

/** Words before a command for which no cgroup can be made, and `/run` looks as it does under systemd. */
const withoutCgroupsToMake = (run: string): string[] => [
  ...['unshare', '-m', 'sh', '-c'],
  'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && mount -t tmpfs none /run && ' +
    `mkdir -p /run/${run} && exec "$@"`,
  way.kind === 'cgroup' ? way.parent : '/',
];

test('where no cgroup may be made nothing is started, and the reason is told', async (ctx) => {
  const reason = noFolder ?? noNamespace;
  ctx.skip(reason !== null, reason ?? '');
  const place = new Place();
  const words = ['run', '-r', 'builtin', '--cpu-quota', '0.5', ...short];
  const { code, stderr } = await place.run(words, { before: withoutCgroupsToMake('elsewhere') });
  expect(code).toBe(1);
  expect(stderr).toMatch(/^flimflam: --cpu-quota needs a cgroup for each relay: no cgroup may be made in \/.*\n$/);
  expect(existsSync(join(place.folder, 'flimflam-runs'))).toBe(false);
});

test('a systemd that accepts a quota and does not set it is found out', async (ctx) => {
  const reason = noFolder ?? noNamespace ?? (process.getuid?.() === 0 ? null : 'not the system manager of this user');
  ctx.skip(reason !== null, reason ?? '');
  const place = new Place();
  place.program('systemd-run', 'systemd-run-that-forgets.sh');
  const words = ['run', '-r', 'builtin', '--hops', '1', '--cpu-quota', '0.5', ...short];
  const { code } = await place.run(words, { before: withoutCgroupsToMake('systemd/system') });
  expect(code).toBe(1);
  const { status, status_reason: why } = place.summary();
  expect([status, why?.code]).toEqual(['failed', 'quota-not-in-force']);
  expect(why?.message).toMatch(/^relay 1 is held to no quota, not to 0\.5/);
});
