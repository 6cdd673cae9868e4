import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Comparison } from '../../../src/model/comparison.js';
import { writeComparison } from '../../../src/store/comparison-file.js';
import { aComparison, withRuns } from '../../fixtures/comparison.js';
import { place, withProgram, type Ended } from '../flimflam.js';
import { here } from '../here.js';

withProgram();

const saved = {
  better: aComparison({ change: 0.1, noise: 0.005, made: 10 }),
  worse: aComparison({ change: -0.1, noise: 0.005, made: 10 }),
  same: aComparison({ change: 0, noise: 0.002, made: 10 }),
  unsure: aComparison({ change: 0, noise: 0.2 }),
  quick: aComparison({ change: -0.1, pairs: 4 }, { looks: 'quick' }),
  interrupted: aComparison({ change: -0.1, made: 3 }, { status: 'interrupted', ended: null }),
  stopped: aComparison({ made: 3 }, { status: 'stopped', stopped_because: 'a library came from elsewhere' }),
  failing: withRuns(aComparison({ change: -0.1 }), (run) =>
    run.pair === 4 && run.side === 'b'
      ? { ...run, status: 'failed', reason: { code: 'relay-died', message: 'relay 1 ended' }, figures: {} }
      : run,
  ),
  nothing: aComparison({ made: 0 }, { status: 'interrupted', ended: null }),
} satisfies Record<string, Comparison>;

/** Prints a saved comparison again. */
function printed(comparison: Comparison, words: readonly string[] = []): Promise<Ended> {
  mkdirSync(join(place, 'saved'), { recursive: true });
  writeComparison(join(place, 'saved'), comparison);
  return here(['compare', 'saved', ...words]);
}

test.each<[keyof typeof saved, number, number, number]>([
  ['better', 0, 0, 0],
  ['worse', 0, 3, 3],
  ['same', 0, 0, 0],
  ['unsure', 0, 0, 3],
  ['quick', 0, 0, 3],
  ['interrupted', 0, 0, 3],
  ['stopped', 1, 1, 1],
  ['failing', 1, 1, 1],
  ['nothing', 1, 1, 1],
])('the exit code of %s: %i, with --fail-on worse %i, with unsure %i', async (name, plain, worse, unsure) => {
  const codes = [[], ['--fail-on', 'worse'], ['--fail-on', 'unsure']].map(async (words) => {
    const { code, stderr } = await printed(saved[name], words);
    expect(stderr).toBe('');
    return code;
  });
  expect(await Promise.all(codes)).toEqual([plain, worse, unsure]);
});

test('a saved comparison is printed as text, json, markdown and csv', async () => {
  const text = await printed(saved.better);
  expect(text.stdout).toMatch(/^B is FASTER than A by at least \d/);
  expect(text.stdout).toMatch(/^saved +saved$/m);
  const json = JSON.parse((await printed(saved.better, ['--json'])).stdout) as Record<string, unknown>;
  expect(json['comparison']).toEqual(saved.better);
  expect(json['answer']).toMatchObject({
    ...{ verdict: 'better', why_no_verdict: null, looked_after: 10, pairs: 10, pairs_needed: null },
    primary: { metric: 'throughput', unit: 'bits/s', good: 'more' },
  });
  const markdown = await printed(saved.better, ['--markdown']);
  expect(markdown.stdout).toContain('| --');
  const csv = await printed(saved.better, ['--csv']);
  expect(csv.stdout.trimEnd().split('\n')).toHaveLength(1 + 22);
});

test('a comparison.json that is damaged is no reason for a new comparison: 1', async () => {
  mkdirSync(join(place, 'saved', 'comparison.json'), { recursive: true });
  const { code, stdout, stderr } = await here(['compare', 'saved']);
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(/^flimflam: cannot read .*comparison\.json: EISDIR\n$/);
});

test.each([
  ['compare', /compare wants two builds/],
  [
    'compare builtin',
    /compare wants two builds, or the folder of a saved comparison, and builtin holds no comparison\.json/,
  ],
  ['compare builtin --pairs 10', /compare wants two builds, and here is one with --pairs/],
  ['compare builtin haproxy --pairs 0', /whole number from 1 to 200/],
  ['compare builtin haproxy --pairs 10 --quick', /cannot be used with option '--pairs/],
  ['compare builtin haproxy --json --csv', /cannot be used with option/],
  ['compare builtin haproxy --margin 2', /percentage below 100, such as 2%/],
  ['compare builtin haproxy --margin 100%', /percentage below 100, such as 2%/],
  ['compare builtin haproxy --fail-on better', /no word 'better'/],
  ['compare builtin haproxy --quick --fail-on worse', /--fail-on wants a verdict/],
  ['compare builtin haproxy --pairs 7 --fail-on worse', /--fail-on wants a verdict/],
  ['compare builtin:speed=9 builtin', /knows no option 'speed'/],
  ['compare builtin builtin', /A and B are the same: .*\(with --force /],
  ['compare builtin builtin --force --metric p99', /these runs have no metric 'p99' \(they have throughput, cpu, /],
])('flimflam %s: one line and exit code 2', async (words, message) => {
  const { code, stdout, stderr } = await here(words.split(' '));
  expect(stderr).toMatch(message);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect([code, stdout]).toEqual([2, '']);
  expect(readdirSync(place)).toEqual([]);
});

test('warm-up and window of a comparison are shorter than those of a run', async () => {
  const { stdout } = await here(['compare', '--help']);
  expect(stdout).toMatch(/--warmup .*\(default: 1\.5\)/);
  expect(stdout).toMatch(/--duration .*\(default: 5\)/);
  expect((await here(['run', '--help'])).stdout).toMatch(/--warmup .*\(default: 5\)/);
});
