import { expect, test } from 'vitest';
import type { Comparison } from '../../src/model/comparison.js';
import { comparisonMarkdown } from '../../src/report/comparison-markdown.js';
import { comparisonText } from '../../src/report/comparison-text.js';
import { textWidth } from '../../src/report/layout.js';
import {
  aComparison,
  aSide,
  failedRun,
  operationFigures,
  repeated,
  streamFigures,
  withRuns,
} from '../fixtures/comparison.js';
import { aConfiguration } from '../fixtures/summary.js';

const death = 'relay 1 ended with signal 11 (segmentation fault) 1.2 s into the window';
const envSide = (name: string): Comparison['a'] => ({
  ...aSide('main', 'none'),
  spec: `env:${name}=1`,
  relay: 'none',
  variables: { [name]: '1' },
  prefix: null,
  program: null,
});

const cases: Record<string, Comparison> = {
  better: aComparison({ change: 0.06, made: 10, noise: 0.01 }),
  worse: aComparison({ change: -0.04, pairs: 20 }, { looks: 'fixed' }),
  'costs-more': aComparison({ change: 0.05, figures: { cpu: 1.92, throughput: 8.12e9 } }),
  same: aComparison({ change: 0.002, noise: 0.01 }),
  unsure: aComparison(
    { change: 0.012, noise: 0.05 },
    {
      warnings: [
        {
          code: 'shared-cpus',
          message: '4 processes share 2 CPUs, so this is lower than on a machine with 4',
          advice: 'use a machine with more CPUs, or place the processes with --cpus',
        },
      ],
    },
  ),
  quick: aComparison({ change: 0.05, pairs: 4 }, { looks: 'quick' }),
  failing: withRuns(aComparison({ change: 0.03 }), (run) =>
    run.side === 'b' && [4, 17].includes(run.pair) ? failedRun(run, death) : run,
  ),
  stopped: {
    ...withRuns(aComparison({ made: 3 }), (run) => (run.side === 'b' && run.pair > 0 ? failedRun(run, death) : run)),
    status: 'stopped',
    stopped_because: `B failed 3 times in a row: ${death}`,
  },
  'repeated-too-often': withRuns(aComparison({ change: 0.06 }), (run) =>
    [3, 9, 12, 28].includes(run.pair) ? repeated(run) : run,
  ),
  interrupted: aComparison({ change: 0.06, made: 7 }, { status: 'interrupted', ended: null }),
  none: aComparison(
    { change: 0.03, pairs: 8, figures: { throughput: 34e9 }, noise: 0.004 },
    {
      looks: 'fixed',
      configuration: aConfiguration({ relay: 'none', hops: 0 }),
      a: envSide('SKUPPER_OLD'),
      b: envSide('SKUPPER_NEW'),
      mapped: { a: null, b: null },
      differences: ['SKUPPER_OLD=1 and SKUPPER_NEW=1'],
    },
  ),
  operations: aComparison(
    { change: 0.03, figures: operationFigures },
    { configuration: aConfiguration({ workload: 'builtin-rr', relay: 'nginx', relay_threads: 1 }) },
  ),
};

test.each(Object.entries(cases))('the text of a comparison: %s', async (name, comparison) => {
  const text = comparisonText(comparison, { colour: false, folder: `flimflam-runs/${comparison.id}` });
  await expect(text).toMatchFileSnapshot(`golden/comparison-${name}.txt`);
});

test.each(['better', 'failing', 'operations'])('a comparison for a pull request: %s', async (name) => {
  await expect(comparisonMarkdown(cases[name]!)).toMatchFileSnapshot(`golden/comparison-${name}.md`);
});

test('the answer comes first, and no line is wider than the page', () => {
  for (const comparison of Object.values(cases)) {
    const lines = comparisonText(comparison, { colour: false, folder: 'x' }).split('\n');
    expect(lines[0]).toMatch(/FASTER|SLOWER|COSTS MORE|SAME|CANNOT TELL|NO VERDICT|FAILS/);
    expect(Math.max(...lines.map(textWidth))).toBeLessThanOrEqual(100);
  }
});

