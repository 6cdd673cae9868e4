import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bisectCode, bisectCodeOfError, skippingFaults } from '../../../src/cli/compare/bisect.js';
import { bisectCodes, ExpectedError, exitCodes } from '../../../src/errors.js';
import type { Comparison } from '../../../src/model/comparison.js';
import { answerOf } from '../../../src/report/comparison/answer.js';
import { writeComparison } from '../../../src/store/comparison-file.js';
import { aComparison, withRuns } from '../../fixtures/comparison.js';
import { flimflam, place, withProgram } from '../flimflam.js';
import { here } from '../here.js';

withProgram();

const failed = { status: 'failed', reason: { code: 'relay-died', message: 'relay 1 ended' }, figures: {} } as const;
const spoilt = { status: 'invalid', reason: { code: 'disturbed', message: 'foreign CPU time' }, figures: {} } as const;

const failing = (comparison: Comparison, side: 'a' | 'b'): Comparison =>
  withRuns(comparison, (run) => (run.pair === 4 && run.side === side ? { ...run, ...failed } : run));

/** One that was stopped with this as its newest run. */
function stoppedBy(side: 'a' | 'b', end: object): Comparison {
  const comparison = aComparison({ made: 3 }, { status: 'stopped', stopped_because: 'for a reason' });
  const last = comparison.runs.findLastIndex((run) => run.side === side);
  const runs = comparison.runs.slice(0, last + 1);
  return { ...comparison, runs: [...runs.slice(0, -1), { ...runs.at(-1)!, ...end }] };
}

const cases: [string, Comparison, number][] = [
  ['better', aComparison({ change: 0.1, noise: 0.005, made: 10 }), bisectCodes.notWorse],
  ['worse', aComparison({ change: -0.1, noise: 0.005, made: 10 }), bisectCodes.worse],
  ['the same', aComparison({ change: 0, noise: 0.002, made: 10 }), bisectCodes.notWorse],
  ['unsure', aComparison({ change: 0, noise: 0.2 }), bisectCodes.skip],
  ['quick', aComparison({ change: -0.1, pairs: 4 }, { looks: 'quick' }), bisectCodes.skip],
  ['B that fails in a run', failing(aComparison({ change: -0.1 }), 'b'), bisectCodes.skip],
  ['A that fails in a run', failing(aComparison({ change: -0.1 }), 'a'), bisectCodes.stop],
  ['B that always fails', stoppedBy('b', failed), bisectCodes.skip],
  ['A that always fails', stoppedBy('a', failed), bisectCodes.stop],
  ['a wrong library in B', stoppedBy('b', {}), bisectCodes.skip],
  ['a wrong library in A', stoppedBy('a', {}), bisectCodes.stop],
  ['a machine that spoils A', stoppedBy('a', spoilt), bisectCodes.skip],
  ['a machine that spoils B', stoppedBy('b', spoilt), bisectCodes.skip],
  ['no run that could be made', { ...stoppedBy('a', {}), runs: [] }, bisectCodes.stop],
];

test.each(cases)('after %s: %$', (_, comparison, code) => {
  expect(bisectCode(comparison, answerOf(comparison))).toBe(code);
});

const printed = new Set(['better', 'worse', 'unsure', 'A that always fails']);

test.each(cases.filter(([name]) => printed.has(name)))(
  '%s as a saved comparison ends with its code',
  async (_, comparison, code) => {
    mkdirSync(join(place, 'saved'));
    writeComparison(join(place, 'saved'), comparison);
    const ended = await here(['compare', 'saved', '--bisect']);
    expect(ended.stderr).toBe('');
    expect(ended.code).toBe(code);
  },
);

test('no exit code of anything else is a good or a bad commit to git', () => {
  const codes = Object.values(exitCodes).map((code) => [code, bisectCodeOfError(code)]);
  expect(Object.fromEntries(codes)).toEqual({ 0: 128, 1: 128, 2: 128, 3: 128, 70: 128, 130: 130, 143: 143 });
  expect(bisectCodeOfError(bisectCodes.skip)).toBe(bisectCodes.skip);
});

