import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseOsRelease } from '../../src/host/os-release.js';

test('reads Debian', () => {
  const text = readFileSync(new URL('../fixtures/os-release/debian-12.txt', import.meta.url), 'utf8');
  expect(parseOsRelease(text)).toEqual({ id: 'debian', idLike: [], name: 'Debian GNU/Linux 12 (bookworm)' });
});

test('reads a list of ancestors, any quotes, and escapes', () => {
  const text = 'ID="rocky"\nID_LIKE=\'rhel centos fedora\'\nPRETTY_NAME="Rocky \\"Green\\" \\$9"\n';
  expect(parseOsRelease(text)).toEqual({
    id: 'rocky',
    idLike: ['rhel', 'centos', 'fedora'],
    name: 'Rocky "Green" $9',
  });
});

test('nothing at all is some Linux', () => {
  expect(parseOsRelease('')).toEqual({ id: 'linux', idLike: [], name: 'linux' });
});
