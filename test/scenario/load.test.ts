import { expect, test } from 'vitest';
import type { ExpectedError } from '../../src/errors.js';
import { usualLoad, type Load } from '../../src/model/load.js';
import type { WorkloadName } from '../../src/model/names.js';
import { checkScenario } from '../../src/scenario/scenario.js';
import { aScenario } from '../fixtures/scenario.js';

const check = (workload: WorkloadName, load: Partial<Load>) =>
  checkScenario(aScenario({ workload, load: { ...usualLoad, ...load } }));

const bits = { unit: 'bits', perSecond: 2e9 } as const;

test.each<Partial<Load>>([
  { direction: 'upload', messageSize: { request: 100, response: 100 }, rate: bits, verify: true },
  { direction: 'both', light: true, readerRate: 1e8 },
  { direction: 'download', halfClose: true, verify: true },
  { active: 1 },
  { active: 2 },
])('the stream takes %j', (load) => {
  expect(check('builtin', load)).toEqual({ scenario: aScenario({ load: { ...usualLoad, ...load } }), warnings: [] });
});

test.each<[WorkloadName, Partial<Load>, string, RegExp, RegExp]>([
  ['iperf3', { rate: bits }, 'option-not-taken', /^iperf3 has no --rate$/, /^workloads that do: builtin/],
  ['h2load', { direction: 'upload' }, 'option-not-taken', /^h2load has no --direction$/, /: builtin$/],
  ['h2load-h1', { verify: true }, 'option-not-taken', /--verify/, /: builtin/],
  ['builtin', { active: 3 }, 'bad-active', /^--active 3 is more than the 2 that --jobs opens$/, /^$/],
  ['builtin-crr', { active: 1 }, 'option-not-taken', /--active/, /: builtin, builtin-rr$/],
  ['builtin', { background: 1 }, 'option-not-taken', /^builtin has no --background$/, /: builtin-rr$/],
  ['builtin', { active: 0 }, 'bad-value', /active/, /^$/],
  ['iperf3', { light: true }, 'option-not-taken', /--light/, /: builtin/],
  ['builtin', { rate: { unit: 'requests', perSecond: 5 } }, 'bad-rate', /builtin wants bits per second/, /^$/],
  ['builtin', { messageSize: { request: 1, response: 2 } }, 'bad-size', /1:2: builtin has no answers/, /^$/],
  ['builtin', { light: true, verify: true }, 'light-verify', /--light looks at no byte/, /^$/],
  ['builtin', { halfClose: true }, 'half-close-direction', /wants --direction download$/, /^$/],
  ['builtin', { halfClose: true, direction: 'both' }, 'half-close-direction', /that send nothing/, /^$/],
  ['builtin-rr', { halfClose: true }, 'option-not-taken', /^builtin-rr has no --half-close$/, /: builtin$/],
  ['builtin', { messageSize: { request: 2 ** 31, response: 2 ** 31 } }, 'bad-value', /messageSize/, /^$/],
])('%s with %j is refused', (workload, load, code, message, remedy) => {
  let error: unknown = null;
  try {
    check(workload, load);
  } catch (caught) {
    error = caught;
  }
  expect(error).toMatchObject({ code, exitCode: 2, message: expect.stringMatching(message) });
  expect((error as ExpectedError).remedy ?? '').toMatch(remedy);
});
