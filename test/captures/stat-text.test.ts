import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseStat, plainEvent } from '../../src/captures/stat-text.js';

const fixture = (name: string): string =>
  readFileSync(join(import.meta.dirname, '..', 'fixtures', 'perf-stat', `${name}.txt`), 'utf8');

test('a thread that ran has counts, one that never ran has none of anything', () => {
  const lines = parseStat(fixture('nginx'));
  expect(lines).toHaveLength(30);
  const of = (tid: number) => lines.filter((line) => line.tid === tid && line.supported);
  expect(of(22414).map(({ event, unit, count }) => [event, unit, count])).toEqual([
    ['task-clock', 'msec', 594.35],
    ['context-switches', '', 7572],
    ['cpu-migrations', '', 0],
    ['page-faults', '', 0],
  ]);
  expect(of(22415).map(({ count }) => count)).toEqual([0, 0, 0, 0]);
  expect(of(22415).every(({ running }) => running === 1)).toBe(true);
});

test('without hardware counters cycles are not supported, in no thread', () => {
  const cycles = parseStat(fixture('skrouterd')).filter(({ event }) => event === 'cycles');
  expect(cycles).toHaveLength(10);
  expect(cycles.every(({ supported, count }) => !supported && count === null)).toBe(true);
});

test('commas and tabs in names break nothing, nor does a decimal comma', () => {
  const lines = parseStat(fixture('hardware')).filter(({ tid }) => tid === 103);
  expect([...new Set(lines.map(({ comm }) => comm))]).toEqual(['wrkr, 1\t(x)']);
  expect(lines.find(({ event }) => event === 'cpu/event=0x3c,umask=0x0/')?.count).toBe(990_000_000);
  expect(lines.find(({ event }) => event === 'task-clock')?.count).toBe(450.5);
});

test('an event that never got a counter is not 0, and what was extrapolated says so', () => {
  const lines = parseStat(fixture('hardware')).filter(({ tid }) => tid === 103);
  const of = (event: string) => lines.find((line) => line.event === event);
  expect(of('cache-misses')).toMatchObject({ supported: true, count: null, running: 0 });
  expect(of('instructions')).toMatchObject({ count: 1_200_000_000, running: 0.6667 });
});

test('lines of another form are passed over', () => {
  const text = ['# started on Mon Nov 23 05:00:00 2026', '', '\t\t\t\t\t\t1.10\tinsn per cycle', 'a-1\t12\tmsec'].join(
    '\n',
  );
  expect(parseStat(text)).toEqual([]);
  // The rest of a name that holds the end of a line.
  expect(parseStat('wr\nkr-12\t5\t\tcycles\t10\t100.00\t\t\n')).toMatchObject([{ comm: 'kr', tid: 12, count: 5 }]);
});

test.each([
  ['cycles', 'cycles'],
  ['cycles:u', 'cycles'],
  ['cpu_core/cycles/u', 'cycles'],
  ['L1-dcache-load-misses', 'L1-dcache-load-misses'],
])('%s is %s', (event, plain) => {
  expect(plainEvent(event)).toBe(plain);
});
