import { expect, test } from 'vitest';
import { watchExits } from '../../../../src/app/run/chain/exits.js';
import type { Trouble } from '../../../../src/app/run/trouble.js';
import type { Guardian } from '../../../../src/host/guardian.js';
import type { Plan } from '../../../../src/model/plan.js';

const guardian = {
  exitOf: () => ({ code: 244, signal: null }),
  output: () => 'No such process\n',
} as unknown as Guardian;

const plan = {
  folder: '/nonexistent',
  scenario: { relay: 'nginx' },
  processes: [
    { name: 'relay2', argv: ['/usr/sbin/nginx'] },
    { name: 'client', argv: ['/usr/bin/iperf3'] },
  ],
} as unknown as Plan;

// A program that was begun again has a number, of which nobody outside shall hear.
test.for([
  ['relay2', 'relay-died', 'relay 2 (nginx) ended'],
  ['client', 'client-died', 'client (iperf3) ended'],
  ['perf', 'perf-died', 'perf ended'],
  ['perf3', 'perf-died', 'perf ended'],
] as const)('the end of %s is told as %s', ([name, code, begin]) => {
  const error = watchExits(guardian, plan, {} as Trouble).describe(name);
  expect(error.code).toBe(code);
  expect(error.message.slice(0, begin.length)).toBe(begin);
  expect(error.message).toContain('code 244; it said:\n    No such process');
});
