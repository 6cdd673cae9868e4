import { expect, test } from 'vitest';
import { watchExits } from '../../../../src/app/run/chain/exits.js';
import type { Trouble } from '../../../../src/app/run/trouble.js';
import type { Posts } from '../../../../src/app/run/posts/posts.js';
import type { Plan } from '../../../../src/model/plan.js';

const postsOn = (hosts: Record<string, string>, broughtBack: string[] = []): Posts =>
  ({
    supervisors: {
      exitOf: () => ({ code: 244, signal: null }),
      output: () => 'No such process\n',
      hostOf: (name: string) => hosts[name] ?? 'localhost',
    },
    of: () => ({
      bringBack: async (wanted: (path: string) => boolean) => {
        broughtBack.push(...['relay1.log', 'relay2.log', 'client.log'].filter(wanted));
      },
    }),
  }) as unknown as Posts;

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
] as const)('the end of %s is told as %s', async ([name, code, begin]) => {
  const error = await watchExits(postsOn({}), plan, {} as Trouble).describe(name);
  expect(error.code).toBe(code);
  expect(error.message.slice(0, begin.length)).toBe(begin);
  expect(error.message).toContain('code 244; it said:\n    No such process');
});

test('of a process elsewhere the host is named, and its log is fetched first', async () => {
  const broughtBack: string[] = [];
  const error = await watchExits(postsOn({ relay2: 'lab2' }, broughtBack), plan, {} as Trouble).describe('relay2');
  expect(error.message).toContain('relay 2 (nginx) on lab2 ended with exit code 244');
  expect(broughtBack).toEqual(['relay2.log']);
});
