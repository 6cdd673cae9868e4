import { expect, test } from 'vitest';
import { nearest } from '../../src/cli/nearest.js';

const names = ['skrouterd', 'nginx', 'nghttpx', 'haproxy', 'builtin', 'none', 'tcp'];

test.each([
  ['ngnix', 'nginx'],
  ['Nginx', 'nginx'],
  ['nginx', 'nginx'],
  ['skruoterd', 'skrouterd'],
  ['skrouter', 'skrouterd'],
  ['ha-proxy', 'haproxy'],
  ['tpc', 'tcp'],
  ['non', 'none'],
  ['zzzzzz', null],
  ['', null],
])('%s: %s', (text, name) => {
  expect(nearest(text, names)).toBe(name);
});

test('no names, none near', () => {
  expect(nearest('x', [])).toBeNull();
});
