import { accessSync, constants } from 'node:fs';
import { messageOf } from '../../errors.js';
import { readFrequency } from '../../host/frequency.js';
import { readLimits, type Machine } from '../../host/machine.js';
import { packageRoot, packageVersion } from '../../host/package-root.js';
import { judgePerf, readPerfPermission } from '../../host/perf-permission.js';
import { buildIdOf } from '../../host/libraries.js';
import type { CheckReport, Finding } from '../../model/check.js';
import { formatCpuList } from '../../units/cpu-list.js';
import { formatBytes } from '../../units/quantity.js';
import { blankFinding } from './program.js';

type Facts = CheckReport['facts'];

const orUnknown = (value: string | null): string => value ?? 'not told by the kernel';
const onOff = (value: boolean | null): string => orUnknown(value === null ? null : value ? 'on' : 'off');

/** What Flimflam runs on, in words. */
export function machineFacts(machine: Machine): Facts {
  const { cpus } = machine.topology;
  const list = formatCpuList(cpus.map(({ cpu }) => cpu));
  const cores = new Set(cpus.map(({ core }) => core)).size;
  const nodes = new Set(cpus.map(({ node }) => node)).size;
  return [
    { name: 'distribution', value: machine.distribution.name },
    { name: 'kernel', value: machine.kernel },
    { name: 'CPU', value: orUnknown(machine.cpuModel) },
    {
      name: 'topology',
      value: `usable CPUs ${list}: ${counted(cpus.length, 'CPU')}, ${counted(cores, 'core')}, ${counted(nodes, 'NUMA node')}`,
    },
    { name: 'memory', value: formatBytes(machine.memory) },
    { name: 'governor', value: orUnknown(machine.governor) },
    { name: 'turbo', value: onOff(machine.turbo) },
    { name: 'SMT', value: onOff(machine.smt) },
    { name: 'virtualisation', value: machine.virtualisation ?? 'none seen' },
  ];
}

const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

/** Facts that are looked up one by one, so that one that fails leaves the others. */
export function otherFacts(): Facts {
  return [
    fact('Flimflam', () => `${packageVersion()}  ${packageRoot}`),
    fact('frequency', () => {
      const frequency = readFrequency();
      return orUnknown(frequency === null ? null : `${(frequency / 1e9).toFixed(2)} GHz (mean, now)`);
    }),
    fact('open files', () => {
      const { soft, hard } = readLimits();
      return `limit ${soft}, hard limit ${hard}`;
    }),
  ];
}

function fact(name: string, read: () => string): Facts[number] {
  try {
    return { name, value: read() };
  } catch (error) {
    return { name, value: `cannot be read: ${messageOf(error)}` };
  }
}

/** The node that runs this. */
export function checkNode(version: string, path: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const good = major > 20 || (major === 20 && minor >= 19);
  return {
    ...blankFinding('node', 'runs Flimflam (>=20.19)', true),
    state: good ? 'found' : 'broken',
    version,
    path,
    build_id: buildIdOf(path),
    note: good ? null : 'too old',
    remedy: good ? null : 'install Node.js 20.19 or newer: https://nodejs.org/en/download',
  };
}

// Where figures come from: CPU times, run delays, sockets that listen.
const procFiles = ['/proc/stat', '/proc/self/stat', '/proc/self/schedstat', '/proc/self/maps', '/proc/net/tcp'];

/** Whether the kernel's accounts can be read; `files` is there for tests. */
export function checkProc(files: readonly string[] = procFiles): Finding {
  const finding = blankFinding('/proc', 'CPU times, sockets', true);
  const unreadable = files.filter((file) => {
    try {
      accessSync(file, constants.R_OK);
      return false;
    } catch {
      return true;
    }
  });
  if (unreadable.length === 0) return { ...finding, state: 'found', note: 'readable' };
  const note = `cannot read ${unreadable.join(', ')}`;
  return { ...finding, state: 'broken', note, remedy: 'mount /proc, and use a kernel with CONFIG_SCHED_INFO' };
}

/** What the kernel permits this user with perf; judged by what it permits, not by the number. */
export function checkPerfEvents(permission = readPerfPermission()): Finding {
  const { permits, remedy } = judgePerf(permission);
  const purpose = permission.paranoid === null ? 'what perf may do' : `perf_event_paranoid=${permission.paranoid}`;
  const state = permits.startsWith('nothing') ? 'broken' : 'found';
  return { ...blankFinding('perf events', purpose, false), state, note: `permits ${permits}`, remedy };
}
