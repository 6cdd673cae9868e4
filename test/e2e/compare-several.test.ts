import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Comparison } from '../../src/model/comparison.js';
import { readComparison } from '../../src/store/comparison-file.js';
import { readComparisonSet } from '../../src/store/comparison-set-file.js';
import { missing, Place, shortest, withCheckout } from './support.js';

withCheckout();

const workloads = ['builtin', 'builtin-rr'] as const;

const folderOf = (place: Place): string => {
  const home = join(place.folder, 'flimflam-runs');
  const name = readdirSync(home).find((one) => /^\d{8}-\d{6}-compare-[0-9a-f]{4}$/.test(one));
  return join(home, name ?? 'no comparison');
};

const partsOf = (place: Place): Comparison[] => workloads.map((name) => readComparison(join(folderOf(place), name)));

test('two relays over two workloads, quickly: figures of each, saved, and the same text again', async (ctx) => {
  const reason = missing('nginx');
  ctx.skip(reason !== null, reason ?? '');
  const place = new Place();
  const { code, stdout, stderr } = await place.run([
    ...['compare', 'builtin', 'nginx', '-w', workloads.join(','), '--quick', '--seed', '7', ...shortest],
  ]);
  expect(stderr).toMatch(/^flimflam: what differs: relay: A builtin, B nginx$/m);
  expect(stderr).toMatch(/^flimflam: 2 workloads, in about .*, no verdict$/m);
  expect(stdout).toMatch(/^NO VERDICT in builtin and builtin-rr/);
  expect(readComparisonSet(folderOf(place)).comparisons).toEqual(
    workloads.map((workload) => ({ workload, folder: workload })),
  );
  const parts = partsOf(place);
  for (const [at, part] of parts.entries()) {
    expect(part).toMatchObject({ seed: 7, pairs: 4, looks: 'quick', among: 2 });
    expect(part.configuration.workload).toBe(workloads[at]);
    // A machine that others use may spoil it, which then is what it says.
    expect(['complete', 'stopped']).toContain(part.status);
    const folders = readdirSync(join(folderOf(place), workloads[at]!)).filter((name) => /^\d{8}-/.test(name));
    expect(part.runs.map(({ run }) => run ?? '').sort()).toEqual(folders.sort());
  }
  expect(code).toBe(parts.every(({ status }) => status === 'complete') ? 0 : 1);
  expect(await place.leftAfter(0)).toEqual([]);

  const again = await place.run(['compare', folderOf(place)]);
  expect(again.stdout).toBe(stdout);
  expect([again.code, again.stderr]).toEqual([code, '']);
  const json = await place.run(['compare', folderOf(place), '--json']);
  expect(JSON.parse(json.stdout)).toMatchObject({
    answers: [{ verdict: null }, { verdict: null }],
    comparisons: parts,
  });
});

test('Ctrl-C in the first: both are saved and printed, and go on', async () => {
  const place = new Place();
  const words = ['compare', 'builtin', 'builtin', '--force', '-w', workloads.join(','), '--quick', '--verbose'];
  const running = place.start([...words, ...shortest]);
  await running.says(/client is ready/);
  const { code, stderr, stdout } = await running.end('SIGINT');
  expect(code).toBe(130);
  expect(stderr).toMatch(/to go on: flimflam compare --resume flimflam-runs\/\S+-compare-\w{4}$/m);
  expect(stdout).toMatch(/^NO VERDICT in builtin and builtin-rr/);
  expect(partsOf(place)).toMatchObject([
    { status: 'interrupted', runs: [{ status: 'interrupted' }] },
    { status: 'interrupted', runs: [], among: 2 },
  ]);
  expect(await place.leftAfter(0)).toEqual([]);

  const more = await place.run(['compare', '--resume', folderOf(place)]);
  expect(more.stdout).toMatch(/^NO VERDICT in builtin and builtin-rr/);
  const [first, second] = partsOf(place);
  expect(first!.runs[0]).toMatchObject({ status: 'interrupted' });
  expect([first!.runs.length, second!.runs.length].every((runs) => runs > 1)).toBe(true);
  for (const { status } of [first!, second!]) expect(['complete', 'stopped']).toContain(status);
});
