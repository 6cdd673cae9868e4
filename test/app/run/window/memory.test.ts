import { expect, test } from 'vitest';
import { memoryPerConnection } from '../../../../src/app/run/window/memory.js';
import { summarize } from '../../../../src/app/run/result/summarize.js';
import type { Sample } from '../../../../src/model/readings.js';
import { anExecution, someEvidence } from '../readings.js';

const sample = (relay1: number, relay2: number): Sample => ({
  timeNs: 0,
  logSizes: {},
  roles: {
    flimflam: { ticks: 0, rssBytes: 50 },
    relay2: { ticks: 0, rssBytes: relay2 },
    relay1: { ticks: 0, rssBytes: relay1 },
  },
});

test('what each relay had before, with its connections, and after them', () => {
  const execution = anExecution({ memory: { before: sample(4_000_300, 6_000_300), after: sample(4_100_000, 5e6) } });
  // At the end of the window both have 5,000,300 bytes.
  const expected = {
    relay_1: { before: 4_000_300, connected: 5_000_300, after: 4_100_000, per_connection: 10_000 },
    relay_2: { before: 6_000_300, connected: 5_000_300, after: 5_000_000, per_connection: -10_000 },
  };
  expect(memoryPerConnection(execution, 100)).toEqual(expected);
  expect(Object.keys(memoryPerConnection(execution, 100)!)).toEqual(['relay_1', 'relay_2']);
  const { memory_per_connection: memory } = summarize(someEvidence({ execution }, { jobs: 100 }));
  expect(memory).toEqual(expected);
});

test('null when it was not looked for, or when the run came to no end', () => {
  expect(summarize(someEvidence()).memory_per_connection).toBeNull();
  expect(memoryPerConnection(anExecution({ memory: { before: sample(1, 1), after: null } }), 1)).toBeNull();
  const never = anExecution({ memory: { before: sample(1, 1), after: sample(1, 1) }, marks: null });
  expect(memoryPerConnection(never, 1)).toBeNull();
});
