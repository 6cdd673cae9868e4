/* oxlint-disable vitest/valid-expect -- vitest takes a message as second argument */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { relayNames, workloadNames } from '../../src/model/names.js';
import { asOptions, combinationsOf, type Combination } from '../../src/scenario/combinations.js';
import { workloadOf } from '../../src/workloads/index.js';
import { expectSound, latestOf } from './sound.js';
import { missing, Place, short, withCheckout } from './support.js';

withCheckout();

/** Relays of a chain where it is not 2; two routers need 2.4 s until they know each other, one 0.3 s. */
const otherLengths: Record<string, number> = {
  '-w builtin-rr -r builtin -p tcp': 1,
  '-w builtin-crr -r builtin -p tcp': 3,
  '-w builtin-rr -r nginx -p tcp': 1,
  '-w builtin-crr -r nginx -p tcp': 3,
};

function hopsOf(combination: Combination): number {
  const { workload, relay, protocol } = combination;
  if (relay === 'none') return 0;
  if (relay === 'skrouterd') return workload === 'builtin' || protocol === 'http2' ? 2 : 1;
  return otherLengths[asOptions(combination)] ?? 2;
}

const words = (combination: Combination): string[] => [
  ...asOptions(combination).split(' '),
  ...(combination.relay === 'none' ? [] : ['--hops', String(hopsOf(combination))]),
  ...(workloadOf(combination.workload).wholeSeconds ? ['--warmup', '1', '--duration', '1'] : short),
];

/** The programs that are not ours. */
function foreignPrograms({ workload, relay }: Combination): string[] {
  const { client, server } = workloadOf(workload).programs;
  const ends = [client, server].filter(({ native }) => native !== true).map(({ executable }) => executable);
  return relay === 'none' || relay === 'builtin' ? ends : [relay, ...ends];
}

// What `bench` runs by itself, and all that HTTP-aware relays can do beside it; without a relay that is the same.
const combinations = [
  ...combinationsOf(workloadNames, relayNames, null),
  ...combinationsOf(workloadNames, relayNames, ['http1', 'http2']).filter(
    ({ relay }) => relay !== 'nghttpx' && relay !== 'none',
  ),
].map(({ workload, relay, protocol }) => ({ workload, relay, protocol, hops: hopsOf({ workload, relay, protocol }) }));

describe('every possible combination, and chains of other lengths', () => {
  test.for(combinations)('$workload over $hops $relay with $protocol', async (combination, ctx) => {
    const reason = missing(...foreignPrograms(combination));
    ctx.skip(reason !== null, reason ?? '');
    const place = new Place();
    const { code, stdout, stderr } = await place.run(['run', ...words(combination)]);
    const [folder = ''] = place.runFolders();
    expect(folder, stderr).not.toBe('');
    const { status, configuration, id } = expectSound(folder);
    expect(code, stdout + stderr).toBe(status === 'ok' ? 0 : 1);
    expect(stderr).toBe('');
    expect(configuration).toMatchObject(combination);
    expect(latestOf(join(folder, '..'))).toBe(id);
    const { hops } = combination;
    for (let hop = 1; hop <= hops; hop++) expect(stdout).toContain(`\n  relay ${hop} `);
    expect(stdout).not.toContain(`\n  relay ${hops + 1} `);
    expect(await place.leftAfter(0)).toEqual([]);
  });
});

test('the chains are of one, two and three relays', () => {
  const lengths = (name: string): number[] => [
    ...new Set(combinations.flatMap(({ relay, hops }) => (relay === name ? [hops] : []))),
  ];
  for (const relay of ['builtin', 'nginx']) expect(lengths(relay)).toEqual([2, 1, 3]);
  expect(lengths('skrouterd')).toEqual([2, 1]);
});