test('faults of a build leave the commit out, others do not', async () => {
  const thrown = async (code: string): Promise<unknown> =>
    skippingFaults(() => Promise.reject(new ExpectedError(code, 'it is so', 'do this', 2))).catch(
      (error: unknown) => error,
    );
  for (const code of ['build-failed', 'no-relay', 'not-executable', 'does-not-load', 'wrong-library']) {
    expect(await thrown(code)).toMatchObject({ code, message: 'it is so', remedy: 'do this', exitCode: 125 });
  }
  expect(await thrown('unknown-revision')).toMatchObject({ exitCode: 2 });
  await expect(skippingFaults(() => Promise.reject(new TypeError('a bug')))).rejects.toThrow(TypeError);
  expect(await skippingFaults(() => Promise.resolve(3))).toBe(3);
});

test.each([
  ['compare --bisect', /compare wants two builds/],
  ['compare builtin haproxy --bisect --speed', /unknown option/],
  ['compare builtin haproxy --bisect --pairs 0', /whole number from 1 to 200/],
  ['compare builtin haproxy --bisect --fail-on worse', /cannot be used with option/],
  ['compare builtin haproxy --bisect --quick', /--bisect wants a verdict/],
  ['compare builtin haproxy --bisect --pairs 7', /--bisect wants a verdict/],
  ['compare builtin builtin --bisect', /A and B are the same/],
  ['compare ./nothing builtin --bisect', /'\.\/nothing' is neither a folder/],
  ['compare builtin ./nothing --bisect', /'\.\/nothing' is neither a folder/],
  ['compare HEAD~1 HEAD --repo . --build true --bisect', /HEAD~1 in /],
  ['compare saved --bisect', /holds no comparison\.json/],
  ['run --bisect', /unknown option '--bisect'/],
  ['comprae --bisect', /unknown command 'comprae'/],
  ['--bisect', /unknown option '--bisect'/],
  ['compare --help --bisect', /^$/],
])('flimflam %s: git stops', async (words, message) => {
  const { code, stderr } = await here(words.split(' '));
  expect(stderr).toMatch(message);
  expect(code).toBe(128);
});

/** A folder with a relay, or with a file that is none. */
function aFolder(name: string, text: string | null): void {
  mkdirSync(join(place, name, 'sbin'), { recursive: true });
  if (text !== null) writeFileSync(join(place, name, 'sbin', 'haproxy'), text, { mode: 0o755 });
}

const version = '#!/bin/sh\necho "HAProxy version 2.6.12 2025/04/29 - https://haproxy.org/"\n';
const doesNotLoad =
  '#!/bin/sh\necho "haproxy: error while loading shared libraries: libx.so.1: cannot open shared object file" >&2\nexit 127\n';

test.each([
  ['no relay in B', 'good', 'empty', 125, /empty holds no relay/],
  ['no relay in A', 'empty', 'good', 128, /empty holds no relay/],
  ['B that does not load', 'good', 'broken', 125, /does not load: .*libx\.so\.1/],
  ['A that does not load', 'broken', 'good', 128, /does not load: .*libx\.so\.1/],
  ['B that is the same', 'good', 'copy', 0, /A and B are the same: .*: B is not worse/],
])('%s', async (_, a, b, code, message) => {
  for (const name of ['good', 'copy']) aFolder(name, version);
  aFolder('empty', null);
  aFolder('broken', doesNotLoad);
  const ended = await here(['compare', a, b, '--bisect']);
  expect(ended.stderr).toMatch(message);
  expect(ended.stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(ended).toMatchObject({ code, stdout: '' });
});

test.each([
  ['with', ['--bisect'], 128],
  ['without', [], 70],
])('a bug that nobody catches, %s --bisect', async (_, words, code) => {
  // Thrown where no command awaits it, as soon as the program listens.
  const late = `setInterval(() => { if (process.listenerCount('uncaughtException') > 0) throw new Error('boom'); }, 1)`;
  writeFileSync(join(place, 'late.mjs'), late);
  const ended = await flimflam(['compare', 'builtin', 'builtin', ...words], {
    NODE_OPTIONS: `--import=${join(place, 'late.mjs')}`,
  });
  expect(ended.stderr).toMatch(/^flimflam: this is a bug\nError: boom\n/);
  expect(ended.code).toBe(code);
});
