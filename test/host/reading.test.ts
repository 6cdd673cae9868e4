import { spawn } from 'node:child_process';
import { expect, onTestFinished, test } from 'vitest';
import { sleep } from '../../src/host/clock.js';
import { KnownFiles, type FileFound, type FileKind } from '../../src/host/known-files.js';
import { localFiles } from '../../src/host/local-files.js';
import { readingOf, snapshotWanted } from '../../src/host/reading.js';
import { statOf } from '../../src/host/proc.js';
import { filesMatching } from './glob.js';

const nobody = { members: {}, softirqThreads: [], cgroups: {} };

/** Does for this machine what flimflam-sampler does for another one. */
function snapshotOf(items: readonly string[], pids: readonly number[]): FileFound[] {
  const { text, names, link, exists } = localFiles;
  const content: Partial<Record<FileKind, (path: string) => string | null>> = {
    t: text,
    n: (folder) => names(folder).join('\n') || null,
    l: link,
    e: (path) => (exists(path) ? '1' : null),
  };
  return items
    .filter((item) => item !== '-')
    .flatMap((item) => (item.includes('%') ? pids.map((pid) => item.replace('%', String(pid))) : [item]))
    .flatMap((item) => {
      const kind = item[0] as FileKind;
      return filesMatching(item.slice(2)).flatMap((path) => {
        const found = content[kind]!(path);
        return found === null ? [] : [{ kind, path, content: found }];
      });
    });
}

/** Two processes that do nothing: what is read of them stays the same. */
async function sleepers(): Promise<number[]> {
  const children = [1, 2].map(() => spawn('sleep', ['60'], { stdio: 'ignore' }));
  onTestFinished(() => children.forEach((child) => child.kill('SIGKILL')));
  const pids = children.map(({ pid }) => pid!);
  const isAsleep = (pid: number): boolean => {
    const stat = statOf(pid);
    return stat?.comm === 'sleep' && stat.state === 'S';
  };
  while (!pids.every(isAsleep)) await sleep(5);
  return pids;
}

test('a snapshot holds all that a reading is made of', async () => {
  const pids = await sleepers();
  const { items, softirqThreads } = snapshotWanted(localFiles);
  const watched = { members: { server: pids.slice(0, 1), client: pids.slice(1) }, softirqThreads, cgroups: {} };
  const asked: string[] = [];
  const { files } = new KnownFiles(snapshotOf(items, pids), ({ kind, path }) => asked.push(`${kind}:${path}`));
  const there = readingOf(files, watched, () => 5);
  const here = readingOf(localFiles, watched);
  // What is asked for beyond it is not there: CPUs without a frequency or a count of throttling, processes that ended.
  expect(asked.filter((item) => !/cpu\d+\/(cpufreq|thermal_throttle)\/|^t:\/proc\/\d+\/stat$/.test(item))).toEqual([]);
  expect(there.timeNs).toBe(5);
  expect(there.roles).toEqual(here.roles);
  expect(Object.keys(there.roles['server']![pids[0]!]!.threads)).toEqual([String(pids[0])]);
  expect(Object.keys(there.network!.devices)).toEqual(Object.keys(here.network!.devices));
  expect(there.machine?.cpus).toBe(here.machine?.cpus);
  expect(there.machine?.softirqPids).toEqual(here.machine?.softirqPids);
  expect(there.machine?.everybody === null).toBe(here.machine?.everybody === null);
  expect(there.frequencyHz === null).toBe(here.frequencyHz === null);
  expect(there.throttleCount === null).toBe(here.throttleCount === null);
});

test('what must be timely comes first, and nothing of the machine as a whole is in it', () => {
  const { items } = snapshotWanted(localFiles, { relay1: '/sys/fs/cgroup/flimflam' });
  const timely = items.slice(0, items.indexOf('-'));
  expect(timely).toContain('t:/proc/stat');
  expect(timely).toContain('t:/proc/%/stat');
  expect(timely).toContain('t:/sys/fs/cgroup/flimflam/cpu.stat');
  expect(items.filter((item) => item === '-')).toHaveLength(1);
  expect(timely.some((item) => item.includes('[0-9]'))).toBe(false);
});

test('the frequency is that of cpufreq where there is one', () => {
  const folder = '/sys/devices/system/cpu';
  const { files } = new KnownFiles([
    { kind: 'n', path: folder, content: 'cpu0\ncpufreq' },
    { kind: 'e', path: `${folder}/cpu0/cpufreq/scaling_cur_freq`, content: '1' },
  ]);
  const { items } = snapshotWanted(files);
  expect(items).toContain(`t:${folder}/cpu[0-9]*/cpufreq/scaling_cur_freq`);
  expect(items).not.toContain('t:/proc/cpuinfo');
});

test('a machine that tells nothing', () => {
  const reading = readingOf(new KnownFiles([]).files, { ...nobody, members: { server: [1] } });
  expect(reading).toMatchObject({ roles: { server: {} }, machine: null, network: null, frequencyHz: null });
});
