import { expect, test } from 'vitest';
import { quotaWay, type Asker, type CgroupTree } from '../../src/host/cgroup-place.js';
import type { CpuCgroup } from '../../src/host/cgroup-text.js';

const top = '/sys/fs/cgroup';
const slice = `${top}/user.slice/user-1000.slice`;
const manager = `${slice}/user@1000.service`;

const user: Asker = { uid: 1000, systemdRun: '/usr/bin/systemd-run', manager: true };
const root: Asker = { ...user, uid: 0 };

/** `enabled`: where cpu is in subtree_control; `writable`: where this user may write, and in cgroup.procs too. */
function tree(enabled: readonly string[], writable: readonly string[], handedOn: readonly string[] = []): CgroupTree {
  return {
    text: (path) => {
      if (enabled.some((folder) => path === `${folder}/cgroup.subtree_control`)) return 'cpuset cpu io memory pids\n';
      if (handedOn.some((folder) => path === `${folder}/cgroup.controllers`)) return 'cpu memory pids\n';
      return 'memory pids\n';
    },
    mayWrite: (path) => writable.some((folder) => path === folder || path === `${folder}/cgroup.procs`),
  };
}

const in2 = (folder: string): CpuCgroup => ({ version: 2, folder, top });
const session = in2(`${slice}/session-3.scope`);

test('root takes the nearest cgroup above that hands the cpu controller on', () => {
  const everywhere = [top, `${top}/user.slice`, slice, `${slice}/session-3.scope`];
  expect(quotaWay(session, tree([top, `${top}/user.slice`], everywhere), root)).toEqual({
    kind: 'cgroup',
    version: 2,
    parent: `${top}/user.slice`,
  });
  // The cgroup of the session itself holds processes, and so hands nothing on.
  expect(quotaWay(session, tree([slice, top], everywhere), root)).toMatchObject({ parent: slice });
  expect(quotaWay(in2(top), tree([top], [top]), root)).toMatchObject({ parent: top });
});

test('a user within a subtree of their own takes it', () => {
  const own = in2(`${manager}/app.slice/terminal.scope`);
  const ours = [manager, `${manager}/app.slice`, `${manager}/app.slice/terminal.scope`];
  const found = quotaWay(own, tree([top, `${manager}/app.slice`, manager], ours), { ...user, systemdRun: null });
  expect(found).toEqual({ kind: 'cgroup', version: 2, parent: `${manager}/app.slice` });
});

test('a folder that may be written is of no use where cgroup.procs may not', () => {
  const onlyFolder: CgroupTree = { text: () => 'cpu', mayWrite: (path) => !path.endsWith('cgroup.procs') };
  expect(quotaWay(session, onlyFolder, { ...user, systemdRun: null })).toMatchObject({ kind: 'none' });
});

test('a user in a session asks the manager of systemd, if that has the cpu controller', () => {
  const found = quotaWay(session, tree([top, `${top}/user.slice`, slice], [], [manager]), user);
  expect(found).toEqual({
    kind: 'systemd',
    version: 2,
    command: ['/usr/bin/systemd-run', '--user', '--scope', '--quiet', '--collect'],
  });
  expect(quotaWay(session, tree([top], []), user)).toEqual({
    kind: 'none',
    reasons: [
      `no cgroup may be made in ${top}`,
      `the cpu controller is not handed on to the user (not in ${manager}/cgroup.controllers)`,
    ],
  });
});

test('root asks the system manager where no cgroup hands the controller on', () => {
  const found = quotaWay(session, tree([], [top, slice]), root);
  expect(found).toMatchObject({
    kind: 'systemd',
    command: ['/usr/bin/systemd-run', '--scope', '--quiet', '--collect'],
  });
  expect(quotaWay(session, tree([], [top, slice]), { ...root, manager: false })).toEqual({
    kind: 'none',
    reasons: [`the cpu controller is not enabled in ${top}/cgroup.subtree_control`, 'no manager of systemd answers'],
  });
});

test('version 1: in the own cgroup, or not at all', () => {
  const own: CpuCgroup = { version: 1, folder: `${top}/cpu/jobs`, top: `${top}/cpu` };
  expect(quotaWay(own, tree([], [`${top}/cpu/jobs`]), user)).toEqual({
    kind: 'cgroup',
    version: 1,
    parent: `${top}/cpu/jobs`,
  });
  expect(quotaWay(own, tree([], []), user)).toEqual({
    kind: 'none',
    reasons: [`no cgroup may be made in ${top}/cpu/jobs`, 'systemd gives users no cpu controller of cgroup version 1'],
  });
  expect(quotaWay(own, tree([], []), { ...user, systemdRun: null })).toMatchObject({
    reasons: [expect.any(String), 'there is no systemd-run'],
  });
  expect(quotaWay(own, tree([], []), { ...user, manager: false })).toMatchObject({
    reasons: [expect.any(String), 'no user manager of systemd answers'],
  });
});

test('a cgroup that cannot be seen', () => {
  expect(quotaWay(null, tree([], []), root)).toEqual({
    kind: 'none',
    reasons: ['no cgroup of this process with the cpu controller is to be seen'],
  });
});
