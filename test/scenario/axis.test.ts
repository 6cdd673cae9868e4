import { expect, test } from 'vitest';
import { usualDeployment } from '../../src/model/deployment.js';
import { usualLoad } from '../../src/model/load.js';
import { axisOption, valuesOf, withoutRelay, type Axis } from '../../src/scenario/axis.js';
import { checkScenario } from '../../src/scenario/scenario.js';
import { aScenario } from '../fixtures/scenario.js';

const kilobyte = { request: 1024, response: 1024 };
const twoGigabits = { unit: 'bits', perSecond: 2e9 } as const;

test.each<[Axis, string, string[], number[], object]>([
  [{ name: 'jobs', values: [1, 8] }, '--jobs', ['1', '8'], [1, 8], { jobs: 8 }],
  [{ name: 'relay_threads', values: [1, 4] }, '--relay-threads', ['1', '4'], [1, 4], { relayThreads: 4 }],
  [{ name: 'hops', values: [1, 3] }, '--hops', ['1', '3'], [1, 3], { hops: 3 }],
  [
    { name: 'message_size', values: [{ request: 1, response: 64 }, kilobyte] },
    ...(['--message-size', ['1:64', '1024'], [64, 1024]] as [string, string[], number[]]),
    { load: { ...usualLoad, messageSize: kilobyte } },
  ],
  [
    { name: 'rate', values: [{ unit: 'bits', perSecond: 5e8 }, twoGigabits] },
    ...(['--rate', ['500Mbps', '2Gbps'], [5e8, 2e9]] as [string, string[], number[]]),
    { load: { ...usualLoad, rate: twoGigabits } },
  ],
])('the values of %j', (axis, option, texts, numbers, change) => {
  const values = valuesOf(axis);
  expect(axisOption(axis.name)).toBe(option);
  expect(values.map(({ text }) => text)).toEqual(texts);
  expect(values.map(({ number }) => number)).toEqual(numbers);
  expect(values.at(-1)!.apply(aScenario())).toEqual(aScenario(change));
});

test('no hops are the chain without a relay, and without what was said of relays', () => {
  const scenario = aScenario({ relayOptions: { reuseport: 'on' }, cpus: { relay1: [0], relay2: [1], client: [2] } });
  const [none, one, two] = valuesOf({ name: 'hops', values: [0, 1, 2] }).map(({ apply }) => apply(scenario));
  expect(none).toMatchObject({ relay: 'none', hops: 0, relayOptions: {}, cpus: { client: [2] } });
  expect(none).toEqual(withoutRelay(scenario));
  expect(one).toEqual({ ...scenario, hops: 1, cpus: { relay1: [0], client: [2] } });
  expect(two).toEqual(scenario);
  for (const made of [none!, one!, two!]) expect(checkScenario(made).scenario).toEqual(made);
});

test('configurations of relays that only a longer chain has are left out of the others', () => {
  const config = { path: 'a.conf', text: 'listen {{listen_port}}; to {{connect_port}};' };
  const scenario = aScenario({ deployment: { ...usualDeployment, configs: { relay1: config, relay2: config } } });
  const [none, one, two] = valuesOf({ name: 'hops', values: [0, 1, 2] }).map(({ apply }) => apply(scenario));
  expect(none!.deployment.configs).toEqual({});
  expect(one!.deployment.configs).toEqual({ relay1: config });
  expect(two).toEqual(scenario);
});

test('CPUs of a relay that no chain of the axis has are still refused', () => {
  const scenario = aScenario({ cpus: { relay9: [0] } });
  const [, two] = valuesOf({ name: 'hops', values: [1, 2] }).map(({ apply }) => apply(scenario));
  expect(() => checkScenario(two!)).toThrow(/no 'relay9' in this chain/);
});
