import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Start } from '../../../src/app/compare/compare.js';
import { severalStartLines } from '../../../src/cli/compare/follow-several.js';
import type { Comparison } from '../../../src/model/comparison.js';
import type { Comparisons } from '../../../src/report/comparison/as-one.js';
import { writeComparison } from '../../../src/store/comparison-file.js';
import { writeComparisonSet } from '../../../src/store/comparison-set-file.js';
import { failedRun, withRuns } from '../../fixtures/comparison.js';
import { someComparisons } from '../../fixtures/comparisons.js';
import { place, withProgram, type Ended } from '../flimflam.js';
import { here } from '../here.js';

withProgram();

const relays = ['compare', 'builtin', 'nginx'];
const two = [...relays, '-w', 'builtin,builtin-rr'];

test.each([
  [[...two, '--pairs', '7'], /several workloads cannot be judged together with 7 pairs .*--quick/],
  [[...two, '--metric', 'throughput'], /these runs have no metric 'throughput' \(they have operations, /],
  [[...two, '--bisect'], /--bisect takes one workload/],
  [[...two, '--quick', '--fail-on', 'worse'], /--fail-on wants a verdict/],
  [[...two, '--time-budget', '1m'], /8 pairs of each of 2 workloads take about 4 m 30 s, longer than --time-budget/],
  [[...relays, '--time-budget', '1m'], /8 pairs take about 2 m 15 s, longer than --time-budget .*--quick/],
  [[...relays, '--time-budget', '10m', '--quick'], /cannot be used with option '--quick'/],
  [[...relays, '--time-budget', '10m', '--pairs', '10'], /cannot be used with option '--pairs/],
  [[...relays, '-w', 'builtin', '--workload', 'iperf3'], /'--workload <name>' cannot be used with option '-w, --work/],
  [[...relays, '-w', 'builtin,bultin-rr'], /no workload 'bultin-rr'; did you mean builtin-rr/],
])('flimflam %j: exit code 128 with --bisect, else 2, and nothing is made', async (words, message) => {
  const { code, stdout, stderr } = await here(words);
  expect(stderr).toMatch(message);
  expect([code, stdout]).toEqual([words.includes('--bisect') ? 128 : 2, '']);
  expect(readdirSync(place)).toEqual([]);
});

test('help shows --workloads, and the old name is understood but not shown', async () => {
  const { stdout } = await here(['compare', '--help']);
  expect(stdout).toMatch(/-w, --workloads <names> .*\n(?: {8}.*\n)*.*"builtin-rr"/);
  expect(stdout).not.toMatch(/--workload /);
  const { stderr } = await here([...relays, '--workload', 'builtin-rr', '--metric', 'throughput']);
  expect(stderr).toMatch(/no metric 'throughput' \(they have operations/);
});

/** Prints saved comparisons again. */
function printed(comparisons: Comparisons, words: readonly string[] = [], folder = 'saved'): Promise<Ended> {
  for (const comparison of comparisons) {
    const { workload } = comparison.configuration;
    mkdirSync(join(place, 'saved', workload), { recursive: true });
    writeComparison(join(place, 'saved', workload), comparison);
  }
  writeComparisonSet(join(place, 'saved'), {
    schema_version: 1,
    id: 'saved',
    started: comparisons[0].started,
    comparisons: comparisons.map(({ configuration: { workload } }) => ({ workload, folder: workload })),
  });
  return here(['compare', folder, ...words]);
}

const better = { workload: 'builtin', change: 0.1 } as const;
const sets = {
  'both better': someComparisons(better, { workload: 'builtin-rr', change: 0.1 }),
  'one worse': someComparisons(better, { workload: 'builtin-rr', change: -0.1 }),
  'one unsure': someComparisons(better, { workload: 'builtin-rr', seed: 5, noise: 0.1 }),
  'one not ended': someComparisons(better, {
    ...{ workload: 'builtin-rr', made: 9, changes: { status: 'interrupted' } },
  }),
} satisfies Record<string, Comparisons>;

test.each<[keyof typeof sets, number, number, number]>([
  ['both better', 0, 0, 0],
  ['one worse', 0, 3, 3],
  ['one unsure', 0, 0, 3],
  ['one not ended', 0, 0, 3],
])('the exit code of %s: %i, with --fail-on worse %i, with unsure %i', async (name, plain, worse, unsure) => {
  const codes = [[], ['--fail-on', 'worse'], ['--fail-on', 'unsure']].map(async (words) => {
    const { code, stdout, stderr } = await printed(sets[name], words);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^B is BETTER than A in builtin/);
    return code;
  });
  expect(await Promise.all(codes)).toEqual([plain, worse, unsure]);
});

test('a workload that fails comes before one that became worse', async () => {
  const [one, other] = sets['one worse'];
  const failing = withRuns(one, (run) => (run.pair === 3 && run.side === 'b' ? failedRun(run, 'died') : run));
  const { code, stdout } = await printed([failing, other!], ['--fail-on', 'worse']);
  expect(stdout).toMatch(/^B is WORSE than A in builtin-rr; B FAILS in builtin /);
  expect(code).toBe(1);
});

test('one of them alone has figures, and names the folder of all', async () => {
  const { code, stdout, stderr } = await printed(sets['both better'], [], 'saved/builtin');
  expect(stdout).toMatch(/^NO VERDICT: one of 2 workloads that are judged together/);
  expect(stderr).toBe('flimflam: all 2 workloads together: flimflam compare saved\n');
  expect(code).toBe(0);
});

test('what has come to its end is not continued', async () => {
  const { code, stderr } = await printed(sets['both better'], [], '--resume=saved');
  expect(stderr).toMatch(/^flimflam: saved cannot be continued: all of its workloads have come to their end/);
  expect(code).toBe(2);
});

const startOf = (comparison: Comparison, detectable: Comparison['detectable']): Start => ({
  comparison: { ...comparison, detectable },
  ...{ notes: ['found skrouterd in build/router'], done: 0, runs: 62, seconds: 465, looks: [30] },
});

test('before the first run: what differs once, then each workload', () => {
  const comparisons = sets['both better'];
  const lines = severalStartLines(comparisons.map((one) => startOf(one, null)));
  expect(lines.slice(0, 4)).toEqual([
    'found skrouterd in build/router',
    `what differs: ${comparisons[0].differences.join('; ')}`,
    '2 workloads, in about 15 m 30 s, judged together at the end',
    'builtin: 62 runs in about 7 m 45 s: a pair that counts for nothing, then 30 pairs, judged by throughput after 30 pairs',
  ]);
  expect(lines).toContainEqual(
    expect.stringMatching(/^builtin-rr: 62 runs in .* judged by operations after 30 pairs$/),
  );
  const known = { change: 0.02, noise: 0.03, comparisons: 2 };
  const seen = severalStartLines(comparisons.map((one) => startOf(one, known)));
  expect(seen).toContainEqual(expect.stringMatching(/^builtin: on this machine 30 pairs can see a change of about 2/));
  expect(seen.at(-1)).toBe('judged together, a change must be a little larger to be seen');
});
