import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { filesAt } from '../../src/host/local-files.js';
import { hasAddress, mountOfTracefs, readPerfFacts, type PerfFacts } from '../../src/host/perf-facts.js';

const folder = mkdtempSync(join(tmpdir(), 'flimflam-perf-facts-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A machine that has these files. */
function machine(name: string, files: Readonly<Record<string, string>>): string {
  const root = join(folder, name);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/** The same with the kernel's symbols that are told there. */
function factsOf(root: string): PerfFacts {
  const files = filesAt(root);
  return readPerfFacts(files, files.text('/proc/kallsyms') ?? '', 0);
}

const tracefs = 'nodev /sys/kernel/tracing tracefs rw,relatime 0 0\n';

test('a physical machine on which everything is open', () => {
  const root = machine('open', {
    '/proc/sys/kernel/perf_event_paranoid': '-1\n',
    '/proc/sys/kernel/kptr_restrict': '0\n',
    '/proc/self/status': 'CapEff:\t0000000000000000\n',
    '/proc/self/mounts': `proc /proc proc rw 0 0\n${tracefs}`,
    '/proc/kallsyms': 'ffffffff81000000 T _text\n',
    '/proc/cpuinfo': 'flags\t\t: fpu vme\n',
    '/sys/kernel/tracing/events/sched/sched_switch/id': '316\n',
    '/sys/bus/event_source/devices/cpu/type': '4\n',
  });
  expect(factsOf(root)).toMatchObject({
    permission: { paranoid: -1, privileged: false },
    tracefs: { state: 'readable', path: '/sys/kernel/tracing' },
    kernelNames: true,
    kptrRestrict: 0,
    pmu: true,
    virtual: false,
  });
});

test('a virtual machine on which nothing is', () => {
  const root = machine('closed', {
    '/proc/self/mounts': tracefs,
    '/proc/kallsyms': '0000000000000000 T _text\n',
    '/proc/cpuinfo': 'flags\t\t: fpu hypervisor lahf_lm\n',
    '/sys/bus/event_source/devices/software/type': '1\n',
    '/sys/bus/event_source/devices/uncore_imc/cpumask': '0\n',
  });
  expect(factsOf(root)).toMatchObject({
    permission: { paranoid: null },
    tracefs: { state: 'unreadable' },
    kernelNames: false,
    kptrRestrict: null,
    pmu: false,
    virtual: true,
  });
});

test.each(['cpu_core', 'cpum_cf'])('%s is a PMU', (name) => {
  expect(factsOf(machine(name, { [`/sys/bus/event_source/devices/${name}/type`]: '4' })).pmu).toBe(true);
});

test('a PMU of ARM is known by its list of CPUs', () => {
  const root = machine('arm', { '/sys/bus/event_source/devices/armv8_pmuv3_0/cpus': '0-3\n' });
  expect(factsOf(root).pmu).toBe(true);
});

test('tracefs that is not mounted, and a kernel without it', () => {
  const root = machine('unmounted', { '/proc/self/mounts': '', '/sys/kernel/tracing/.keep': '' });
  expect(factsOf(root).tracefs).toEqual({ state: 'unmounted', path: '/sys/kernel/tracing' });
  expect(factsOf(join(folder, 'nowhere'))).toMatchObject({ tracefs: { state: 'absent' }, kernelNames: false });
});

test('of several places of tracefs the usual one counts', () => {
  const old = 'tracefs /sys/kernel/debug/tracing tracefs rw 0 0\n';
  expect(mountOfTracefs(old + tracefs)).toBe('/sys/kernel/tracing');
  expect(mountOfTracefs(old)).toBe('/sys/kernel/debug/tracing');
  expect(mountOfTracefs('none /tracefs tmpfs rw 0 0\n')).toBeNull();
});

test('addresses that are all zero are hidden', () => {
  expect(hasAddress('ffffffff81000000 T _text')).toBe(true);
  expect(hasAddress('0000000000000000 T _text')).toBe(false);
  expect(hasAddress('')).toBe(false);
});
