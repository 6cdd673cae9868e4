import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findProgram } from '../src/host/programs.js';
import { ownProcessSchema } from '../src/model/definition.js';
import type { Summary } from '../src/model/summary.js';
import { ownRelaySchema } from '../src/relays/own-relay.js';
import { ownResultSchema } from '../src/workloads/own-result.js';
import { ownWorkloadSchema } from '../src/workloads/own-workload.js';
import { flimflam, place, withProgram } from './cli/flimflam.js';

/** docs/own-relays-and-workloads.md says what is so, and its examples run. */

const root = join(import.meta.dirname, '..');
const page = readFileSync(join(root, 'docs', 'own-relays-and-workloads.md'), 'utf8');

/** The rows of the table after a comment: field, and what stands in the second column. */
function rowsAfter(comment: string): Map<string, string> {
  const [, table = ''] = page.split(`<!-- ${comment} -->`);
  const rows = [...(/^\n*((?:\|.*\n)+)/.exec(table)?.[1] ?? '').matchAll(/^\| `(\w+)` *\| (.*?) *\|/gm)];
  return new Map(rows.map(([, field = '', second = '']) => [field, second]));
}

interface Field {
  safeParse: (value: undefined) => { success: boolean };
}

const required = 'must be there';

test.each<[string, Record<string, Field>, Record<string, Field>?]>([
  ['fields of a relay', ownRelaySchema.shape],
  ['fields of a workload', ownWorkloadSchema.shape],
  ['fields of a process', ownProcessSchema.shape, { management: ownRelaySchema.shape.management }],
  ['fields of a result', ownResultSchema.shape],
])('the %s are told, and which must be there', (title, shape, ofRelays = {}) => {
  const told = rowsAfter(title);
  expect([...told.keys()].filter((field) => !(field in ofRelays) && field !== 'inForce')).toEqual(Object.keys(shape));
  for (const [field, schema] of Object.entries(shape)) {
    expect([field, told.get(field) === required]).toEqual([field, !schema.safeParse(undefined).success]);
  }
});

test.each([
  ['fields of Link', 'relays/relay.ts', 'Link'],
  ['fields of Ends', 'workloads/workload.ts', 'Ends'],
])('the %s are told', (title, file, name) => {
  const source = readFileSync(join(root, 'src', file), 'utf8');
  const [, body = ''] = new RegExp(`export interface ${name} \\{\\n([^]*?)\\n\\}`).exec(source) ?? [];
  const fields = [...body.matchAll(/^ {2}(\w+)\??:/gm)].map(([, field = '']) => field);
  expect(fields.length).toBeGreaterThan(5);
  expect([...rowsAfter(title).keys()]).toEqual(fields);
});

withProgram();

/** The blocks of the page, each into a file that is called as the words before it say. */
function writeExamples(): string[] {
  const blocks = [...page.matchAll(/^`([\w-]+\.mjs)`[^\n]*\n\n```js\n([^]*?)^```$/gm)];
  for (const [, name = '', text = ''] of blocks) writeFileSync(join(place, name), text);
  return blocks.map(([, name = '']) => name);
}

async function summaryOf(words: string): Promise<Summary> {
  const times = ['--warmup', '0.5', '--duration', '1', '--hops', '1', '--json', '--quiet'];
  const { code, stdout, stderr } = await flimflam(['run', ...words.split(' '), ...times]);
  // A machine on which others work makes a run invalid, with exit code 1.
  expect([stderr.replace(/^flimflam: invalid: .*\n$/, ''), code === 70]).toEqual(['', false]);
  return JSON.parse(stdout) as Summary;
}

const socat = { executable: 'socat', version: null, packages: { apt: 'socat', dnf: 'socat' } };

test('the relay of the page runs', async (context) => {
  context.skip(findProgram(socat, process.env['PATH'] ?? '') === null, 'socat is not on PATH');
  expect(writeExamples()).toEqual(['socat.mjs', 'ping.mjs', 'ping-ends.mjs']);
  const { status, results, trust, configuration, definitions } = await summaryOf('-f socat.mjs -r socat');
  expect(['ok', 'invalid']).toContain(status);
  expect(results?.bits).toBeGreaterThan(1e6);
  expect([trust?.bytes?.agree, trust?.log.errors]).toEqual([true, 0]);
  expect(configuration.deployment.definitions).toEqual([join(place, 'socat.mjs')]);
  expect(definitions).toEqual([
    { path: join(place, 'socat.mjs'), sha256: expect.stringMatching(/^[\da-f]{64}$/) as string },
  ]);

  // It finds its file by itself, and sees that it is another one now.
  writeFileSync(join(place, 'socat.mjs'), `${readFileSync(join(place, 'socat.mjs'), 'utf8')}// changed\n`);
  const again = await flimflam(['again', 'latest', '--json', '--quiet']);
  const warnings = (JSON.parse(again.stdout) as Summary).warnings.map(({ code }) => code);
  expect(warnings).toContain('definition-changed');
});

test('the workload of the page runs', async () => {
  writeExamples();
  const { status, results, trust, series, resources } = await summaryOf('-f ping.mjs -w ping -r builtin');
  expect(['ok', 'invalid']).toContain(status);
  expect(results?.operations).toBeGreaterThan(10);
  expect(results?.bits).toBeGreaterThanOrEqual(((results?.operations ?? 0) - 2) * 64 * 8);
  expect(trust?.bytes?.agree).toBe(true);
  expect(series?.bits_per_second.some((rate) => rate !== null && rate > 0)).toBe(true);
  expect(Object.keys(resources)).toEqual(['relay_1', 'client', 'server', 'flimflam']);
});

test('check tells what they need', async () => {
  writeExamples();
  const { stdout } = await flimflam(['check', '--ignore-perf', '-f', 'socat.mjs', '-f', 'ping.mjs']);
  expect(stdout).toMatch(/^ {2}(?:found|missing) +socat .*relay tcp/m);
  expect(stdout).toMatch(/workload ping/);
});
