import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseMaps } from '../../src/host/maps.js';

const text = readFileSync(new URL('../fixtures/proc/maps-deleted-library.txt', import.meta.url), 'utf8');

test('lists files that are mapped executable, each once, and knows a deleted one', () => {
  expect(parseMaps(text)).toEqual([
    { path: '/usr/bin/sleep', deleted: false, range: '56366b43c000-56366b441000' },
    { path: '/usr/lib/x86_64-linux-gnu/libc.so.6', deleted: false, range: '7febb5362000-7febb54b8000' },
    { path: '/tmp/el/libgone.so.1', deleted: true, range: '7febb5529000-7febb552a000' },
    { path: '/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2', deleted: false, range: '7febb5538000-7febb555e000' },
  ]);
});

test('keeps blanks in a path, and drops the leading zeroes of an address', () => {
  expect(parseMaps('00400000-00401000 r-xp 00000000 fe:00 7        /opt/my router/x\n')).toEqual([
    { path: '/opt/my router/x', deleted: false, range: '400000-401000' },
  ]);
});