test('with colour the answer and the headings are bold, and nothing else changes', () => {
  const plain = comparisonText(cases['better']!, { colour: false, folder: 'x' });
  const coloured = comparisonText(cases['better']!, { colour: true, folder: 'x' });
  expect(coloured).toContain('\u001B[1mB is FASTER');
  expect(coloured).toContain('\u001B[1mPAIRS\u001B[22m');
  expect(coloured.replaceAll('\u001B[1m', '').replaceAll('\u001B[22m', '')).toBe(plain);
});

const hostile = '/tmp/`x` | <script>\u001B[31m\n```\n</details> @everyone #1';

test('what others wrote stands in code only', () => {
  const comparison = aComparison(
    { made: 2 },
    {
      status: 'stopped',
      stopped_because: hostile,
      a: { ...aSide('main', 'none'), spec: hostile, variables: { X: hostile } },
      differences: [hostile],
    },
  );
  const markdown = comparisonMarkdown(comparison);
  expect(markdown).not.toContain('\u001B');
  const { blocks, rest } = withoutCode(markdown);
  expect(rest).not.toMatch(/script|everyone|\/tmp/);
  expect(rest.match(/<\/details>/gu)).toHaveLength(1);
  expect(blocks.filter((block) => block.includes('</details> @everyone #1'))).toHaveLength(4);
});

/** Takes code out as CommonMark does: fences end at as many backticks on a line of their own, spans at as many. */
function withoutCode(markdown: string): { blocks: string[]; rest: string } {
  const blocks: string[] = [];
  const take = (_: string, __: string, code: string): string => {
    blocks.push(code);
    return '';
  };
  const rest = markdown
    .replaceAll(/^(`{3,})\w*\n([^]*?)^\1$/gmu, take)
    .replaceAll(/(?<!`)(`+)(?!`)([^]*?[^`])\1(?!`)/gu, take);
  return { blocks, rest };
}

test('the same streams and options as were given repeat it', () => {
  const markdown = comparisonMarkdown(
    aComparison(
      { pairs: 20 },
      {
        looks: 'fixed',
        configuration: aConfiguration({
          relay: 'skrouterd',
          relay_options: { 'log-level': 'info', workerThreads: '8' },
        }),
        a: { ...aSide('main', 'none'), spec: 'skrouterd:workerThreads=2', relay_options: { workerThreads: '2' } },
        b: { ...aSide('main', 'none'), spec: 'it is', relay_options: { workerThreads: '4' } },
      },
    ),
  );
  const command = /```sh\n(.*)\n```/u.exec(markdown)?.[1];
  expect(command).toBe(
    "flimflam compare skrouterd:workerThreads=2 'it is' --workload builtin --relay skrouterd --protocol tcp --jobs 2 " +
      '--warmup 5 --duration 5 --cpu-limit 1 --relay-threads 2 --hops 2 ' +
      '--relay-option log-level=info --relay-option workerThreads=8 ' +
      '--pairs 20 --margin 2% --seed 4711 --metric throughput',
  );
});

test('a metric that is not above zero in every run has no row, and is named', () => {
  const comparison = withRuns(aComparison({ figures: { ...streamFigures } }), (run) =>
    run.pair === 5 ? { ...run, figures: { ...run.figures, 'switches.relay2': 0 } } : run,
  );
  const text = comparisonText(comparison, { colour: false, folder: 'x' });
  expect(text).toContain('no row for what is not above zero in every run: switches/GB relay 2');
  expect(text).not.toMatch(/^ {2}switches\/GB relay 2/mu);
});

test('a time budget allows for as many pairs again', () => {
  const command = (pairs: number): string =>
    comparisonMarkdown(aComparison({ pairs }, { configuration: aConfiguration({ warmup: 1.5, duration: 5 }) }));
  // Two routers: 9.7 s a run, and one pair more than is judged.
  expect(command(20)).toContain(' --time-budget 408s --margin');
  expect(command(30)).not.toContain('--time-budget');
});
