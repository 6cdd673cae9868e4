import { join, resolve } from 'node:path';
import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { LocalHost } from '../../src/host/local-host.js';
import { PerfMachine } from '../../src/host/perf-machine.js';
import { ownersOf, type OwnerOf } from '../../src/captures/owners.js';
import { stat } from '../../src/captures/stat.js';
import type { CaptureOptions, Findings } from '../../src/captures/capture.js';
import { eventCountsSchema, perWork } from '../../src/model/event-counts.js';
import { temporaryFolder } from '../store/temporary.js';

const options: CaptureOptions = { events: null, frequency: 997, callGraph: 'fp', extra: [] };
const folder = join(import.meta.dirname, '..', 'fixtures', 'perf-stat');

const digest = (file: string, ownerOf: OwnerOf, changes: Partial<CaptureOptions> = {}): Promise<Findings> =>
  stat.digest(
    { file: resolve(folder, file), perf: new PerfMachine(new LocalHost(), 'perf'), ownerOf, marks: null, signal: null },
    { ...options, ...changes },
  );

const thread = (role: string, thread: string, pid: number, tid = pid) => ({ role, thread, pid, tid });
const relays = ['relay_1', 'relay_2'];
const nginx = ownersOf(
  [
    thread('relay_1', 'nginx 1', 22413),
    thread('relay_1', 'nginx 2', 22414),
    thread('relay_1', 'nginx 3', 22415),
    thread('relay_2', 'nginx 1', 22410),
    thread('relay_2', 'nginx 2', 22411),
    thread('relay_2', 'nginx 3', 22412),
  ],
  relays,
);
const hardware = ownersOf(
  [
    thread('relay_1', 'skrouterd', 101),
    thread('relay_1', 'wrkr_0', 101, 102),
    thread('relay_1', 'wrkr_1', 101, 103),
    thread('relay_2', 'wrkr_0', 201, 202),
  ],
  relays,
);

test('perf is told to count each thread, in columns that names cannot break', () => {
  expect(stat.perf(options, ['cycles', 'task-clock'])).toEqual([
    ...['stat', '--per-thread', '-x', String.raw`\t`, '-e', 'cycles,task-clock'],
  ]);
  expect(stat.perf({ ...options, events: '{cycles,instructions}:u' }, [])).toContain('{cycles,instructions}:u');
});

test('threads are summed by role and together', async () => {
  const found = (await digest('nginx.txt', nginx)).stat!;
  expect(eventCountsSchema.parse(found)).toEqual(found);
  expect(found.events.map(({ name, unit }) => [name, unit])).toEqual([
    ['task-clock', 'msec'],
    ['context-switches', ''],
    ['cpu-migrations', ''],
    ['page-faults', ''],
  ]);
  expect(found.roles['relay_1']).toEqual({
    'task-clock': 594.35,
    'context-switches': 7572,
    'cpu-migrations': 0,
    'page-faults': 0,
  });
  expect(found.together['context-switches']).toBe(7572 + 3969);
  expect(found.threads).toHaveLength(6);
});

test('what this machine cannot count is named once, also what was not even asked for', async () => {
  const { unavailable, ratios } = (await digest('nginx.txt', nginx)).stat!;
  expect(unavailable).toHaveLength(1);
  expect(unavailable[0]?.events).toEqual([
    ...['instructions', 'branches', 'branch-misses', 'cache-references', 'cache-misses', 'cycles'],
  ]);
  expect(unavailable[0]?.cause).not.toBe('');
  expect(ratios).toEqual([]);
});

test('of events that the user chose only those are named', async () => {
  const own = (await digest('nginx.txt', nginx, { events: 'cycles,task-clock' })).stat!;
  expect(own.unavailable.map(({ events }) => events)).toEqual([['cycles']]);
});

test('a list of which nothing can be counted is no fault', async () => {
  const file = join(temporaryFolder(), 'stat.txt');
  writeFileSync(file, 'wrkr_0-102\t<not supported>\t\tcycles\t0\t100.00\t\t\n');
  const found = (await digest(file, hardware, { events: 'cycles' })).stat!;
  expect(found).toMatchObject({ events: [], roles: { relay_1: {} }, unavailable: [{ events: ['cycles'] }] });
});

test('only what was to be captured is counted', async () => {
  const threads = [thread('relay_1', 'nginx', 22414), thread('relay_2', 'nginx', 22411)];
  const { roles, together } = (await digest('nginx.txt', ownersOf(threads, ['relay_2']))).stat!;
  expect(Object.keys(roles)).toEqual(['relay_2']);
  expect(together['context-switches']).toBe(3969);
});

test('what happens in the kernel is not 0 for a user who may not look there', async () => {
  const owner: OwnerOf = () => ({ role: 'relay_1', thread: 'sh' });
  const { events, together, unavailable } = (await digest('ordinary-user.txt', owner)).stat!;
  expect(events.map(({ name }) => name)).toEqual(['task-clock:u', 'page-faults:u']);
  expect(together).toEqual({ 'task-clock:u': 460.16, 'page-faults:u': 282 });
  expect(unavailable.at(-1)).toMatchObject({ events: ['context-switches:u', 'cpu-migrations:u'] });
  expect(unavailable.at(-1)?.cause).toContain('in the kernel');
});

test('counters that took turns are told, and a sum with an unknown part is not given', async () => {
  const { stat: found, warnings } = await digest('hardware.txt', hardware);
  expect(warnings).toMatchObject([{ code: 'events-multiplexed' }]);
  expect(found!.events.find(({ name }) => name === 'instructions')?.running).toBe(0.6667);
  expect(found!.roles['relay_1']).not.toHaveProperty('cache-misses');
  expect(found!.roles['relay_2']).toHaveProperty('cache-misses', 700);
  expect(found!.together).not.toHaveProperty('cache-misses');
  expect(found!.unavailable.at(-1)).toMatchObject({ events: ['cache-misses'] });
});

test('instructions by cycles, and misses by all', async () => {
  const { ratios } = (await digest('hardware.txt', hardware)).stat!;
  expect(ratios).toEqual([
    { of: 'instructions', by: 'cycles', roles: { relay_1: 1, relay_2: 1.1 }, together: 1.05 },
    { of: 'branch-misses', by: 'branches', roles: { relay_1: 0.014, relay_2: 0.02 }, together: 0.017 },
  ]);
});

test('counts by the work of the window', async () => {
  const found = (await digest('nginx.txt', nginx)).stat!;
  const { per } = perWork(found, { unit: 'GB', amount: 2 });
  expect(per).toMatchObject({ unit: 'GB', roles: { relay_1: { 'context-switches': 3786 } } });
  expect(per?.together['context-switches']).toBe((7572 + 3969) / 2);
  expect(perWork(found, null).per).toBeNull();
});

test('an event that is asked for twice counts once', async () => {
  const line = 'wrkr_0-102\t7\t\tpage-faults\t10\t100.00\t\t\n';
  const file = join(temporaryFolder(), 'stat.txt');
  writeFileSync(file, line + line);
  expect((await digest(file, hardware)).stat?.together).toEqual({
    'page-faults': 7,
  });
});

test.each(['README.md', 'not-there.txt'])('without counts there is an error and no table: %s', async (file) => {
  await expect(digest(file, nginx)).rejects.toMatchObject({ code: 'no-samples' });
});

test('counts of other processes are none', async () => {
  await expect(digest('nginx.txt', ownersOf([], relays))).rejects.toMatchObject({ code: 'no-samples' });
});
