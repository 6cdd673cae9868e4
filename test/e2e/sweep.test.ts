import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sweepSchema, type Sweep } from '../../src/model/sweep.js';
import { lastAttempts } from '../../src/report/curves/spread.js';
import { readSummary } from '../../src/store/summary-file.js';
import { fewLocalPorts, mayHaveNetwork, Place, short, shortest, withCheckout } from './support.js';

withCheckout();

/** The sweep that is saved here. */
function savedIn(place: Place): Sweep {
  const home = join(place.folder, 'flimflam-runs');
  const name = readdirSync(home).find((one) => /^\d{8}-\d{6}-sweep-[0-9a-f]{4}$/.test(one));
  return sweepSchema.parse(JSON.parse(readFileSync(join(home, name ?? 'no sweep', 'sweep.json'), 'utf8')));
}

const pointsOf = ({ curves }: Sweep) => curves.flatMap(({ points }) => points);

/** As the exit code is documented; a disturbed machine may spoil any run. */
const codeOf = (sweep: Sweep): number =>
  pointsOf(sweep).every(({ runs }) => lastAttempts(runs).every(({ status }) => status === 'ok')) ? 0 : 1;

test('a curve for each relay over the hops: every point, each run as asked, and one table', async () => {
  const place = new Place();
  const words = ['sweep', '-r', 'builtin:pipeSize=65536,none', '--hops', '0,1', '--repeat', '1', '--seed', '3'];
  const { code, stdout, stderr } = await place.run([...words, ...short]);
  expect(stderr).toBe('');
  const sweep = savedIn(place);
  expect(code).toBe(codeOf(sweep));
  expect(sweep).toMatchObject({ status: 'complete', axis: 'hops', repeat: 1, seed: 3, counted: 'bits' });
  expect(sweep.values.map(({ number }) => number)).toEqual([0, 1]);
  expect(sweep.curves.map(({ spec, relay }) => `${spec} ${relay}`)).toEqual([
    'builtin:pipeSize=65536 builtin',
    'none none',
  ]);
  const folders = place.runFolders();
  expect(folders).toHaveLength(pointsOf(sweep).reduce((sum, { runs }) => sum + runs.length, 0));
  for (const [at, { points }] of sweep.curves.entries()) {
    for (const [hops, { runs, figures }] of points.entries()) {
      const run = lastAttempts(runs)[0]!;
      const { configuration, results } = readSummary(folders.find((folder) => folder.endsWith(`/${run.folder}`))!);
      const relays = at === 0 ? hops : 0;
      expect(run.status).toMatch(/^(ok|invalid)$/);
      expect(configuration.hops).toBe(relays);
      expect(configuration.relay_options).toEqual(relays === 0 ? {} : { pipeSize: '65536' });
      expect(run.rate).toBe(results!.bits_per_second);
      expect(figures.rate!.median).toBe(run.rate);
      expect(run.relays_cost === null).toBe(relays === 0);
    }
  }
  expect(stdout).toMatch(/^builtin over builtin:pipeSize=65536, none, tcp; hops 0, 1; 1 run each$/m);
  expect(stdout).toMatch(/^ +0 .*\d [kMG]b\/s/m);
  expect(stdout).toMatch(/^ +1 .*\d [kMG]b\/s/m);
  expect(await place.leftAfter(0)).toEqual([]);
});

test('--json prints sweep.json; requests have percentiles', async () => {
  const place = new Place();
  const words = ['sweep', '--json', '-w', 'builtin-rr', '-r', 'none', '--jobs', '1,3', '--repeat', '2'];
  const { code, stdout } = await place.run([...words, ...shortest]);
  const sweep = sweepSchema.parse(JSON.parse(stdout));
  expect(sweep).toEqual(savedIn(place));
  expect(code).toBe(codeOf(sweep));
  expect(sweep.counted).toBe('operations');
  for (const { counted, figures } of pointsOf(sweep)) {
    expect(counted).toBeGreaterThan(0);
    expect(figures.rate!.median).toBeGreaterThan(0);
    // Two runs bear no interval.
    expect(figures.latency_p50).toMatchObject({ level: null });
  }
});

test('Ctrl-C ends a sweep: what was measured is kept and printed', async () => {
  const place = new Place();
  const running = place.start(['sweep', '--verbose', '-r', 'none', '--jobs', '1,2', '--warmup', '30']);
  await running.says(/client is ready/);
  const { code, stdout, stderr, milliseconds } = await running.end('SIGINT');
  expect(code).toBe(130);
  expect(stderr).toContain('flimflam: interrupted by Ctrl-C');
  expect(stdout).toMatch(/^INTERRUPTED/);
  expect(milliseconds).toBeLessThan(3000);
  expect(savedIn(place).status).toBe('interrupted');
  expect(await place.leftAfter(0)).toEqual([]);
});

test('more connections than local ports are refused before the first run', async (ctx) => {
  ctx.skip(!mayHaveNetwork(), 'a network namespace of its own is not permitted here, or unshare or ip is missing');
  const place = new Place();
  const ofSweep = ['sweep', '-r', 'none', '--jobs', '1,51'];
  const ofCapacity = ['capacity', '-r', 'none', '--slo', '5ms', '--jobs', '51'];
  for (const words of [ofSweep, ofCapacity]) {
    const { code, stderr } = await place.run(words, { before: fewLocalPorts });
    expect(stderr).toMatch(/51 connections need as many local ports, and net\.ipv4\.ip_local_port_range has 150/);
    expect(code).toBe(1);
  }
  expect(readdirSync(place.folder)).toEqual([]);
});
