import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { judgePerf, mayEverything } from '../../src/host/perf-permission.js';

const status = (who: string): string =>
  readFileSync(new URL(`../fixtures/proc/status-${who}.txt`, import.meta.url), 'utf8');

test('root may do everything, unless it is root of its own user namespace only', () => {
  expect(mayEverything(status('root'), '         0          0 4294967295')).toBe(true);
  expect(mayEverything(status('root'), '         0       1000          1')).toBe(false);
  expect(mayEverything(status('nobody'), '         0          0 4294967295')).toBe(false);
});

test('CAP_PERFMON alone is enough', () => {
  expect(mayEverything('CapEff:\t0000004000000000', null)).toBe(true);
  expect(mayEverything('CapEff:\t0000008000000000', null)).toBe(false);
});

const line = 'sudo sysctl kernel.perf_event_paranoid=1';
test.each([
  [4, /^nothing$/, line],
  [3, /^nothing$/, line],
  [2, /user space only/, line],
  [1, /own processes, user space and kernel/, null],
  [0, /all processes/, null],
  [-1, /raw tracepoints/, null],
  [null, /^nothing: this kernel/, null],
])('paranoid %s is judged by what it permits', (paranoid, permits, remedy) => {
  expect(judgePerf({ paranoid, privileged: false })).toEqual({
    permits: expect.stringMatching(permits) as string,
    remedy,
  });
});

test('a privileged user is not told to change anything', () => {
  expect(judgePerf({ paranoid: 4, privileged: true }).remedy).toBeNull();
});
