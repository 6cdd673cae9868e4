import { expect, test } from 'vitest';
import type { Capture } from '../../src/model/capture.js';
import type { ProfileFacts, ProfileRole } from '../../src/model/profile.js';
import { profileSection } from '../../src/report/capture/profile.js';
import { textWidth } from '../../src/report/layout.js';

type FunctionRow = ProfileRole['functions'][number];

const user = (name: string, own: number, total = own, binary = 'skrouterd'): FunctionRow => ({
  ...{ name, binary, kind: 'user', own, total },
  samples: Math.round(own * 4000),
});

const kernel = (name: string, own: number, total = own, binary = '[kernel.kallsyms]'): FunctionRow => ({
  ...user(name, own, total, binary),
  kind: 'kernel',
});

const functions = [
  kernel('tcp_sendmsg_locked', 0.186, 0.411),
  user('__memmove_avx_unaligned_erms', 0.079, 0.086, 'libc.so.6'),
  user('pn_dispatcher_input', 0.051, 0.3, 'libqpid-proton-core.so.10.16.0'),
  kernel('nf_hook_slow', 0.033, 0.04, '[nf_tables]'),
  { ...user('[unknown]', 0.02), kind: 'unknown' as const },
  user(`operator()<${'long, '.repeat(30)}>`, 0.01),
];

function role(changes: Partial<ProfileRole> = {}): ProfileRole {
  return {
    samples: 4000,
    weight: 4.012e9,
    stacks: { short: 0.02, rootless: 0.01, poor: 0.025, broken_in: [] },
    states: {},
    functions,
    ...changes,
  };
}

const poor = {
  short: 0.701,
  rootless: 0.002,
  poor: 0.702,
  broken_in: [
    { binary: 'libc.so.6', share: 0.93 },
    { binary: 'skrouterd', share: 0.05 },
  ],
};

const facts = (roles: Record<string, ProfileRole>, changes: Partial<ProfileFacts> = {}): ProfileFacts => ({
  event: 'cpu-clock:ppp',
  unit: 'ns',
  samples: 8000,
  roles,
  ...changes,
});

function lines(kind: Capture['kind'], profile: ProfileFacts | null): string[] {
  const options = { target: 'relays', events: null, frequency: 997, call_graph: 'fp' as const, extra: [] };
  return profileSection({ kind, profile, options });
}

const text = (...of: Parameters<typeof lines>): string => `\n${lines(...of).join('\n')}\n`;

test('record: stack quality, then the functions of each relay', () => {
  const roles = { relay_2: role({ samples: 12, functions: functions.slice(0, 2) }), relay_1: role({ stacks: poor }) };
  expect(text('record', facts(roles))).toMatchInlineSnapshot(`
    "
    STACKS     samples  CPU time   short  no root    poor  break off in
      relay 1    4,000    4.01 s  70.1 %    0.2 %  70.2 %  libc.so.6
      relay 2       12    4.01 s   2.0 %    1.0 %   2.5 %
      short: fewer than three user frames; no root: the outermost user frame has no name; poor: either
      callers are missing in poor stacks: use --call-graph dwarf, as libc has no frame pointers in most
      distributions; or else compile the program and its libraries (with skrouterd: Proton too) with
      frame pointers (CFLAGS=-fno-omit-frame-pointer)

    FUNCTIONS of relay 1
         own   total  samples  function                                         in
      18.6 %  41.1 %      744  tcp_sendmsg_locked                               kernel
       7.9 %   8.6 %      316  __memmove_avx_unaligned_erms                     libc.so.6
       5.1 %  30.0 %      204  pn_dispatcher_input                              libqpid-proton-core.so
       3.3 %   4.0 %      132  nf_hook_slow                                     kernel nf_tables
       2.0 %   2.0 %       80  [unknown]                                        skrouterd
       1.0 %   1.0 %       40  operator()<long, long, long, long, long, long,…  skrouterd

    FUNCTIONS of relay 2
         own   total  samples  function                      in
      18.6 %  41.1 %      744  tcp_sendmsg_locked            kernel
       7.9 %   8.6 %      316  __memmove_avx_unaligned_erms  libc.so.6
    "
  `);
});

