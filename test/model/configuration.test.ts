import { expect, test } from 'vitest';
import { argumentsOf } from '../../src/model/arguments.js';
import { configurationOf, scenarioOf } from '../../src/model/configuration.js';
import { savedLoad, usualLoad, type Load } from '../../src/model/load.js';
import { configurationSchema } from '../../src/model/summary.js';
import { aScenario } from '../fixtures/scenario.js';
import { aConfiguration } from '../fixtures/summary.js';

const load: Load = {
  direction: 'upload',
  messageSize: { request: 65_536, response: 65_536 },
  rate: { unit: 'bits', perSecond: 2e9 },
  verify: true,
  light: false,
  readerRate: 1e8,
  active: 1,
  background: 3,
  halfClose: true,
};

test('a scenario is what its saved configuration says', () => {
  const scenario = aScenario({ load });
  expect(scenarioOf(configurationSchema.parse(configurationOf(scenario, '/runs')))).toEqual(scenario);
});

test('a run that was saved before there was a load has the usual one', () => {
  const { load: _none, ...before } = aConfiguration();
  expect(configurationSchema.parse(before).load).toEqual(savedLoad(usualLoad));
  expect(configurationSchema.parse({ ...before, load: {} }).load).toEqual(savedLoad(usualLoad));
});

test('only what is not usual is asked for again', () => {
  const words = argumentsOf(configurationOf(aScenario({ load }), '/runs')).map((one) => one.join(' '));
  expect(words).toEqual(
    expect.arrayContaining([
      '--direction upload',
      '--message-size 65536',
      '--rate 2Gbps',
      '--verify',
      '--reader-rate 100Mbps',
      '--active 1',
      '--background 3',
      '--half-close',
    ]),
  );
  const usual = argumentsOf(aConfiguration()).flat();
  expect(usual.filter((word) => /direction|message|rate|verify|light|active|background|half/.test(word))).toEqual([]);
});
