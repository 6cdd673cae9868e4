import { expect, test } from 'vitest';
import type { Findings } from '../../src/captures/capture.js';
import { joinedFindings } from '../../src/captures/joined.js';

const nothing: Findings = { lost: 0, warnings: [] };
const part = (stem: string, findings: Partial<Findings>) => ({
  roles: stem.replace('relay', 'relay '),
  stem,
  findings: { ...nothing, ...findings },
});

const counts = (role: string, cycles: number | null, running = 1): NonNullable<Findings['stat']> => {
  const known: Record<string, number> = cycles === null ? { faults: 1 } : { cycles, faults: 1 };
  return {
    events: Object.keys(known).map((name) => ({ name, unit: '', running })),
    unavailable: cycles === null ? [{ events: ['cycles'], cause: 'no counters' }] : [],
    roles: { [role]: known },
    together: known,
    threads: [{ role, thread: 'worker', counts: known }],
    ratios: [],
    per: null,
  };
};

test('of one machine everything is as it was found there', () => {
  const only = part('relay1', { report: 'x', files: { 'c2c.txt': 'y' } });
  expect(joinedFindings([only])).toBe(only.findings);
});

test('counts are added up, and each role keeps its own', () => {
  const { stat } = joinedFindings([
    part('relay1', { stat: counts('relay_1', 10, 0.5) }),
    part('relay2', { stat: counts('relay_2', 30) }),
  ]);
  expect(stat!.together).toEqual({ cycles: 40, faults: 2 });
  expect(stat!.roles).toEqual({ relay_1: { cycles: 10, faults: 1 }, relay_2: { cycles: 30, faults: 1 } });
  expect(stat!.events.map(({ running }) => running)).toEqual([0.5, 0.5]);
  expect(stat!.threads.map(({ role }) => role)).toEqual(['relay_1', 'relay_2']);
});

test('what one machine cannot count is not known of all together', () => {
  const { stat } = joinedFindings([
    part('relay1', { stat: counts('relay_1', 10) }),
    part('relay2', { stat: counts('relay_2', null) }),
  ]);
  expect(stat!.together).toEqual({ faults: 2 });
  expect(stat!.unavailable).toHaveLength(1);
});

test('texts of perf stand one below the other, and so do their files', () => {
  const { report, files } = joinedFindings([
    part('relay1', { report: 'a', files: { 'c2c.txt': '1' } }),
    part('relay2', { report: 'b', files: { 'c2c.txt': '2' } }),
  ]);
  expect(report).toBe('relay 1:\na\n\nrelay 2:\nb');
  expect(files).toEqual({ 'c2c.txt': '1', 'relay2.c2c.txt': '2' });
});

test('losses are added up, and what both warn of is said once', () => {
  const warning = { code: 'c', message: 'm', advice: 'a' };
  const both = [part('relay1', { lost: 2, warnings: [warning] }), part('relay2', { lost: 3, warnings: [warning] })];
  expect(joinedFindings(both)).toMatchObject({ lost: 5, warnings: [warning] });
  expect(joinedFindings([...both, part('relay3', { lost: null })]).lost).toBeNull();
});

test('system calls keep their rows, by role', () => {
  const row = { thread: 't', syscall: 'read', calls: 1, errors: 0, again: 0, seconds: 1, bytes: 1 };
  const table = (role: string) => ({ rows: [{ ...row, role }], unpaired: 1 });
  const { syscalls } = joinedFindings([
    part('relay2', { syscalls: table('relay_2') }),
    part('relay1', { syscalls: table('relay_1') }),
  ]);
  expect(syscalls).toEqual({
    rows: [
      { ...row, role: 'relay_1' },
      { ...row, role: 'relay_2' },
    ],
    unpaired: 2,
  });
});
