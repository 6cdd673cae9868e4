import { expect, test } from 'vitest';
import { mem, topOfAccesses } from '../../src/captures/mem.js';
import { memoryFixture, options } from './memory-fixture.js';

const rowsOf = (block: string): string[] => block.split('\n').slice(2);

test('the first rows, their columns as wide as what they hold', () => {
  const top = topOfAccesses(memoryFixture('mem')) ?? '';
  const [heading, columns, ...rows] = top.split('\n');
  expect(heading).toBe('510 samples of ibs_op//: the first 20 of 259 rows, by weight (the latency of loads)');
  expect(columns).toMatch(/^Overhead +Samples +Memory access +Snoop +TLB access +Symbol +Shared Object$/);
  expect(rows).toHaveLength(20);
  const at = columns?.indexOf('Symbol') ?? 0;
  expect(rows.filter((row) => !/^\[[.k]\] \S/.test(row.slice(at)))).toEqual([]);
  expect(Math.max(...rows.map((row) => row.length))).toBeLessThan(140);
});

test('each event has its rows, and odd names of functions stay whole', () => {
  const blocks = topOfAccesses(memoryFixture('mem-two-events'))?.split('\n\n') ?? [];
  expect(blocks.map((block) => block.split(':')[0])).toEqual(['710 samples of cpu-clock', '709 samples of task-clock']);
  expect(blocks.map((block) => rowsOf(block).length)).toEqual([10, 10]);
  expect(blocks[0]).toContain('[.] Find::operator()');
});

test('blanks and signs in a name do not move its columns', () => {
  const odd = '[.] operator new<a b>(";&")';
  const text = memoryFixture('mem-two-events').replace('[.] Find::operator()        ', odd.padEnd(28));
  const [block = ''] = topOfAccesses(text)?.split('\n\n') ?? [];
  const row = rowsOf(block).find((line) => line.includes(odd)) ?? '';
  const columns = block.split('\n')[1] ?? '';
  expect(row.indexOf(odd)).toBe(columns.indexOf('Symbol'));
  expect(row.indexOf('odd', row.indexOf(odd) + odd.length)).toBe(columns.indexOf('Shared Object'));
});

test('nothing was sampled', () => {
  // What perf prints of a file without samples; it says so on stderr, and ends well.
  expect(
    topOfAccesses('# To display the perf.data header info, please use --header/--header-only options.\n#\n'),
  ).toBeNull();
  expect(topOfAccesses('')).toBeNull();
  expect(topOfAccesses("# Samples: 0  of event 'x'\n")).toBeNull();
});

test('options for perf record stand behind --, where mem does not take -D and -p for its own', () => {
  expect(mem.perf({ ...options, extra: ['-m', '256'] }, [])).toEqual(['mem', 'record', '--', '-m', '256']);
  expect(mem.needs(options)).toEqual(['memory']);
});
