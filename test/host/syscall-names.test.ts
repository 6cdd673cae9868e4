import { expect, test } from 'vitest';
import { parseSyscallNames, readSyscallNames } from '../../src/host/syscall-names.js';

test('lines of a name and a number', () => {
  expect([...parseSyscallNames('_sysctl 156\nread 0\nbroken\n')]).toEqual([
    [156, '_sysctl'],
    [0, 'read'],
  ]);
});

test('the build leaves the names of this kind of CPU', () => {
  const names = [...readSyscallNames().values()];
  expect(names).toEqual(expect.arrayContaining(['read', 'writev', 'sendto', 'futex', 'epoll_ctl']));
  expect(new Set(names).size).toBe(names.length);
});

test('without a build there are no names, and no error', () => {
  expect(readSyscallNames('/no/such/file').size).toBe(0);
});
