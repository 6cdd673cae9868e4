import { expect, test } from 'vitest';
import { exportColumns } from '../../../src/report/saved/export/columns.js';
import { factOfAll, measuredMachines } from '../../../src/report/saved/machines.js';
import { aDistributedSummary, aHost, aHostEnvironment } from '../../fixtures/hosts.js';
import { anEnvironment, aSummary } from '../../fixtures/summary.js';

const kernelOf = (run: Parameters<typeof factOfAll>[0]) => factOfAll(run, ({ kernel }) => kernel);

test('the only machine, or all on which something of the chain ran', () => {
  expect(measuredMachines(aSummary())).toEqual([{ name: null, facts: anEnvironment() }]);
  expect(measuredMachines(aDistributedSummary()).map(({ name }) => name)).toEqual(['lab-1', 'lab-2', 'user@lab-3']);
});

test.each([
  ['of the only machine', aSummary(), '6.12.48'],
  ['of one that is not known', aSummary({ environment: null }), null],
  ['that all have', aDistributedSummary({ hosts: [aHost('a', ['client']), aHost('b', ['server'])] }), '6.12.48'],
  ['that differs', aDistributedSummary(), 'lab-1 6.12.48, lab-2 6.12.48, user@lab-3 6.1.0-42'],
  [
    'that one did not tell',
    aDistributedSummary({ hosts: [aHost('a', ['client']), aHost('b', ['server'], { environment: null })] }),
    null,
  ],
  [
    'of a machine that only drives',
    aDistributedSummary({
      hosts: [aHost('a', [], { environment: aHostEnvironment({ kernel: '1.0' }) }), aHost('b', ['server'])],
    }),
    '6.12.48',
  ],
])('a fact %s', (_, run, expected) => {
  expect(kernelOf(run)).toBe(expected);
});

test('what is exported of the machine is of those that were measured', () => {
  const run = aDistributedSummary({ environment: anEnvironment({ cpu_model: 'drives only', cpus: 1 }) });
  const exported = Object.fromEntries(exportColumns.map(({ name, of }) => [name, of(run)]));
  expect(exported).toMatchObject({
    cpu_model: 'AMD EPYC 9B14',
    cpus: 'lab-1 16, lab-2 16, user@lab-3 8',
    limited_by: 'relay_1',
  });
  expect(exported['options']).toContain('--hosts client=lab-1,relay1=lab-2,relay2=user@lab-3,server=lab-1');
});
