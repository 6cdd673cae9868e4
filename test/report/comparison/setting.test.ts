import { expect, test } from 'vitest';
import type { Comparison } from '../../../src/model/comparison.js';
import { partHostsOf } from '../../../src/model/hosts.js';
import { settingOf } from '../../../src/report/comparison/setting.js';
import { aComparison } from '../../fixtures/comparison.js';
import { aDistributedSummary } from '../../fixtures/hosts.js';
import { onHosts } from '../../fixtures/scenario.js';
import { aConfiguration } from '../../fixtures/summary.js';

const linesOf = (comparison: Comparison): Record<string, string[]> =>
  Object.fromEntries(settingOf(comparison).map(({ label, lines }) => [label, lines]));

/** Both relays elsewhere; the second host has another build of A. */
function distributed(): Comparison {
  const deployment = onHosts({ relay1: 'lab-2', relay2: 'user@lab-3/10.9.0.3' });
  const comparison = aComparison({ made: 0 }, { configuration: aConfiguration({ deployment }) });
  const { program } = comparison.a;
  const there = [
    { name: 'lab-2', ...program! },
    { name: 'user@lab-3', ...program!, build_id: 'feedfacefeedface' },
  ];
  return {
    ...comparison,
    a: { ...comparison.a, hosts: there },
    b: { ...comparison.b, hosts: there.map((one) => Object.assign({}, one, comparison.b.program)) },
    hosts: partHostsOf(aDistributedSummary()),
  };
}

test('a comparison on one machine says nothing of hosts', () => {
  const { HOSTS, ENVIRONMENT, A } = linesOf(aComparison({ made: 0 }));
  expect(HOSTS).toEqual([]);
  expect(ENVIRONMENT).toHaveLength(1);
  expect(A!.join('\n')).not.toContain(', on ');
});

test('one on several says what ran where, on which machines, and what each of them ran', () => {
  const comparison = distributed();
  const { HOSTS, ENVIRONMENT, CONFIGURATION, A, B } = linesOf(comparison);
  expect(HOSTS).toEqual([
    'client on localhost, relay 1 on lab-2, relay 2 on user@lab-3 (10.9.0.3), server on localhost',
  ]);
  expect(CONFIGURATION![0]).toContain('--hosts relay1=lab-2,relay2=user@lab-3/10.9.0.3');
  expect(ENVIRONMENT!.map((line) => line.split(':')[0])).toEqual(['lab-1, lab-2', 'user@lab-3', expect.any(String)]);
  expect(ENVIRONMENT!.at(-1)).toMatch(/^driven by node /);
  const { path } = comparison.a.program!;
  expect(A!.slice(1, 3)).toEqual([
    `${path}, build 9c1e44d077ab, version 3.4.0, on lab-2`,
    `${path}, build feedfacefeed, on user@lab-3`,
  ]);
  expect(B!.slice(1, 2)).toEqual([
    `${comparison.b.program!.path}, build 44d09c1e77ab, version 3.4.0, on lab-2, user@lab-3`,
  ]);
});
