import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { ancestorsOf, hasOtherNetwork, identityOf, processTrees, rootOf } from '../../src/host/process-facts.js';
import { Sampler } from '../../src/host/sampler.js';

/** A process with two children, in the group of this test: it leads none. */
async function aFamily(): Promise<{ root: number; child: ChildProcess; members: () => number[] }> {
  const child = spawn('sh', ['-c', 'sleep 60 & sleep 60 & wait'], { stdio: 'ignore' });
  const root = child.pid!;
  const members = (): number[] => processTrees([root]).get(root)!;
  onTestFinished(() => {
    for (const pid of members()) if (identityOf(pid) !== null) process.kill(pid, 'SIGKILL');
  });
  while (members().length < 3) await sleep(5);
  return { root, child, members };
}

test('what comes of a process, though it leads no group', async () => {
  const { root, members } = await aFamily();
  expect(members()).toHaveLength(3);
  expect(processTrees([members()[1]!, root]).size).toBe(2);
  expect(ancestorsOf(members()[1]!).slice(0, 2)).toEqual([root, process.pid]);
});

test('the sampler watches a tree as one role', async () => {
  const { root, members } = await aFamily();
  using sampler = new Sampler({});
  sampler.watchTree('relay1', root);
  sampler.refresh();
  expect(new Set(Object.keys(sampler.read().roles['relay1']!))).toEqual(new Set(members().map(String)));
  expect(sampler.sample().roles['relay1']!.rssBytes).toBeGreaterThan(0);
});

test('who a process is', async () => {
  expect(identityOf(process.pid)).toMatchObject({ leader: process.pid, executable: process.execPath });
  const { child, root } = await aFamily();
  expect(identityOf(root)).toMatchObject({ name: 'sh', leader: root });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  for (const pid of processTrees([root]).get(root)!) process.kill(pid, 'SIGKILL');
  await ended;
  expect(identityOf(root)).toBeNull();
});

test('our own files and network are no others', () => {
  expect(rootOf(process.pid)).toBe('');
  expect(hasOtherNetwork(process.pid)).toBe(false);
});
