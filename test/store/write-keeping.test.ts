import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeKeeping } from '../../src/store/write-keeping.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flimflam-keeping-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const textOf = (name: string): string => readFileSync(join(folder, name), 'utf8');

test('the page of before is kept, the one before that is not', () => {
  for (const text of ['first', 'second', 'third']) writeKeeping(join(folder, 'page.html'), text);
  expect(readdirSync(folder).sort()).toEqual(['old.page.html', 'page.html']);
  expect([textOf('page.html'), textOf('old.page.html')]).toEqual(['third', 'second']);
});

test('when the new page cannot take its place the old one stays, and nothing else is left', () => {
  writeKeeping(join(folder, 'page.html'), 'first');
  // A folder that is not empty cannot be replaced by a file.
  mkdirSync(join(folder, 'old.page.html', 'full'), { recursive: true });
  expect(() => writeKeeping(join(folder, 'page.html'), 'second')).toThrow(/cannot write/);
  expect(textOf('page.html')).toBe('first');
  expect(readdirSync(folder).sort()).toEqual(['old.page.html', 'page.html']);
});

test('a folder that is not there is told', () => {
  expect(() => writeKeeping(join(folder, 'gone', 'page.html'), 'first')).toThrow(/cannot write/);
});
