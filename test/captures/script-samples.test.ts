import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { foundIn, perfText, piecesOf } from './perf-fixture.js';

test('a sample of skrouterd', () => {
  const [first] = foundIn(perfText('skrouterd')).found;
  expect(first).toBe(
    [
      'wrkr_1|9340|9344|11455911845991|1003009|cpu-clock:ppp',
      'kernel bbr_main of [kernel.kallsyms]',
      'kernel tcp_ack of [kernel.kallsyms]',
      'kernel tcp_rcv_established of [kernel.kallsyms]',
      'kernel tcp_v4_do_rcv of [kernel.kallsyms]',
      'kernel __release_sock of [kernel.kallsyms]',
      'kernel release_sock of [kernel.kallsyms]',
      'kernel tcp_sendmsg of [kernel.kallsyms]',
      'kernel __sys_sendto of [kernel.kallsyms]',
      'kernel __x64_sys_sendto of [kernel.kallsyms]',
      'kernel do_syscall_64 of [kernel.kallsyms]',
      'kernel entry_SYSCALL_64_after_hwframe of [kernel.kallsyms]',
      'user __send of libc.so.6',
    ].join('\n  '),
  );
});

test.each(['skrouterd', 'nginx', 'odd', 'lost', 'two-events', 'no-stacks'])('every sample of %s is found', (name) => {
  const text = perfText(name);
  const { found, reader } = foundIn(text);
  // A header is all that has an event and no tab in front.
  const headers = text.match(/^[^\t\n].*-clock(?::\w+)?: /gm)!;
  expect(found).toHaveLength(headers.length);
  // Frames: lines with a tab, or the second half of a header.
  const frames = text.match(/^\t|-clock: +[0-9a-f]+ /gm)!;
  expect(found.flatMap((sample) => sample.split('\n').slice(1))).toHaveLength(frames.length);
  expect(reader.isCut).toBe(false);
});

test('names of threads may look like everything else', () => {
  const comms = new Set(foundIn(perfText('odd')).found.map((sample) => sample.split('|')[0]));
  // Of a name with a line end, only the last line is in the line of the header.
  expect(comms).toEqual(new Set(['1/2 3.5: x', 'a b: (c)/1', 'end', 'für;einen']));
});

test('names of functions may look like everything else', () => {
  const frames = new Set(foundIn(perfText('odd')).found.flatMap((sample) => sample.split('\n  ').slice(1)));
  for (const name of [
    '</script><script>alert(1)</script>',
    'operator() <a & b>; "q" (/x) const',
    'häfen',
    'call_leaf',
  ]) {
    expect(frames).toContain(`user ${name} of odd`);
  }
});

test('without call graphs the only frame stands beside the header', () => {
  const { found } = foundIn(perfText('no-stacks'));
  expect(found.every((sample) => sample.split('\n').length === 2)).toBe(true);
  expect(found.some((sample) => sample.endsWith('user operator() <a & b>; "q" (/x) const of odd'))).toBe(true);
});

test('the period and the event of each of several events', () => {
  const heads = foundIn(perfText('two-events')).found.map((sample) =>
    sample.split('\n')[0]!.split('|').slice(4).join(' '),
  );
  expect(new Set(heads)).toEqual(new Set(['2500000 cpu-clock', '2500000 task-clock']));
});

test('lost events are summed and are no samples', () => {
  const { found, reader } = foundIn(perfText('lost'));
  expect(reader.lost).toBe(4 + 23 + 1);
  expect(found.filter((line) => line.includes('LOST'))).toEqual([]);
});

test('what a tracepoint tells, and records of switches and threads', () => {
  const { found } = foundIn(perfText('fork-switches'), true);
  const lines = found.map((one) => one.split('\n')[0]);
  expect(lines.slice(0, 6)).toEqual([
    '0|0|COMM: perf-exec:8512/8512',
    '8512|14129895635635|COMM exec: sh:8512/8512',
    'sh|8512|8512|14129896042433|1|sched:sched_switch|prev_comm=sh prev_pid=8512 prev_prio=120 prev_state=R ==> next_comm=rcu_preempt next_pid=15 next_prio=120',
    '8512|14129896065847|SWITCH OUT preempt',
    '8512|14129896113546|SWITCH IN',
    '8512|14129896655095|FORK(8514:8514):(8512:8512)',
  ]);
});

test.each([
  ['skrouterd', false],
  ['odd', false],
  ['lost', false],
  ['no-stacks', false],
  ['skrouterd-switches', true],
])('%s: wherever the text is cut into pieces, the same is found', (name, trace) => {
  const text = perfText(name).slice(0, 8000);
  const whole = foundIn(text, trace);
  const cuts = fc.array(fc.nat({ max: text.length }), { maxLength: 40 });
  fc.assert(
    fc.property(cuts, (places) => {
      const { found, reader } = foundIn(piecesOf(text, places), trace);
      expect(found).toEqual(whole.found);
      expect([reader.lost, reader.isCut]).toEqual([whole.reader.lost, whole.reader.isCut]);
    }),
    { numRuns: 60 },
  );
});

test('one character at a time', () => {
  const text = perfText('odd').slice(0, 3000);
  expect(foundIn(text.split('')).found).toEqual(foundIn(text).found);
});

test('a text that ends within a sample is cut, and its last sample does not count', () => {
  const text = perfText('skrouterd');
  const second = text.indexOf('\n\n') + 2;
  for (const length of [second + 10, second + 60, second + 90, text.indexOf('\n', second) + 1, text.length - 1]) {
    expect(foundIn(text.slice(0, length)).reader.isCut).toBe(true);
  }
  expect(foundIn(text.slice(0, second)).reader.isCut).toBe(false);
  expect(foundIn(text.slice(0, second + 90)).found).toHaveLength(1);
  expect(foundIn('').reader.isCut).toBe(false);
});

test('kernel addresses that a lost unwinder takes for callers of user functions are no kernel functions', () => {
  const text = [
    'a 1/1 1.000000000: 7 cycles: ',
    '\tffffffff81e2eae2 __sys_sendto ([kernel.kallsyms])',
    '\t          10aba4 __send (/usr/lib/libc.so.6)',
    '\tffffffffffffff80 [unknown] ([unknown])',
    '\n',
  ].join('\n');
  expect(foundIn(text).found[0]!.split('\n  ').slice(1)).toEqual([
    'kernel __sys_sendto of [kernel.kallsyms]',
    'user __send of libc.so.6',
    'unknown [unknown] of [unknown]',
  ]);
});

test('lines that are neither are passed over', () => {
  const text =
    'garbage\n\t  1234 f (/x)\n\n\n a 1: b\nx 1.000000000: \n-/- 1.000000000: 5 cycles: \na 1/1 1.000000000: cycles: \n\n';
  expect(foundIn(text)).toMatchObject({ found: [], reader: { lost: 0, isCut: false } });
});
