import { expect, test } from 'vitest';
import { functionAmounts, poolAmounts, resourceAmounts, syscallAmounts } from '../../../src/app/explain/amounts.js';
import type { Summary } from '../../../src/model/summary.js';
import { aCapture } from '../../fixtures/capture.js';
import { profileOf } from '../../fixtures/profile.js';
import { aPool, aRouter } from '../../fixtures/router-statistics.js';
import { aSummary, someResources } from '../../fixtures/summary.js';

const { results } = aSummary();

/** A run that moved 2 GB in 5 s, or answered 2,000 requests. */
const moved = (changes: Partial<Summary> = {}): Summary =>
  aSummary({ results: { ...results!, duration: 5, bits: 16e9 }, capture: aCapture(), ...changes });
const answered = (changes: Partial<Summary> = {}): Summary =>
  aSummary({ results: { ...results!, duration: 5, bits: 16e9, operations: 2000 }, capture: aCapture(), ...changes });

const tree = profileOf([
  [['relay 1', 'w 1', 'main', 'operator()(std::pair<int, "&;">)'], 1e9],
  [['relay 1', 'w 2', 'main'], 3e9],
  [['relay 2', 'w 1', 'main', 'k:tcp_ack'], 4e9],
]);

test('own CPU time of functions by role, from all threads, per GB', () => {
  expect(functionAmounts(moved(), tree)).toEqual([
    {
      kind: 'function',
      role: 'relay_1',
      name: 'operator()(std::pair<int, "&;">)',
      detail: 'skrouterd',
      unit: 'CPU-s',
      amount: 0.5,
    },
    { kind: 'function', role: 'relay_1', name: 'main', detail: 'skrouterd', unit: 'CPU-s', amount: 1.5 },
    { kind: 'function', role: 'relay_2', name: 'tcp_ack', detail: 'kernel', unit: 'CPU-s', amount: 2 },
  ]);
});

test('what CPUs count is no time', () => {
  const cycles = { ...tree, event: 'cycles', unit: 'events' as const };
  expect(functionAmounts(answered(), cycles)[1]).toMatchObject({ unit: 'count', amount: 1.5e9 });
});

test.each([
  ['libqpid-proton-core.so.10.14.0', 'user', 'libqpid-proton-core.so'],
  ['libc.so.6', 'user', 'libc.so'],
  ['nginx', 'user', 'nginx'],
  ['[kernel.kallsyms]', 'kernel', 'kernel'],
  ['[nf_tables]', 'kernel', 'kernel nf_tables'],
  ['[unknown]', 'kernel', 'kernel'],
] as const)('a function of %s is in %s', (binary, kind, place) => {
  const [one] = functionAmounts(moved(), {
    ...tree,
    frames: {
      ...tree.frames,
      binary: tree.frames.binary.map(() => binary),
      kind: tree.frames.kind.map((was) => (was === 'user' ? kind : was)),
    },
  });
  expect(one!.detail).toBe(place);
});

test('CPU time of threads and context switches, per 1000 operations', () => {
  const threads = [
    { name: 'wrkr 0', cpu: 0.4, run_delay: null },
    { name: 'core [x]', cpu: 0.1, run_delay: null },
  ];
  const resources = {
    relay_1: someResources({ threads, context_switches: 5000 }),
    relay_2: someResources({ threads: [], context_switches: null }),
    client: someResources(),
  };
  expect(resourceAmounts(answered({ resources }))).toEqual([
    { kind: 'thread', role: 'relay_1', name: 'wrkr 0', detail: '', unit: 'CPU-s', amount: 1 },
    { kind: 'thread', role: 'relay_1', name: 'core [x]', detail: '', unit: 'CPU-s', amount: 0.25 },
    { kind: 'switches', role: 'relay_1', name: 'context switches', detail: '', unit: 'count', amount: 2500 },
  ]);
});

test('system calls per GB, and what pools hold, whatever was moved', () => {
  const row = { role: 'relay_1', thread: 'w', syscall: 'splice', calls: 12, errors: 0, again: 0, seconds: 0, bytes: 1 };
  const syscalls = { rows: [row], unpaired: 0 };
  const capture = aCapture({ syscalls, routers: [aRouter('relay_2', [aPool('qd_buffer_t', 512, 640)])] });
  expect(syscallAmounts(moved({ capture }))).toEqual([
    { kind: 'syscall', role: 'relay_1', name: 'splice', detail: '', unit: 'count', amount: 6 },
  ]);
  expect(poolAmounts(moved({ capture }))).toEqual([
    { kind: 'pool', role: 'relay_2', name: 'qd_buffer_t', detail: '', unit: 'bytes', amount: 640 * 512 },
  ]);
});

test('a run that moved nothing has no cost per work', () => {
  expect(() => functionAmounts(moved({ results: null }), tree)).toThrow(RangeError);
});
