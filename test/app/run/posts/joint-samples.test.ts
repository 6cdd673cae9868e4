import { expect, test } from 'vitest';
import { jointSamples } from '../../../../src/app/run/posts/joint-samples.js';
import type { Sample } from '../../../../src/model/readings.js';

const sample = (ms: number, roles: Record<string, number>, logSizes: Record<string, number> = {}): Sample => ({
  timeNs: ms * 1e6,
  roles: Object.fromEntries(Object.entries(roles).map(([role, ticks]) => [role, { ticks, rssBytes: 10 * ticks }])),
  logSizes,
});

const gather = (hosts: string[]) => {
  const samples: Sample[] = [];
  return { samples, add: jointSamples(hosts, (one) => samples.push(one)) };
};

test('those of a single host are passed on as they are', () => {
  const { samples, add } = gather(['a']);
  add('a', sample(103, { client: 1 }));
  add('a', sample(104, { client: 2 }));
  expect(samples).toEqual([sample(103, { client: 1 }), sample(104, { client: 2 })]);
});

test('roles of all hosts are put together once all have told, and what is on several is added up', () => {
  const { samples, add } = gather(['a', 'b']);
  add('a', sample(98, { client: 1, flimflam: 1 }));
  expect(samples).toEqual([]);
  add('b', sample(104, { relay1: 5, flimflam: 2 }, { relay1: 7 }));
  expect(samples).toEqual([sample(101, { client: 1, flimflam: 3, relay1: 5 }, { relay1: 7 })]);
});

test('a time of which one host tells nothing is left out, and forgotten', () => {
  const { samples, add } = gather(['a', 'b']);
  for (let at = 1; at <= 100; at++) {
    add('a', sample(at * 100, { client: at }));
    if (at % 2 === 0) add('b', sample(at * 100, { relay1: at }));
  }
  expect(samples.map(({ timeNs }) => timeNs / 1e6)).toEqual(Array.from({ length: 50 }, (_, at) => 200 * (at + 1)));
  add('b', sample(300, { relay1: 3 }));
  expect(samples).toHaveLength(50);
});
