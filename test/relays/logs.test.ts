import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { relayProgramNames } from '../../src/model/names.js';
import { relayOf } from '../../src/relays/index.js';

const log = (name: string): string[] =>
  readFileSync(new URL(`../fixtures/relay-logs/${name}.txt`, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');

test.each([
  ['skrouterd', ['error', 'error']],
  ['nginx', ['error', 'error']],
  ['nghttpx', [null, 'warning', 'warning', 'error', null, 'warning', 'error']],
  ['haproxy', [null, null, 'error', 'error', 'error', null, null, 'warning', null, null, null]],
] as const)('%s: how grave each line of its log is', (name, levels) => {
  expect(log(name).map(relayOf(name).logLevel)).toEqual(levels);
});

test('the builtin relay logs only what is wrong', () => {
  expect(relayOf('builtin').logLevel('flimflam-relay: cannot listen')).toBe('error');
  expect(relayOf('builtin').logLevel('')).toBeNull();
});

test.each([
  ['skrouterd', '2026-11-23 10:15:02.123456 +0000 ROUTER_CORE (warning) something odd (file.c:12)', 'warning'],
  ['skrouterd', '2026-11-23 10:15:02.123456 +0000 MAIN (critical) out of memory', 'error'],
  ['skrouterd', '2026-11-23 10:15:02.123456 +0000 SERVER (info) an (error) of which is only told', null],
  ['nginx', '2026/11/23 10:15:02 [warn] 7#7: *1 a client request body is buffered', 'warning'],
  ['nginx', '2026/11/23 10:15:02 [notice] 7#7: start worker process 8', null],
] as const)('%s: %s', (name, line, level) => {
  expect(relayOf(name).logLevel(line)).toBe(level);
});

test('an empty line is no trouble of any relay', () => {
  for (const name of relayProgramNames) expect(relayOf(name).logLevel('')).toBeNull();
});
