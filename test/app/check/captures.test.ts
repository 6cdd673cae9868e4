import { expect, test } from 'vitest';
import { captureFinding } from '../../../src/app/check/captures.js';
import type { Capability, CapabilityName, Limit } from '../../../src/model/capability.js';

const can = (name: CapabilityName, ...limits: Limit[]): Capability => ({
  name,
  possible: true,
  cause: null,
  remedy: null,
  limits,
});
const cannot = (name: CapabilityName, cause: string, remedy: string | null = null): Capability => ({
  ...can(name),
  possible: false,
  cause,
  remedy,
});

const clock: Limit = { code: 'clock-samples', message: 'by cpu-clock', advice: 'read it with care', changeable: false };
const user: Limit = { code: 'kernel-hidden', message: 'user space only', advice: 'sudo sysctl x=1', changeable: true };

test('a capture that is possible says what it cannot do, and only lines to type are remedies', () => {
  const found = [can('sampling', clock, user), cannot('lbr', 'no branches'), can('dwarf')];
  expect(captureFinding('record', ['sampling'], found)).toEqual({
    capture: 'record',
    possible: true,
    note: 'by cpu-clock; user space only; no --call-graph lbr',
    remedy: 'sudo sysctl x=1',
  });
});

test('a capture without limits', () => {
  const found = [can('syscalls'), cannot('lbr', 'no branches'), cannot('dwarf', 'no unwinder')];
  expect(captureFinding('syscalls', ['syscalls'], found)).toMatchObject({ note: 'without limits', remedy: null });
});

test('stacks of threads that do not run need no branch records', () => {
  const found = [can('switches'), cannot('lbr', 'no branches'), cannot('dwarf', 'no unwinder')];
  expect(captureFinding('offcpu', ['switches'], found).note).toBe('no --call-graph dwarf');
});

test('a capture that is not possible says why, and what to do', () => {
  const found = [can('sampling'), cannot('cache-lines', 'no such events', 'use another')];
  expect(captureFinding('c2c', ['cache-lines'], found)).toEqual({
    capture: 'c2c',
    possible: false,
    note: 'no such events',
    remedy: 'use another',
  });
});
