/* oxlint-disable vitest/valid-expect -- vitest takes a message as second argument */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { relayNames, workloadNames } from '../../src/model/names.js';
import { combinationsOf, type Combination } from '../../src/scenario/combinations.js';
import { workloadOf } from '../../src/workloads/index.js';
import { expectSound, latestOf } from './sound.js';
import { missing, Place, short, withCheckout } from './support.js';

withCheckout();

const words = ({ workload, relay, protocol }: Combination): string[] =>
  ['-w', workload, '-r', relay, '-p', protocol].concat(
    workloadOf(workload).wholeSeconds ? ['--warmup', '1', '--duration', '1'] : short,
  );

/** The programs that are not ours. */
function foreignPrograms({ workload, relay }: Combination): string[] {
  const { client, server } = workloadOf(workload).programs;
  const ends = [client, server].filter(({ native }) => native !== true).map(({ executable }) => executable);
  return relay === 'none' || relay === 'builtin' ? ends : [relay, ...ends];
}

// What `bench` runs by itself, and all that HTTP-aware relays can do beside it.
const combinations = [
  ...combinationsOf(workloadNames, relayNames, null),
  ...combinationsOf(workloadNames, relayNames, ['http1', 'http2']).filter(({ relay }) => relay !== 'nghttpx'),
];

describe('every possible combination', () => {
  test.for(combinations)('$workload over $relay with $protocol', async (combination, ctx) => {
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
    expect(await place.leftAfter(0)).toEqual([]);
  });
});

describe('chains of other lengths', () => {
  test.for([
    ['builtin', 1],
    ['builtin', 3],
    ['nginx', 1],
    ['nginx', 3],
    ['skrouterd', 1],
  ] as const)('%s, hops %i', async ([relay, hops], ctx) => {
    const reason = relay === 'builtin' ? null : missing(relay);
    ctx.skip(reason !== null, reason ?? '');
    const place = new Place();
    const { code, stdout } = await place.run(['run', '-r', relay, '--hops', String(hops), ...short]);
    const { status, configuration } = expectSound(place.runFolders()[0]!);
    expect(configuration.hops).toBe(hops);
    expect(code).toBe(status === 'ok' ? 0 : 1);
    for (let hop = 1; hop <= hops; hop++) expect(stdout).toContain(`\n  relay ${hop} `);
    expect(stdout).not.toContain(`\n  relay ${hops + 1} `);
  });
});
