import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { benchSchema, type Bench } from '../../src/model/summary.js';
import { readBench } from '../../src/store/summary-file.js';
import { expectSound } from './sound.js';
import { mayMount, missing, Place, short, shortest, whereIs, withCheckout } from './support.js';

withCheckout();

function benchOf(place: Place): Bench {
  const home = join(place.folder, 'flimflam-runs');
  const name = readdirSync(home).find((one) => /^\d{8}-\d{6}-bench-[0-9a-f]{4}$/.test(one));
  return readBench(join(home, name ?? 'no bench'));
}

const namesOf = ({ rows }: Bench): string[] =>
  rows.map(({ workload, relay, protocol }) => `${workload} ${relay} ${protocol}`);

const statusesOf = ({ rows }: Bench): string[] => rows.flatMap(({ runs }) => runs.map(({ status }) => status));

const codeOf = (bench: Bench): number => (statusesOf(bench).every((status) => status === 'ok') ? 0 : 1);

test('every combination is a row of one table, with percentages of the ceilings', async (ctx) => {
  const reason = missing('nginx');
  ctx.skip(reason !== null, reason ?? '');
  const place = new Place();
  const { code, stdout, stderr } = await place.run([
    ...['bench', '-w', 'builtin,builtin-rr', '-r', 'none,builtin,nginx', ...short],
  ]);
  const bench = benchOf(place);
  expect(stderr).toBe('');
  expect(code).toBe(codeOf(bench));
  expect(namesOf(bench)).toEqual(
    ['builtin', 'builtin-rr'].flatMap((workload) =>
      ['none', 'builtin', 'nginx'].map((relay) => `${workload} ${relay} tcp`),
    ),
  );
  for (const folder of place.runFolders()) expectSound(folder);
  expect(bench.environment?.cpus).toBeGreaterThan(0);
  for (const row of bench.rows) {
    const [run] = row.runs;
    expect(run!.bits_per_second).toBeGreaterThan(0);
    const ownCeiling = { none: row.of_none, builtin: row.of_builtin }[row.relay as 'none' | 'builtin'];
    expect([undefined, 1]).toContain(ownCeiling);
    expect(row.of_none).toBeGreaterThan(0);
    expect(row.of_builtin).toBeGreaterThan(0);
    expect(run!.relay_2_cpu === null).toBe(row.relay === 'none');
  }
  const [header = ''] = stdout.split('\n');
  expect(header.trim().split(/\s{2,}/)).toEqual([
    ...['Workload', 'Relay', 'Prot', 'Bits/s', 'Ops/s', 'Lat p50', 'Lat p99'],
    ...['R1 CPU', 'R1 MB', 'R2 CPU', 'R2 MB', 'CPU-s', '% none', '% builtin'],
  ]);
  for (const name of namesOf(bench)) expect(stdout).toMatch(new RegExp(`^${name.replaceAll(' ', ' +')} .*\\d`, 'm'));
  expect(await place.leftAfter(0)).toEqual([]);
});

test('--repeat runs the list that often, shuffled by a seed, and --json prints bench.json', async () => {
  const place = new Place();
  const words = ['bench', '-w', 'builtin,builtin-rr', '-r', 'none', '--repeat', '2', '--seed', '7', ...shortest];
  const { code, stdout } = await place.run([...words, '--json']);
  const bench = benchSchema.parse(JSON.parse(stdout));
  expect(bench).toEqual(benchOf(place));
  expect(code).toBe(codeOf(bench));
  expect([bench.repeat, bench.seed]).toEqual([2, 7]);
  expect(bench.rows.map(({ runs }) => runs.length)).toEqual([2, 2]);
  expect(place.runFolders().length).toBe(4);
});

test('a combination that fails is a row that says why; the rest is run', async () => {
  const place = new Place();
  place.program('haproxy', 'dies-at-start.sh');
  const { code, stdout } = await place.run(['bench', '-w', 'builtin', '-r', 'haproxy,none', ...shortest]);
  expect(code).toBe(1);
  const bench = benchOf(place);
  expect(namesOf(bench)).toEqual(['builtin haproxy tcp', 'builtin none tcp']);
  const [failed, other] = statusesOf(bench);
  expect(failed).toBe('failed');
  expect(other).toMatch(/^(ok|invalid)$/);
  expect(bench.rows[0]!.runs[0]!.reason).toContain('the flux capacitor is missing');
  expect(stdout).toMatch(/^builtin +haproxy +tcp +failed: relay 2 \(haproxy\) ended with exit code 3/m);
  expect(stdout).toMatch(/TROUBLE +builtin over haproxy/);
});

test('programs that are missing are named with the line that installs them', async (ctx) => {
  const reason = missing('skrouterd', 'iperf3');
  ctx.skip(reason !== null, reason ?? '');
  ctx.skip(!whereIs('iperf3')!.startsWith('/usr/bin/'), 'iperf3 is not in /usr/bin');
  const place = new Place();
  const { code, stdout } = await place.run(['bench', '-w', 'builtin,iperf3', '-r', 'none', ...shortest], {
    env: { PATH: '/nowhere' },
  });
  const bench = benchOf(place);
  expect(code).toBe(codeOf(bench));
  expect(namesOf(bench)).toEqual(['builtin none tcp']);
  expect(bench.missing).toEqual([
    { program: 'iperf3', needed_for: 'workload iperf3', install: expect.stringContaining('install') as string },
  ]);
  expect(stdout).toMatch(/^MISSING +iperf3, needed for workload iperf3: .*install/m);
});

test('a relay that is missing is named too; run then names the others', async (ctx) => {
  ctx.skip(!mayMount(), 'this user may not mount');
  ctx.skip(whereIs('skrouterd') !== '/usr/local/sbin/skrouterd', 'skrouterd is not in /usr/local/sbin');
  const place = new Place();
  // Where Flimflam looks beside PATH, nothing is: in a mount namespace of its own.
  const before = ['unshare', '-m', 'sh', '-c', 'mount -t tmpfs none /usr/local/sbin && exec "$@"', 'sh'];
  const run = await place.run(['run'], { before });
  expect(run.code).toBe(1);
  expect(run.stdout).toBe('');
  expect(run.stderr).toMatch(/^flimflam: skrouterd is not on PATH \(.*installed relays: .*builtin, none .*\)\n$/);
  expect(place.runFolders()).toEqual([]);
  const bench = await place.run(['bench', '-w', 'builtin', '-r', 'skrouterd,none', ...shortest], { before });
  expect(namesOf(benchOf(place))).toEqual(['builtin none tcp']);
  expect(bench.stdout).toMatch(/^MISSING +skrouterd, needed for relay skrouterd: /m);
});

test('Ctrl-C ends a bench: what was measured is printed', async () => {
  const place = new Place();
  const running = place.start(['bench', '--verbose', '-w', 'builtin', '-r', 'none,builtin', '--warmup', '30']);
  await running.says(/client is ready/);
  const { code, stderr, milliseconds } = await running.end('SIGINT');
  expect(code).toBe(130);
  expect(stderr).toContain('flimflam: interrupted by Ctrl-C');
  expect(milliseconds).toBeLessThan(3000);
  expect(place.summary().status).toBe('interrupted');
  expect(await place.leftAfter(0)).toEqual([]);
});
