import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  cpuCgroup,
  parseCgroupMounts,
  parseCpuMax,
  parseCpuStat,
  parseMemberships,
} from '../../src/host/cgroup-text.js';

const fixture = (name: string): string =>
  readFileSync(join(import.meta.dirname, '..', 'fixtures', 'cgroup', name), 'utf8');

const hybrid = parseCgroupMounts(fixture('hybrid.mountinfo'));
const unified = parseCgroupMounts(
  '30 24 0:26 / /sys/fs/cgroup rw,nosuid,nodev,noexec,relatime shared:9 - cgroup2 cgroup2 rw,nsdelegate',
);

test('memberships of both versions', () => {
  const found = parseMemberships(fixture('hybrid.cgroup'));
  expect(found).toHaveLength(9);
  expect(found[0]).toEqual({ controllers: ['name=systemd'], path: '/' });
  expect(found.at(-1)).toEqual({ controllers: null, path: '/' });
  expect(parseMemberships('4:cpu,cpuacct:/a:b c/d\n')).toEqual([{ controllers: ['cpu', 'cpuacct'], path: '/a:b c/d' }]);
  expect(parseMemberships('')).toEqual([]);
});

test('mounts: only cgroups, with their paths as they are', () => {
  expect(hybrid).toHaveLength(10);
  expect(hybrid[0]).toEqual({ version: 1, root: '/', mountPoint: '/sys/fs/cgroup/cpu', options: ['rw', 'cpu'] });
  expect(hybrid.at(-1)).toMatchObject({ version: 2, mountPoint: '/sys/fs/cgroup/unified' });
  const odd = '30 24 0:26 /a\\040b /mnt/c\\040d rw master:1 shared:2 - cgroup2 none rw';
  expect(parseCgroupMounts(odd)).toEqual([{ version: 2, root: '/a b', mountPoint: '/mnt/c d', options: ['rw'] }]);
});

test('the cpu controller is looked for in version 1 first: it can be in only one of them', () => {
  const own = cpuCgroup(parseMemberships(fixture('hybrid.cgroup')), hybrid);
  expect(own).toEqual({ version: 1, folder: '/sys/fs/cgroup/cpu', top: '/sys/fs/cgroup/cpu' });
});

test('a joint controller of version 1', () => {
  const mounts = parseCgroupMounts('33 32 0:30 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct');
  expect(cpuCgroup(parseMemberships('3:cpu,cpuacct:/user.slice'), mounts)).toMatchObject({
    version: 1,
    folder: '/sys/fs/cgroup/cpu,cpuacct/user.slice',
  });
});

test('version 2, with a container that sees a part of it', () => {
  const session = parseMemberships('0::/user.slice/user-1000.slice/session-3.scope');
  expect(cpuCgroup(session, unified)).toEqual({
    version: 2,
    folder: '/sys/fs/cgroup/user.slice/user-1000.slice/session-3.scope',
    top: '/sys/fs/cgroup',
  });
  const part = parseCgroupMounts('30 24 0:26 /docker/abc /sys/fs/cgroup ro - cgroup2 cgroup rw');
  expect(cpuCgroup(parseMemberships('0::/docker/abc/x'), part)).toMatchObject({ folder: '/sys/fs/cgroup/x' });
  expect(cpuCgroup(parseMemberships('0::/docker/abcd'), part)).toBeNull();
  // Outside of the own cgroup namespace.
  expect(cpuCgroup(parseMemberships('0::/../other'), unified)).toBeNull();
  expect(cpuCgroup([], unified)).toBeNull();
  expect(cpuCgroup(session, [])).toBeNull();
});

test('cpu.stat of both versions, in the same units', () => {
  expect(parseCpuStat(fixture('v1.cpu.stat'))).toEqual({
    periods: 11,
    throttledPeriods: 10,
    throttledNs: 695_894_321,
  });
  const text =
    'usage_usec 905000\nuser_usec 700000\nsystem_usec 205000\nnr_periods 30\nnr_throttled 29\nthrottled_usec 2030400\n';
  expect(parseCpuStat(text)).toEqual({ periods: 30, throttledPeriods: 29, throttledNs: 2_030_400_000 });
});

test('a cpu.stat without the controller counts nothing', () => {
  expect(parseCpuStat('usage_usec 905000\nuser_usec 700000\nsystem_usec 205000\n')).toBeNull();
  expect(parseCpuStat('')).toBeNull();
});

test.each([
  ['50000 100000\n', 0.5],
  ['250000 100000', 2.5],
  ['max 100000\n', null],
  ['-1 100000', null],
  ['', null],
])('cpu.max %j', (text, cpus) => {
  expect(parseCpuMax(text)).toBe(cpus);
});
