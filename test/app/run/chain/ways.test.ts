import { expect, test } from 'vitest';
import { linksOf, requireWays } from '../../../../src/app/run/chain/ways.js';
import type { Posts } from '../../../../src/app/run/posts/posts.js';
import type { Host } from '../../../../src/host/host.js';
import type { Plan } from '../../../../src/model/plan.js';

const chain = [
  { role: 'server', on: 'h3', listens: [7000], host: '10.0.0.3' },
  { role: 'relay2', on: 'h2', listens: [7001, 7002], host: '10.0.0.2' },
  { role: 'relay1', on: 'h2', listens: [7003] },
  { role: 'client', on: 'localhost', listens: [] },
];
const plan = {
  processes: chain,
  attached: [],
  scenario: { deployment: { attached: null } },
  hosts: { localhost: {}, h2: {}, h3: {} },
} as unknown as Plan;

test('every connection that crosses a network is a link', () => {
  expect(linksOf(plan)).toEqual([
    { from: 'h2', to: 'h3', address: { host: '10.0.0.3', port: 7000 } },
    { from: 'localhost', to: 'h2', address: { host: '127.0.0.1', port: 7003 } },
  ]);
  expect(linksOf({ ...plan, attached: [{ role: 'relay1', pid: 1 }] })).toEqual([]);
});

/** Hosts of which `h2` reaches nobody, for this reason; and how many addresses were listened at and are no longer. */
function lab(why: string | null, listens: { why: string | null; isTaken: boolean }) {
  const state = { open: 0 };
  const host = (name: string): Pick<Host, 'listen' | 'reach'> => ({
    listen: async () => {
      state.open += 1;
      return { ...listens, close: async () => void (state.open -= 1) };
    },
    reach: async () => (name === 'h2' ? why : null),
  });
  return { state, posts: { on: (name: string) => ({ host: host(name) }) } as unknown as Posts };
}

test('one that is not there is told with both ends, and nobody listens any more', async () => {
  const free = { why: null, isTaken: false };
  const { state, posts } = lab('No route to host', free);
  await expect(requireWays(plan, posts)).rejects.toMatchObject({
    code: 'no-way',
    message: expect.stringMatching(/^h2 cannot reach 10\.0\.0\.3:7000 on h3: No route to host; see to firewalls/),
  });
  await requireWays(plan, lab(null, free).posts);
  expect(state.open).toBe(0);
  const taken = lab(null, { why: 'Address already in use', isTaken: true });
  await expect(requireWays(plan, taken.posts)).rejects.toMatchObject({ code: 'port-taken' });
  await expect(requireWays(plan, lab(null, { why: 'no', isTaken: false }).posts)).rejects.toMatchObject({
    code: 'no-way',
  });
});