test('flamegraph: five functions, and a unit that is no time', () => {
  expect(text('flamegraph', facts({ relay_1: role() }, { event: 'cycles', unit: 'events' }))).toMatchInlineSnapshot(`
    "
    STACKS     samples         cycles  short  no root   poor  break off in
      relay 1    4,000  4,012,000,000  2.0 %    1.0 %  2.5 %
      short: fewer than three user frames; no root: the outermost user frame has no name; poor: either

    FUNCTIONS of relay 1
         own   total  samples  function                      in
      18.6 %  41.1 %      744  tcp_sendmsg_locked            kernel
       7.9 %   8.6 %      316  __memmove_avx_unaligned_erms  libc.so.6
       5.1 %  30.0 %      204  pn_dispatcher_input           libqpid-proton-core.so
       3.3 %   4.0 %      132  nf_hook_slow                  kernel nf_tables
       2.0 %   2.0 %       80  [unknown]                     skrouterd
    "
  `);
});

test('offcpu: states too', () => {
  const states = { preempted: 0.228, blocked: 0.771, '[off since before the window]': 0.001 };
  const roles = {
    relay_1: role({ stacks: poor, states, functions: [kernel('futex_do_wait', 0.668)] }),
    relay_10: role({ states: { blocked: 1 }, functions: [] }),
  };
  expect(text('offcpu', facts(roles, { event: 'sched:sched_switch' }))).toMatchInlineSnapshot(`
    "
    STACKS      times off  time off  blocked  preempted   short  no root    poor  break off in
      relay 1       4,000    4.01 s   77.1 %     22.8 %  70.1 %    0.2 %  70.2 %  libc.so.6
      relay 10      4,000    4.01 s  100.0 %      0.0 %   2.0 %    1.0 %   2.5 %
      short: fewer than three user frames; no root: the outermost user frame has no name; poor: either
      callers are missing in poor stacks: use --call-graph dwarf, as libc has no frame pointers in most
      distributions; or else compile the program and its libraries (with skrouterd: Proton too) with
      frame pointers (CFLAGS=-fno-omit-frame-pointer)

    FUNCTIONS of relay 1
         own   total  times  function       in
      66.8 %  66.8 %  2,672  futex_do_wait  kernel
    "
  `);
});

test('all twenty are shown by record only', () => {
  const many = role({ functions: Array.from({ length: 20 }, (_, at) => user(`f${at}`, 0.05 - at / 1000)) });
  const rows = (kind: Capture['kind']): number =>
    lines(kind, facts({ client: many })).filter((line) => / f\d+ /.test(line)).length;
  expect([rows('record'), rows('flamegraph'), rows('offcpu')]).toEqual([20, 5, 5]);
});

test('names of others stay within the page and cannot steer the terminal', () => {
  const hostile = [
    user('\u001B[31mred\u0007\nnext line', 0.3, 0.3, 'lib\u001B[2Jx\n.so'),
    user('ä'.repeat(300), 0.2, 0.2, `${'b'.repeat(80)}.so.1.2.3`),
    kernel('k'.repeat(300), 0.2, 0.2, `[${'m'.repeat(80)}]`),
  ];
  const broken = { ...poor, broken_in: [{ binary: `\u001B[1m${'x'.repeat(90)}`, share: 1 }] };
  const states = { blocked: 0.5, preempted: 0.4, '[off since before the window]': 0.1 };
  const wide = role({ functions: hostile, stacks: broken, samples: 12_345_678, weight: 1.23e12 });
  const event = `cpu/${'y'.repeat(200)}\u001B[1m/`;
  const all = [
    ...lines('offcpu', facts({ relay_12: { ...wide, states } }, { event: 'sched:sched_switch' })),
    ...lines('record', facts({ relay_12: wide }, { event, unit: 'events' })),
  ];
  expect(all.filter((line) => textWidth(line) > 100)).toEqual([]);
  for (const text of ['\u001B', '\u0007', '\nnext']) expect(all.join('\n')).not.toContain(text);
});

test('nothing where there is no profile', () => {
  expect(lines('record', null)).toEqual([]);
  expect(lines('stat', facts({ relay_1: role() }))).toEqual([]);
});
