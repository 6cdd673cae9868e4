import { expect, test } from 'vitest';
import { perfArguments } from '../../../src/app/capture/perf-look.js';
import { captures } from '../../../src/captures/index.js';
import type { CaptureOptions } from '../../../src/captures/capture.js';

const options: CaptureOptions = { events: null, frequency: 499, callGraph: 'dwarf', extra: ['-e', 'cycles:u'] };
const perf = { path: '/usr/bin/perf' };
const words = (kind: keyof typeof captures, more: Partial<CaptureOptions> = {}): string =>
  perfArguments(
    { capture: captures[kind], options: { ...options, ...more } },
    { perf, events: ['task-clock', 'page-faults'] },
    '/run/file',
    '7,8',
  ).join(' ');

test('every capture begins with its events off, is told when on its stdin, and knows its processes', () => {
  for (const kind of Object.keys(captures) as (keyof typeof captures)[]) {
    expect(words(kind)).toMatch(/ -D -1 --control fd:0,1 .*-o \/run\/file -p 7,8$/);
  }
});

test('samples carry the time of the clock on which the marks lie; counts carry none', () => {
  expect(words('record')).toContain(' -k CLOCK_MONOTONIC ');
  expect(words('offcpu')).toContain(' -k CLOCK_MONOTONIC ');
  expect(words('stat')).not.toContain('CLOCK');
});

test('what the user chose reaches perf', () => {
  expect(words('record')).toMatch(/^\/usr\/bin\/perf record -F 499 --call-graph dwarf -e cycles:u -D/);
  expect(words('stat', { extra: [] })).toContain(' -e task-clock,page-faults ');
  expect(words('stat', { extra: [], events: 'cycles,LLC-loads' })).toContain(' -e cycles,LLC-loads ');
});
