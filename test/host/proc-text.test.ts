import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  parseContextSwitches,
  parseListening,
  parseMachineStat,
  parseSchedStat,
  parseStat,
} from '../../src/host/proc-text.js';

const fixture = (name: string): string =>
  readFileSync(new URL(`../fixtures/proc/${name}.txt`, import.meta.url), 'utf8');

test('a name may hold blanks and brackets', () => {
  expect(parseStat(fixture('stat-brackets'))).toEqual({
    comm: 'a) (b c',
    state: 'S',
    parent: 17_275,
    processGroup: 17275,
    userTicks: 0,
    systemTicks: 0,
    reapedTicks: 0,
    rssPages: 405,
  });
  const stat = parseStat('77 (x)) R 9) S 1 70 70 0 -1 4194560 1 2 3 4 55 66 7 8 20 0 1 0 9 10 11 18446744073709551615');
  expect(stat).toEqual({
    comm: 'x)) R 9',
    state: 'S',
    parent: 1,
    processGroup: 70,
    userTicks: 55,
    systemTicks: 66,
    reapedTicks: 15,
    rssPages: 11,
  });
});

test.each(['', '\n', 'garbage', '77 sleep S 1 77', ')('])('%j is no stat', (text) => {
  expect(parseStat(text)).toBeNull();
});

test('schedstat: nanoseconds on a CPU and waiting for one', () => {
  expect(parseSchedStat(fixture('schedstat'))).toEqual({ cpuNs: 1_393_800, runDelayNs: 0 });
  expect(parseSchedStat('5 6 7\n')).toEqual({ cpuNs: 5, runDelayNs: 6 });
});

test.each(['', '5', '5 6', 'a b c'])('%j is no schedstat', (text) => {
  expect(parseSchedStat(text)).toBeNull();
});

test('context switches of both kinds are summed', () => {
  const expected = [...fixture('status-root').matchAll(/ctxt_switches:\t(\d+)/g)].map(([, count]) => Number(count));
  expect(expected).toHaveLength(2);
  expect(parseContextSwitches(fixture('status-root'))).toBe(expected[0]! + expected[1]!);
  expect(parseContextSwitches('voluntary_ctxt_switches:\t3\n')).toBe(3);
  expect(parseContextSwitches('')).toBe(0);
});

test('the time of the machine: waiting for a disk is idle', () => {
  expect(parseMachineStat(fixture('machine-stat'))).toEqual({
    idle: 555_145 + 1890,
    steal: 6158,
    cpus: 2,
    softirqTicks: 9303,
  });
});

test('fields that an old kernel does not have are nothing', () => {
  expect(parseMachineStat('cpu  1 2 3 4\ncpu0 1 2 3 4\n')).toEqual({ idle: 4, steal: 0, cpus: 1, softirqTicks: 0 });
  expect(parseMachineStat('')).toBeNull();
});

test('sockets that listen, on 127.0.0.1 and on every address; no others', () => {
  expect(parseListening(fixture('net-tcp'))).toEqual([
    { host: '0.0.0.0', port: 2024, inode: 1089 },
    { host: '127.0.0.1', port: 18_201, inode: 114_290 },
  ]);
  expect(parseListening('')).toEqual([]);
});
