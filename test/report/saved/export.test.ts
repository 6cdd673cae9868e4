import { expect, test } from 'vitest';
import { exportFormatNames } from '../../../src/model/export-formats.js';
import { exportColumns } from '../../../src/report/saved/export/columns.js';
import { exportFormats } from '../../../src/report/saved/export/formats.js';
import { aCapture } from '../../fixtures/capture.js';
import { aConfiguration, anEnvironment, anRrSummary } from '../../fixtures/summary.js';
import { aRunOf, at, changed, threeBuilds, usual } from '../../fixtures/saved.js';

const hostile = 'AMD "EPYC", 9B14\nUnit bits/s better=lower | <img onerror=x>';

const runs = () => [
  ...threeBuilds().slice(3, 8),
  anRrSummary({
    started: '2026-11-23T10:15:02.000Z',
    configuration: aConfiguration({
      ...{ workload: 'builtin-rr', jobs: 64, cpus: { relay1: [0], relay2: [1] } },
      relay_options: { name: 'with blanks / and - dashes -8' },
    }),
    environment: anEnvironment({ cpu_model: hostile }),
  }),
];

/** Times as they are saved: those of `at` depend on the time zone. */
const utc = () => changed(runs(), { started: '2026-11-12T10:15:02.000Z' });

test.each(exportFormatNames.filter((name) => name !== 'markdown'))('%s', async (name) => {
  const ending = { csv: 'csv', markdown: 'md', benchstat: 'txt', json: 'json' }[name];
  await expect(exportFormats[name](utc(), usual)).toMatchFileSnapshot(`../golden/export-${name}.${ending}`);
});

test('markdown', async () => {
  // Its times are those of the reader.
  const text = exportFormats.markdown(changed(runs(), { started: at(12, 10) }), usual);
  await expect(text).toMatchFileSnapshot('../golden/export-markdown.md');
  expect(text.trimEnd().split('\n')).toHaveLength(2 + runs().length);
});

/** By RFC 4180, without mercy. */
function parsedCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows.at(-1)!.push(quoted?.replaceAll('""', '"') ?? plain!);
    if (end !== ',') rows.push([]);
  }
  return rows.slice(0, -1);
}

test('csv is read back as it was, also with commas, quotation marks and ends of lines in a cell', () => {
  const [header, ...rows] = parsedCsv(exportFormats.csv(runs(), usual));
  expect(header).toEqual(exportColumns.map(({ name }) => name));
  for (const row of rows) expect(row).toHaveLength(exportColumns.length);
  expect(rows.at(-1)![header!.indexOf('cpu_model')]).toBe(hostile);
  const json = JSON.parse(exportFormats.json(runs(), usual)) as Record<string, unknown>[];
  expect(rows.map((row) => row[header!.indexOf('throughput_bits_per_second')])).toEqual(
    json.map((one) => String(one['throughput_bits_per_second'])),
  );
});

test('benchstat: the lines are of the form that its reader takes, and only runs that are ok are there', () => {
  const lines = exportFormats.benchstat(runs(), usual).split('\n').filter(Boolean);
  const [units, keys, results] = ['Unit ', '[a-z][^A-Z\\s]*: ', 'Benchmark[A-Z]'].map((begin) =>
    lines.filter((line) => new RegExp(`^${begin}`).test(line)),
  );
  expect(units!.length + keys!.length + results!.length).toBe(lines.length);
  expect(results).toHaveLength(runs().filter(({ status }) => status === 'ok').length);
  const known = new Set(units!.map((line) => line.split(' ')[1]));
  for (const line of results!) {
    const [name = '', iterations, ...pairs] = line.split(/\s+/);
    expect(iterations).toBe('1');
    expect(pairs.length % 2).toBe(0);
    // A dash and digits at the end would be the number of CPUs.
    expect(name).not.toMatch(/-\d+$/);
    for (const word of pairs.filter((_, at) => at % 2 === 0)) expect(Number(word)).toBeGreaterThan(0);
    for (const word of pairs.filter((_, at) => at % 2 === 1)) expect(known).toContain(word);
  }
});

test('a run that was looked into is another benchmark', () => {
  const captured = aRunOf({ day: 1, hour: 1 }, { capture: aCapture({ kind: 'stat' }) });
  expect(exportFormats.benchstat([captured], usual)).toMatch(
    /^BenchmarkBuiltin\/relay=nginx\/protocol=tcp\/captured=stat\t1\t/m,
  );
});
