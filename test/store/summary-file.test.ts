import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Summary } from '../../src/model/summary.js';
import { jsonText } from '../../src/store/json-text.js';
import { readBench, readSummary, writeBench, writeSummary } from '../../src/store/summary-file.js';
import { aBench, anRrSummary, aSummary } from '../fixtures/summary.js';
import { temporaryFolder } from './temporary.js';

test('what is written is read back, and nothing else is left in the folder', () => {
  const folder = temporaryFolder();
  writeSummary(folder, aSummary());
  writeSummary(folder, anRrSummary());
  writeBench(folder, aBench());
  expect(readSummary(folder)).toEqual(anRrSummary());
  expect(readBench(folder)).toEqual(aBench());
  expect(readdirSync(folder).sort()).toEqual(['bench.json', 'summary.json']);
});

test('a series stands on one line', () => {
  const folder = temporaryFolder();
  writeSummary(folder, aSummary());
  expect(readFileSync(join(folder, 'summary.json'), 'utf8')).toContain('\n    "time": [-0.1,0,0.1],\n');
});

test('a summary that does not fit the schema is a bug, and the old one stays', () => {
  const folder = temporaryFolder();
  writeSummary(folder, aSummary());
  const wrong = { ...aSummary(), limited_by: undefined } as unknown as Summary;
  expect(() => writeSummary(folder, wrong)).toThrow(expect.objectContaining({ name: 'ZodError' }));
  expect(readSummary(folder)).toEqual(aSummary());
});

test('a folder that is gone is an expected error', () => {
  const folder = join(temporaryFolder(), 'gone');
  expect(() => writeSummary(folder, aSummary())).toThrow(expect.objectContaining({ code: 'cannot-write' }));
  expect(() => readSummary(folder)).toThrow(
    expect.objectContaining({ code: 'no-run', message: `there is no run folder ${folder}` }),
  );
});

test('other folders, and runs that did not end, are told apart', () => {
  const folder = temporaryFolder();
  expect(() => readSummary(folder)).toThrow(/is not a run folder: it holds no summary\.json/u);
  writeFileSync(join(folder, '.flimflam-run'), '1\n');
  expect(() => readSummary(folder)).toThrow(/did not end, or has not ended yet/u);
  mkdirSync(join(folder, 'summary.json'));
  expect(() => readSummary(folder)).toThrow(/cannot read .*EISDIR/u);
});

test.each([
  ['half of it', jsonText(aSummary()).slice(0, 500), /is damaged/u],
  ['nothing', '', /is damaged/u],
  ['a file of another tool', '{"start": {"version": "iperf 3.12"}}', /was not written by Flimflam/u],
  ['a list', '[1]', /was not written by Flimflam/u],
  ['null', 'null', /was not written by Flimflam/u],
  [
    'a newer one',
    JSON.stringify({ ...aSummary(), schema_version: 2 }),
    /newer Flimflam \(schema 2; this one reads 1\)/u,
  ],
  ['a changed one', JSON.stringify({ ...aSummary(), status: 'fine' }), /is not what Flimflam writes: status: /u],
])('%s is refused in one sentence', (_, text, words) => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'summary.json'), text);
  expect(() => readSummary(folder)).toThrow(
    expect.objectContaining({ name: 'ExpectedError', code: 'unreadable-run', message: expect.stringMatching(words) }),
  );
  expect(() => readSummary(folder)).not.toThrow(/\n/u);
});

test('the text is JSON, whatever it holds', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      expect(JSON.parse(jsonText(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
