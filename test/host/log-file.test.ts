import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
  openSync,
  writeSync,
  closeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { LogFile } from '../../src/host/log-file.js';

function aLog(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'flimflam-log-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'relay1.log');
  writeFileSync(path, text);
  return path;
}

test('a short log, and one that is not there, are left alone', () => {
  const log = new LogFile(aLog('hello\n'), 100);
  expect(log.cut()).toBeNull();
  expect(log.cutBytes).toBe(0);
  expect(existsSync(`${log.path}.1`)).toBe(false);
  expect(new LogFile('/no/such/relay1.log', 100).cut()).toBeNull();
});

test('a long one is begun anew under the hands of its writer; the cut part, and what it began with, stay', () => {
  const path = aLog('');
  const writer = openSync(path, 'a');
  onTestFinished(() => closeSync(writer));
  const log = new LogFile(path, 100);
  const parts = ['first\n'.repeat(30), 'second\n'.repeat(30)];
  for (const part of parts) {
    writeSync(writer, part);
    expect(log.cut()!.toString()).toBe(part);
    expect(readFileSync(path, 'utf8')).toBe('');
  }
  writeSync(writer, 'third\n');
  expect(readFileSync(path, 'utf8')).toBe('third\n');
  expect(readFileSync(`${path}.1`, 'utf8')).toBe(parts[1]!.slice(-100));
  expect(readFileSync(`${path}.first`, 'utf8')).toBe(parts[0]);
  expect(log.cutBytes).toBe(parts.join('').length);
});

test('where nothing can be written beside it, it is still emptied', () => {
  const path = aLog('x'.repeat(20));
  for (const name of [`${path}.1`, `${path}.first`]) mkdirSync(name);
  expect(new LogFile(path, 10).cut()!.length).toBe(20);
  expect(readFileSync(path, 'utf8')).toBe('');
});
