import { expect, test } from 'vitest';
import { requireDescriptors } from '../../../src/app/run/descriptors.js';
import { requireLocalPorts } from '../../../src/app/run/local-ports.js';
import type { ExpectedError } from '../../../src/errors.js';
import { usualLoad } from '../../../src/model/load.js';
import type { Scenario } from '../../../src/model/scenario.js';
import { aScenario } from '../../fixtures/scenario.js';

function refusal(check: () => void): ExpectedError | null {
  try {
    check();
    return null;
  } catch (error) {
    return error as ExpectedError;
  }
}

const small = { request: 4096, response: 1 };
const large = { request: 1, response: 4097 };

test.each<[string, Partial<Scenario>, number]>([
  ['no relay', { relay: 'none' }, 5100],
  ['a relay', { relay: 'nginx' }, 10_100],
  ['a stream over the builtin relay', { relay: 'builtin' }, 30_100],
  ['100 active streams over it', { relay: 'builtin', load: { ...usualLoad, active: 100 } }, 10_500],
  ['requests over it', { relay: 'builtin', workload: 'builtin-rr' }, 10_100],
  ['small ones', { relay: 'builtin', workload: 'builtin-rr', load: { ...usualLoad, messageSize: small } }, 10_100],
  ['large ones', { relay: 'builtin', workload: 'builtin-rr', load: { ...usualLoad, messageSize: large } }, 30_100],
  [
    'an open loop',
    { relay: 'builtin', workload: 'builtin-rr', load: { ...usualLoad, rate: { unit: 'requests', perSecond: 5 } } },
    30_100,
  ],
  [
    'streams beside requests over it',
    { relay: 'builtin', workload: 'builtin-rr', load: { ...usualLoad, background: 10 } },
    10_160,
  ],
])('the open files of 5,000 jobs with %s', (_, changes, needed) => {
  const scenario = aScenario({ jobs: 5000, ...changes });
  expect(refusal(() => requireDescriptors(scenario, { soft: needed }))).toBeNull();
  const error = refusal(() => requireDescriptors(scenario, { soft: needed - 1 }));
  expect(error).toMatchObject({
    code: 'file-limit',
    message: `5000 jobs need ${needed} open files, and the limit is ${needed - 1}`,
    remedy: `at most 4999 jobs, or raise it (beyond the hard limit as root): ulimit -n ${needed}`,
  });
  expect(refusal(() => requireDescriptors({ ...scenario, jobs: 4999 }, { soft: needed - 1 }))).toBeNull();
});

test('a limit that leaves nothing', () => {
  expect(refusal(() => requireDescriptors(aScenario(), { soft: 64 }))?.remedy).toMatch(/^at most 0 jobs,/);
});

test('local ports: one for each job, and some to spare', () => {
  const range = { low: 32_768, high: 60_999 };
  const check = (jobs: number): ExpectedError | null => refusal(() => requireLocalPorts(aScenario({ jobs }), range));
  expect(check(28_132)).toBeNull();
  expect(check(28_133)).toMatchObject({
    code: 'port-range',
    message: '28133 connections need as many local ports, and net.ipv4.ip_local_port_range has 28232',
    remedy: 'at most 28132 of them, or widen it: sudo sysctl net.ipv4.ip_local_port_range="15000 65000"',
  });
  expect(check(49_901)).not.toHaveProperty('remedy', 'at most 28132 of them');
  expect(check(49_902)).toHaveProperty('remedy', 'at most 28132 of them');
  const none = refusal(() => requireLocalPorts(aScenario(), { low: 2, high: 1 }));
  expect(none?.message).toMatch(/has 0$/);
  expect(none?.remedy).toMatch(/^at most 0 of them/);
});
