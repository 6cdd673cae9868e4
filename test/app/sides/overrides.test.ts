import { expect, test } from 'vitest';
import { overrides, overriding } from '../../../src/app/sides/overrides.js';

const base = { PATH: '/usr/bin:/bin', HOME: '/home/here', LANG: 'C', TOKEN: 'secret', GONE: undefined };

test('what differs is sent, and nothing else', () => {
  expect(overrides(base, base)).toEqual({});
  expect(overrides({ ...base, SKUPPER_X: '1', LANG: 'de_DE' }, base)).toEqual({ SKUPPER_X: '1', LANG: 'de_DE' });
});

test('of a search path only the folders that were put before it', () => {
  const side = { ...base, PATH: `/opt/a/sbin:/opt/a/bin:${base.PATH}`, LD_LIBRARY_PATH: '/opt/a/lib' };
  expect(overrides(side, base)).toEqual({ PATH: '/opt/a/sbin:/opt/a/bin', LD_LIBRARY_PATH: '/opt/a/lib' });
  // Whole where somebody put another one in its place.
  expect(overrides({ PATH: '/opt/b' }, base)).toEqual({ PATH: '/opt/b' });
});

test('there, search paths come before those of the machine, and everything else instead', () => {
  const there = { PATH: '/usr/local/bin:/usr/bin', HOME: '/home/there', LANG: 'C.UTF-8', ABSENT: undefined };
  expect(overriding(there, { PATH: '/opt/a/sbin', LD_LIBRARY_PATH: '/opt/a/lib', LANG: 'de_DE' })).toEqual({
    PATH: '/opt/a/sbin:/usr/local/bin:/usr/bin',
    LD_LIBRARY_PATH: '/opt/a/lib',
    HOME: '/home/there',
    LANG: 'de_DE',
  });
  // An empty entry would be the current folder.
  expect(overriding({ PATH: '' }, { PATH: '/opt/a' })).toEqual({ PATH: '/opt/a' });
});
