/* oxlint-disable vitest/valid-expect -- vitest takes a message as second argument */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { requireDescriptors } from '../../src/app/run/descriptors.js';
import { requireLocalPorts } from '../../src/app/run/local-ports.js';
import { ExpectedError } from '../../src/errors.js';
import { readEphemeralPorts, readLimits } from '../../src/host/machine.js';
import { usualLoad, type Load } from '../../src/model/load.js';
import type { Scenario } from '../../src/model/scenario.js';
import type { Summary } from '../../src/model/summary.js';
import { aScenario } from '../fixtures/scenario.js';
import { expectSound } from './sound.js';
import { missing, Place, short, withCheckout } from './support.js';

withCheckout();

const many = 5000;

/** Why this machine does not let so many connections be; null if it does. */
function refused(scenario: Scenario): string | null {
  try {
    requireDescriptors(scenario, readLimits());
    requireLocalPorts(scenario, readEphemeralPorts());
    return null;
  } catch (error) {
    if (error instanceof ExpectedError) return error.message;
    throw error;
  }
}

/** Over relays it takes a moment until so many connections are there from end to end. */
const patient = ['--warmup', '2', '--duration', '1'];

async function run(words: string, times = short): Promise<{ summary: Summary; stdout: string; folder: string }> {
  const place = new Place();
  const { stdout } = await place.run(['run', ...words.split(' '), ...times]);
  const [folder = ''] = place.runFolders();
  return { summary: expectSound(folder), stdout, folder };
}

test.for<[Scenario['workload'], Scenario['relay'], Partial<Load>, string]>([
  ['builtin', 'none', {}, ''],
  ['builtin', 'builtin', { active: 100 }, ' --active 100'],
  ['builtin-rr', 'none', {}, ''],
  ['builtin-rr', 'builtin', {}, ''],
])('%s over %s with 5,000 connections: %j', async ([workload, relay, load, words], ctx) => {
  const reason = refused(aScenario({ workload, relay, jobs: many, load: { ...usualLoad, ...load } }));
  ctx.skip(reason !== null, reason ?? '');
  const { summary, folder } = await run(`-w ${workload} -r ${relay} --jobs ${many}${words}`, patient);
  expect(readFileSync(join(folder, 'client.out'), 'utf8')).toMatch(new RegExp(`^connected ${many}$`, 'm'));
  const { fairness, operations, latency } = summary.results!;
  expect(fairness?.count ?? null).toBe(workload === 'builtin' ? (load.active ?? many) : null);
  expect(operations).toBe(latency?.count ?? null);
});

test('idle connections: only the active ones count, and the relays tell their memory', async () => {
  const relays = ['builtin', ...['haproxy'].filter((name) => missing(name) === null)];
  for (const relay of relays) {
    const { summary, stdout, folder } = await run(`-r ${relay} --direction upload --jobs 60 --active 2`);
    expect(summary.results!.fairness!.count).toBe(2);
    expect(stdout).toContain('60 jobs of which 2 active');
    const memory = summary.memory_per_connection!;
    expect(Object.keys(memory)).toEqual(['relay_1', 'relay_2']);
    for (const [role, { before, connected, after, per_connection: each }] of Object.entries(memory)) {
      expect(Math.min(before, connected, after), role).toBeGreaterThan(0);
      expect(each).toBe(Math.round((connected - before) / 60));
      expect(stdout).toMatch(new RegExp(`${role.replace('_', ' ')}: \\S+ \\S+ for each connection \\(.* with 60, `));
    }
    expect(readFileSync(join(folder, 'reproduce.sh'), 'utf8')).toContain('--active 2');
  }
});

test('requests over few of many connections, in closed and open loop; without a relay there is no memory to tell', async () => {
  for (const rate of ['', ' --rate 400/s']) {
    const { summary, stdout } = await run(`-w builtin-rr -r none --jobs 30 --active 3${rate}`);
    expect(summary.memory_per_connection).toBeNull();
    expect(stdout).not.toContain('MEMORY');
    expect(summary.results!.open_loop?.planned).toBe(rate === '' ? undefined : 200);
  }
});

test('more than the limits allow is refused before the start, with the line that raises them', async () => {
  const place = new Place();
  const before = ['sh', '-c', 'ulimit -n 200; exec "$@"', 'sh'];
  const files = await place.run(['run', '-r', 'none', '--jobs', '300'], { before });
  expect(files.stderr).toMatch(/300 jobs need 400 open files, and the limit is 200/);
  expect(files.stderr).toMatch(/at most 100 jobs, or raise it .*: ulimit -n 400/);
  expect(files.code).toBe(1);
  const active = await place.run(['run', '-r', 'none', '--jobs', '3', '--active', '4']);
  expect(active.stderr).toMatch(/--active 4 is more than the 3 that --jobs opens/);
  expect(active.code).toBe(2);
  expect(place.runFolders()).toEqual([]);
});
