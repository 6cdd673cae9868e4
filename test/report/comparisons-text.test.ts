import { expect, test } from 'vitest';
import { answersOf } from '../../src/report/comparison/answers.js';
import type { Comparisons } from '../../src/report/comparison/as-one.js';
import { comparisonsCsv } from '../../src/report/comparison-csv.js';
import { comparisonsJson } from '../../src/report/comparison-json.js';
import { comparisonsMarkdown } from '../../src/report/comparison-markdown.js';
import { comparisonsText } from '../../src/report/comparison-text.js';
import { textWidth } from '../../src/report/layout.js';
import { someComparisons } from '../fixtures/comparisons.js';

const shared = { code: 'shared-cpus', message: '4 processes share 2 CPUs', advice: 'use a machine with more CPUs' };

const cases: Record<string, Comparisons> = {
  'better-and-unsure': someComparisons(
    { workload: 'builtin', change: 0.06, changes: { warnings: [shared] } },
    { workload: 'builtin-rr', seed: 5, noise: 0.05, changes: { warnings: [shared], primary: 'operations' } },
  ),
  interrupted: someComparisons(
    { workload: 'builtin', change: -0.06 },
    { workload: 'builtin-rr', made: 0, changes: { status: 'interrupted', ended: null, environment: null, runs: [] } },
  ),
};

const options = { colour: false, folder: 'flimflam-runs/20261123-101502-compare-3f2a' };

test.each(Object.entries(cases))('several workloads as text: %s', async (name, comparisons) => {
  await expect(comparisonsText(comparisons, options)).toMatchFileSnapshot(`golden/comparisons-${name}.txt`);
});

test('several workloads for a pull request', async () => {
  const markdown = comparisonsMarkdown(cases['better-and-unsure']!);
  await expect(markdown).toMatchFileSnapshot('golden/comparisons-better-and-unsure.md');
  expect(markdown.match(/<details>/gu)).toHaveLength(1);
});

test('no line is wider than the page, and colour changes no words', () => {
  for (const comparisons of Object.values(cases)) {
    const plain = comparisonsText(comparisons, options);
    expect(Math.max(...plain.split('\n').map(textWidth))).toBeLessThanOrEqual(100);
    const coloured = comparisonsText(comparisons, { ...options, colour: true });
    expect(coloured).toContain('\u001B[1mPAIRS\u001B[22m');
    expect(coloured).not.toContain('\u001B[1mA\u001B[22m and B are medians');
    expect(coloured.replaceAll('\u001B[1m', '').replaceAll('\u001B[22m', '')).toBe(plain);
  }
});

const commandOf = (comparisons: Comparisons): string => /```sh\n(.*)\n```/u.exec(comparisonsMarkdown(comparisons))![1]!;

test('the command that repeats them names the workloads, and what was asked for', () => {
  expect(commandOf(cases['better-and-unsure']!)).toMatch(
    /--workloads builtin,builtin-rr --relay .*--pairs 30 --margin 2% --seed 4711$/u,
  );
  const [one, other] = someComparisons(
    { workload: 'builtin', changes: { primary: 'cpu' } },
    { workload: 'iperf3', changes: { primary: 'cpu' } },
  );
  // iperf3 counts whole seconds, for which nobody asked.
  const rounded = { ...other!, configuration: { ...other!.configuration, warmup: 2 } };
  expect(commandOf([rounded, one])).toMatch(/^flimflam .* --workloads iperf3,builtin .*--warmup 1\.5 .*--metric cpu$/u);
});

test('what others wrote stands in code only', () => {
  const hostile = '</details> @everyone <script>';
  const comparisons = someComparisons(
    { workload: 'builtin', made: 2, changes: { status: 'stopped', stopped_because: hostile } },
    { workload: 'builtin-rr', made: 2, changes: { status: 'stopped', stopped_because: hostile } },
  );
  const rest = comparisonsMarkdown(comparisons)
    .replaceAll(/^```\w*\n[^]*?^```$/gmu, '')
    .replaceAll(/`[^`]+`/gu, '');
  expect(rest).not.toMatch(/everyone|script/u);
  expect(rest.match(/<\/details>/gu)).toHaveLength(1);
});

test('csv has the workload first, and a row for each run', () => {
  const comparisons = cases['better-and-unsure']!;
  const rows = comparisonsCsv(comparisons)
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
  expect(rows[0]?.slice(0, 2)).toEqual(['workload', 'pair']);
  expect(rows.slice(1).map(([workload]) => workload)).toEqual([
    ...Array<string>(62).fill('builtin'),
    ...Array<string>(62).fill('builtin-rr'),
  ]);
  expect(rows.every((cells) => cells.length === rows[0]?.length)).toBe(true);
  const at = (name: string): number => rows[0]!.findIndex((cell) => cell.startsWith(`"${name} [`));
  expect([rows[1]?.[at('throughput')], rows[63]?.[at('throughput')]]).toEqual([expect.stringMatching(/^\d/), '']);
  expect([rows[1]?.[at('operations')], rows[63]?.[at('operations')]]).toEqual(['', expect.stringMatching(/^\d/)]);
});

test('json has the answers, named, and the comparisons as they are saved', () => {
  const comparisons = cases['better-and-unsure']!;
  const json = comparisonsJson(comparisons, answersOf(comparisons));
  expect(json).toMatchObject({
    sentence: expect.stringMatching(/^B is BETTER than A in builtin; CANNOT TELL in builtin-rr \(2 workloads/u),
    answers: [
      { workload: 'builtin', verdict: 'better', looked_after: 30 },
      { workload: 'builtin-rr', verdict: 'unsure', looked_after: 30 },
    ],
  });
  expect(json['comparisons']).toEqual(comparisons);
});
