import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { findExecutables } from '../../src/host/find-relay.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flimflam-find-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
});

function program(path: string): string {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), '#!/bin/sh\n', { mode: 0o755 });
  return join(folder, path);
}

test('where installations keep programs, and then not below', () => {
  const installed = program('sbin/relay');
  program('build/router/relay');
  expect(findExecutables(folder, ['relay'])).toEqual([installed]);
});

test('anywhere below, nearest first, but not in hidden folders', () => {
  const deep = program('a/b/c/d/relay');
  const near = program('z/relay');
  program('.git/relay');
  program('a/b/c/d/e/f/g/relay');
  expect(findExecutables(folder, ['relay', 'other'])).toEqual([near, deep]);
});

test('only what can be executed, and each file once', () => {
  const real = program('sbin/relay');
  mkdirSync(join(folder, 'bin'));
  symlinkSync(real, join(folder, 'bin', 'relay'));
  expect(findExecutables(folder, ['relay'])).toEqual([real]);
  chmodSync(real, 0o644);
  mkdirSync(join(folder, 'relay'));
  expect(findExecutables(folder, ['relay'])).toEqual([]);
});

test('a link that leads round does not hold it up', () => {
  symlinkSync(folder, join(folder, 'round'));
  expect(findExecutables(folder, ['relay'])).toEqual([]);
});
