import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { machine as machineKind, release, tmpdir, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Files } from '../../src/host/files.js';
import { filesAt } from '../../src/host/local-files.js';
import { parseLimits, readEphemeralPorts, readLimits } from '../../src/host/limits.js';
import { readFrequency } from '../../src/host/frequency.js';
import { readGovernor, readMachine, readTopology, readTurbo } from '../../src/host/machine.js';
import { guessVirtualisation } from '../../src/host/virtualisation.js';

// A machine of files: what sysfs and /proc would say.
let root: string;
let files: Files;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'flimflam-machine-'));
  files = filesAt(root);
});
afterEach(() => rmSync(root, { recursive: true }));

function put(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), `${text}\n`);
}

const fixture = (name: string): string => new URL(`../fixtures/proc/${name}`, import.meta.url).pathname;
const cpus = 'sys/devices/system/cpu';

/** Two packages with two cores each, every core with two threads: CPU 0 and 4 are siblings. */
function putTwoPackages(): void {
  for (let cpu = 0; cpu < 8; cpu += 1) {
    put(`${cpus}/cpu${cpu}/topology/physical_package_id`, String(Math.floor((cpu % 4) / 2)));
    put(`${cpus}/cpu${cpu}/topology/core_id`, String(cpu % 2));
    mkdirSync(join(root, `${cpus}/cpu${cpu}/node${Math.floor((cpu % 4) / 2)}`));
  }
}

test('the topology holds the CPUs that this process may use and that are there', () => {
  putTwoPackages();
  put('proc/self/status', 'Name:\tnode\nCpus_allowed_list:\t1-2,4,6-127');
  put(`${cpus}/online`, '0-6');
  expect(readTopology(files).cpus).toEqual([
    { cpu: 1, core: '0:1', node: 0 },
    { cpu: 2, core: '1:0', node: 1 },
    { cpu: 4, core: '0:0', node: 0 },
    { cpu: 6, core: '1:0', node: 1 },
  ]);
});

test('where sysfs tells nothing every CPU is a core', () => {
  put('proc/self/status', 'Cpus_allowed_list:\t0-1');
  const cores = readTopology(files).cpus.map(({ core }) => core);
  expect(new Set(cores).size).toBe(2);
});

test('governor and turbo of either driver', () => {
  const topology = { cpus: [0, 1].map((cpu) => ({ cpu, core: `0:${cpu}`, node: 0 })) };
  expect([readGovernor(topology, files), readTurbo(files)]).toEqual([null, null]);
  put(`${cpus}/cpu0/cpufreq/scaling_governor`, 'powersave');
  put(`${cpus}/cpu1/cpufreq/scaling_governor`, 'performance');
  put(`${cpus}/cpufreq/boost`, '1');
  expect([readGovernor(topology, files), readTurbo(files)]).toEqual(['performance+powersave', true]);
  put(`${cpus}/intel_pstate/no_turbo`, '1');
  expect(readTurbo(files)).toBe(false);
});

test('the frequency is that of cpufreq, else that of /proc/cpuinfo', () => {
  expect(readFrequency(files)).toBeNull();
  mkdirSync(join(root, 'proc'));
  cpSync(fixture('cpuinfo-x86-64-vm.txt'), join(root, 'proc/cpuinfo'));
  expect(readFrequency(files)).toBe(2_445_434_000);
  put(`${cpus}/cpu0/cpufreq/scaling_cur_freq`, '3000000');
  put(`${cpus}/cpu1/cpufreq/scaling_cur_freq`, '2000000');
  expect(readFrequency(files)).toBe(2_500_000_000);
});

test('limits and ports', () => {
  expect(readLimits(files)).toEqual({ soft: Infinity, hard: Infinity });
  mkdirSync(join(root, 'proc/self'), { recursive: true });
  cpSync(fixture('limits.txt'), join(root, 'proc/self/limits'));
  expect(readLimits(files)).toEqual({ soft: 20000, hard: 20000 });
  expect(parseLimits('Max open files            1024                 unlimited            files')?.hard).toBe(Infinity);
  expect(readEphemeralPorts(files)).toEqual({ low: 32768, high: 60999 });
  put('proc/sys/net/ipv4/ip_local_port_range', '1024\t65000');
  expect(readEphemeralPorts(files)).toEqual({ low: 1024, high: 65000 });
});

test('virtualisation without systemd', () => {
  expect(guessVirtualisation(files)).toBeNull();
  cpSync(fixture('cpuinfo-x86-64-vm.txt'), join(root, 'proc/cpuinfo'), { recursive: true });
  expect(guessVirtualisation(files)).toBe('virtual machine');
  put('sys/class/dmi/id/sys_vendor', 'QEMU');
  put('run/.containerenv', '');
  expect(guessVirtualisation(files)).toBe('podman in QEMU');
});

test('this machine can be read', async () => {
  const machine = await readMachine();
  expect(machine.topology.cpus.length).toBeGreaterThan(0);
  expect(machine.memory).toBe(totalmem());
  expect(machine.kernel).toBe(`Linux ${release()} ${machineKind()}`);
});
