import { expect, test } from 'vitest';
import type { Syscalls } from '../../src/model/syscalls.js';
import { syscallsSection } from '../../src/report/capture/syscalls.js';
import { textWidth } from '../../src/report/layout.js';
import { anRrSummary, aSummary } from '../fixtures/summary.js';

type SyscallRow = Syscalls['rows'][number];

const { results } = aSummary();

function row(
  role: string,
  thread: string,
  syscall: string,
  calls: number,
  changes: Partial<SyscallRow> = {},
): SyscallRow {
  return { role, thread, syscall, calls, errors: 0, again: 0, seconds: calls * 3e-6, bytes: null, ...changes };
}

const routers: Syscalls = {
  rows: [
    row('relay_1', 'core_thread', 'futex', 12_080, { seconds: 4.97 }),
    row('relay_1', 'core_thread', 'epoll_ctl', 385),
    row('relay_1', 'wrkr_0', 'sendto', 76_050, { bytes: 487_736_000, errors: 3, again: 2 }),
    row('relay_1', 'wrkr_0', 'recvfrom', 73_170, { bytes: 477_700_000, errors: 50, again: 50 }),
    row('relay_1', 'wrkr_0', 'epoll_wait', 14_930, { seconds: 0.72 }),
    row('relay_1', 'wrkr_0', 'epoll_ctl', 9490),
    row('relay_1', 'wrkr_0', 'futex', 8040, { seconds: 0.96 }),
    row('relay_1', 'wrkr_0', 'timerfd_settime', 17),
    row('relay_1', 'wrkr_0', 'read', 10, { bytes: 80 }),
    row('relay_1', 'wrkr_0', 'newfstatat', 7),
    row('relay_1', 'wrkr_0', 'munmap', 5),
    row('relay_2', 'wrkr_0', 'sendto', 76_050, { bytes: 487_736_000 }),
  ],
  unpaired: 17,
};

const text = (syscalls: Syscalls, of = results): string => `\n${syscallsSection({ syscalls }, of).join('\n')}\n`;

test('by role and thread, the most frequent calls first, the rest in one line', () => {
  expect(text(routers)).toMatchInlineSnapshot(`
    "
    SYSTEM CALLS             calls  errors  EAGAIN     time  calls/GB  bytes/call
      relay 1              194,184       1      52   7.13 s    99,576
        core_thread         12,465       0       0   4.97 s     6,392
          futex             12,080       0       0   4.97 s     6,195
          epoll_ctl            385       0       0  1.16 ms       197
        wrkr_0             181,719       1      52   2.16 s    93,184
          sendto            76,050       1       2   228 ms    38,998       6,413
          recvfrom          73,170       0      50   220 ms    37,521       6,529
          epoll_wait        14,930       0       0   720 ms     7,656
          epoll_ctl          9,490       0       0  28.5 ms     4,866
          futex              8,040       0       0   960 ms     4,123
          timerfd_settime       17       0       0  51.0 µs      8.72
          read                  10       0       0  30.0 µs      5.13           8
          others (2)            12       0       0  36.0 µs      6.15
      relay 2               76,050       0       0   228 ms    38,998
        wrkr_0              76,050       0       0   228 ms    38,998
          sendto            76,050       0       0   228 ms    38,998       6,413
      cut off     17 calls had begun before the window or not ended within it, and are not in the table
    "
  `);
});

test('where the workload counts operations, calls are by operation', () => {
  const [heading, relay] = syscallsSection({ syscalls: routers }, anRrSummary().results);
  expect(heading).toContain('calls/op');
  expect(relay).toMatch(/ 1\.20 *$/);
});

test('without a result there is no column for it', () => {
  expect(syscallsSection({ syscalls: routers }, null)[0]).not.toContain('calls/');
});

test('eight calls fit; the ninth makes a line of others', () => {
  const rows = Array.from({ length: 8 }, (_, at) => row('relay_1', 'nginx 1', `syscall_${at}`, 8 - at));
  expect(text({ rows, unpaired: 0 })).not.toContain('others');
  expect(text({ rows: [...rows, row('relay_1', 'nginx 1', 'syscall_8', 1)], unpaired: 0 })).toContain('others (2)');
});

test('the longest names and numbers fit the page, and names steer no terminal', () => {
  const huge = { seconds: 98_765, bytes: 1e13, errors: 30_000_000, again: 12_345_678 };
  const rows = [
    row('relay_10', '\u001B[31mthread with a name that is long', 'process_madvise_with_a_long_name', 5e7, huge),
  ];
  const lines = syscallsSection({ syscalls: { rows, unpaired: 123_456_789 } }, { ...results!, bits: 8e9 });
  expect(lines.filter((line) => textWidth(line) > 100)).toEqual([]);
  expect(lines.join('')).not.toContain('\u001B');
});

test('relays come first', () => {
  const rows = ['server', 'relay_10', 'client', 'relay_2'].map((role) => row(role, 'x', 'read', 1, { bytes: 1 }));
  const roles = syscallsSection({ syscalls: { rows, unpaired: 1 } }, results).filter((line) => /^ {2}\S/.test(line));
  expect(roles.map((line) => line.trim().split('  ')[0])).toEqual([
    'relay 2',
    'relay 10',
    'client',
    'server',
    'cut off',
  ]);
});

test('another capture has no such section', () => {
  expect(syscallsSection({ syscalls: null }, results)).toEqual([]);
});
