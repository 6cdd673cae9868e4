import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseLoaderList } from '../../src/host/loader-list.js';

const fixture = (name: string): string => readFileSync(new URL(`../fixtures/ldd/${name}`, import.meta.url), 'utf8');

test('reads what skrouterd loads, without the vdso', () => {
  const libraries = parseLoaderList(fixture('skrouterd.txt'));
  expect(libraries).toHaveLength(fixture('skrouterd.txt').trimEnd().split('\n').length - 1);
  expect(libraries).toContainEqual({
    name: 'libqpid-proton-core.so.10',
    path: '/opt/skupper/lib/libqpid-proton-core.so.10',
  });
  expect(libraries).toContainEqual({ name: 'ld-linux-x86-64.so.2', path: '/lib64/ld-linux-x86-64.so.2' });
});

test('a library that is not found has no path', () => {
  expect(parseLoaderList(fixture('missing.txt'))).toEqual([
    { name: 'libabsent.so', path: null },
    { name: 'libc.so.6', path: '/lib/x86_64-linux-gnu/libc.so.6' },
    { name: 'ld-linux-x86-64.so.2', path: '/lib64/ld-linux-x86-64.so.2' },
  ]);
});

test('nothing comes of a static executable', () => {
  expect(parseLoaderList('\tstatically linked\n')).toEqual([]);
  expect(parseLoaderList('')).toEqual([]);
});
