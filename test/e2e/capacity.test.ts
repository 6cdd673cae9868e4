import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { capacitySchema, type Capacity } from '../../src/model/capacity.js';
import { readSummary } from '../../src/store/summary-file.js';
import { Place, withCheckout } from './support.js';

withCheckout();

/** The search that is saved here. */
function savedIn(place: Place): Capacity {
  const home = join(place.folder, 'flimflam-runs');
  const name = readdirSync(home).find((one) => /^\d{8}-\d{6}-capacity-[0-9a-f]{4}$/.test(one));
  return capacitySchema.parse(JSON.parse(readFileSync(join(home, name ?? 'no search', 'capacity.json'), 'utf8')));
}

/** As short as p99 allows at 2000 requests a second. */
const tiny = ['--from', '2k/s', '--warmup', '0.2', '--duration', '0.5', '--jobs', '2'];

/** As the exit code is documented; a disturbed machine may spoil any run. */
const codeOf = ({ answer }: Capacity): number =>
  answer !== null && answer.passing !== null && answer.settled && !answer.doubtful ? 0 : 1;

test('every step is a run that was made as asked, and the answer is what they show', async () => {
  const place = new Place();
  const words = ['capacity', '-r', 'builtin', '--hops', '1', '--slo', '30s', '--to', '4k/s'];
  const { code, stdout, stderr } = await place.run([...words, ...tiny]);
  expect(stderr).toBe('');
  const capacity = savedIn(place);
  expect(code).toBe(codeOf(capacity));
  const { steps, answer, status } = capacity;
  expect(status).toBe('complete');
  const folders = place.runFolders();
  expect(steps.map(({ folder }) => folder).sort()).toEqual(folders.map((path) => path.split('/').at(-1)));
  for (const { rate, folder, planned, response, cpu } of steps) {
    const { configuration, results } = readSummary(join(place.folder, 'flimflam-runs', folder));
    expect(configuration).toMatchObject({ workload: 'builtin-rr', hops: 1, load: { rate: { per_second: rate } } });
    expect(planned).toBe(results?.open_loop?.planned ?? null);
    expect(response?.p99).toBe(results?.latency?.p99);
    const roles = results === null ? Object.keys(cpu) : ['relay_1', 'client', 'server', 'flimflam'];
    expect(Object.keys(cpu)).toEqual(roles);
  }
  // So little in so long a time fails only where a machine stands still; then two runs say so.
  const agreeing = steps.filter(({ rate, passed }) => rate === (answer!.passing ?? answer!.failing) && passed !== null);
  expect(agreeing.length).toBeGreaterThanOrEqual(2);
  const rate = (answer!.passing ?? answer!.failing)!.toLocaleString('en');
  expect(stdout.split('\n')[0]).toMatch(new RegExp(`^builtin-rr over builtin .*${rate}`));
  expect(stdout).toMatch(/^ +Asked +Answered +Resp p50 +Resp p99 +Lag p99 +Relays CPU/m);
  expect(await place.leftAfter(0)).toEqual([]);
});

test('a limit that nobody keeps: nothing passes, and --json prints capacity.json', async () => {
  const place = new Place();
  const { code, stdout } = await place.run(['capacity', '--json', '-r', 'none', '--slo', '0.001ms', ...tiny]);
  expect(code).toBe(1);
  const capacity = capacitySchema.parse(JSON.parse(stdout));
  expect(capacity).toEqual(savedIn(place));
  expect(capacity.answer).toMatchObject({ passing: null, failing: 2000, settled: true });
  expect(capacity.steps.every(({ rate, passed }) => rate === 2000 && passed !== true)).toBe(true);
});

test('Ctrl-C ends a search: the steps until then are kept', async () => {
  const place = new Place();
  const running = place.start(['capacity', '--verbose', '-r', 'none', '--slo', '5ms', '--warmup', '30']);
  await running.says(/client is ready/);
  const { code, stdout, stderr, milliseconds } = await running.end('SIGINT');
  expect(code).toBe(130);
  expect(stderr).toContain('flimflam: interrupted by Ctrl-C');
  expect(stdout).toMatch(/^interrupted before anything was known of builtin-rr without a relay\n/);
  expect(milliseconds).toBeLessThan(3000);
  expect(savedIn(place)).toMatchObject({ status: 'interrupted', answer: null });
  expect(await place.leftAfter(0)).toEqual([]);
});
