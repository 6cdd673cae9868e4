import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Comparison } from '../../src/model/comparison.js';
import { pairOrders } from '../../src/stats/pair-orders.js';
import { readComparison } from '../../src/store/comparison-file.js';
import { missing, Place, short, shortest, withCheckout } from './support.js';

withCheckout();

const folderOf = (place: Place): string => {
  const home = join(place.folder, 'flimflam-runs');
  const name = readdirSync(home).find((one) => /^\d{8}-\d{6}-compare-[0-9a-f]{4}$/.test(one));
  return join(home, name ?? 'no comparison');
};

const comparisonOf = (place: Place): Comparison => readComparison(folderOf(place));

test('two relays, quickly: figures, a saved comparison, and the same text again', async (ctx) => {
  const reason = missing('nginx', 'haproxy');
  ctx.skip(reason !== null, reason ?? '');
  const place = new Place();
  const { code, stdout, stderr } = await place.run([
    ...['compare', 'nginx', 'haproxy', '--quick', '--seed', '7', '--metric', 'throughput', ...short],
  ]);
  const comparison = comparisonOf(place);
  expect(comparison).toMatchObject({ seed: 7, pairs: 4, looks: 'quick', primary: 'throughput' });
  expect([comparison.a.relay, comparison.b.relay]).toEqual(['nginx', 'haproxy']);
  expect(stderr).toMatch(/^flimflam: what differs: relay: A nginx, B haproxy/m);
  expect(stderr).toMatch(/^flimflam: 10 runs in about .*: a pair that counts for nothing, then 4 pairs, no verdict$/m);
  // A machine that others use may spoil it, which then is what it says.
  expect(code).toBe(comparison.status === 'complete' ? 0 : 1);
  expect(['complete', 'stopped']).toContain(comparison.status);
  const folders = readdirSync(folderOf(place)).filter((name) => /^\d{8}-/.test(name));
  expect(comparison.runs.map(({ run }) => run ?? '').sort()).toEqual(folders.sort());
  const { mapped } = comparison;
  expect([mapped.a?.[0]?.path, mapped.b?.[0]?.path]).toEqual([
    expect.stringMatching(/nginx$/),
    expect.stringMatching(/haproxy/),
  ]);
  expect(await place.leftAfter(0)).toEqual([]);

  const again = await place.run(['compare', folderOf(place)]);
  expect(again.stderr).toBe('');
  expect(again.code).toBe(code);
  expect(again.stdout).toBe(stdout);
  const json = await place.run(['compare', folderOf(place), '--json']);
  const parsed = JSON.parse(json.stdout) as { answer: { verdict: string | null }; comparison: Comparison };
  expect(parsed.comparison).toEqual(comparison);
  expect(parsed.answer.verdict).toBe(null);
  const csv = await place.run(['compare', folderOf(place), '--csv']);
  expect(csv.stdout.trimEnd().split('\n')).toHaveLength(comparison.runs.length + 1);
});

test('Ctrl-C ends it: what was measured is printed and saved', async () => {
  const place = new Place();
  const running = place.start([...['compare', 'builtin', 'builtin', '--verbose', '--warmup', '30'], '--force']);
  await running.says(/client is ready/);
  const { code, stderr, stdout, milliseconds } = await running.end('SIGINT');
  expect(code).toBe(130);
  expect(stderr).toContain('flimflam: interrupted by Ctrl-C');
  expect(stderr).toMatch(/^flimflam: to go on: flimflam compare --resume flimflam-runs\/\S+$/m);
  expect(stdout).toContain('NO VERDICT');
  expect(milliseconds).toBeLessThan(3000);
  expect(comparisonOf(place)).toMatchObject({ status: 'interrupted', runs: [{ status: 'interrupted' }] });
  expect(await place.leftAfter(0)).toEqual([]);
});

test('a comparison that was killed goes on', async () => {
  const place = new Place();
  const sides = ['builtin:pipeSize=65536', 'builtin:pipeSize=131072'];
  const running = place.start(['compare', ...sides, '--quick', '--verbose', ...shortest]);
  // The burn-in has the first two chains.
  await running.says(/(?:client is ready.*?){3}/s);
  await running.end('SIGKILL');
  expect(await place.leftAfter(2000)).toEqual([]);
  const before = comparisonOf(place);
  expect(before).toMatchObject({ status: 'interrupted', pairs: 4 });
  const others = await place.run(['compare', '--resume', folderOf(place), '--pairs', '10']);
  expect([others.code, others.stderr]).toEqual([2, expect.stringContaining('takes no --pairs')]);

  const again = await place.run(['compare', '--resume', folderOf(place)]);
  const after = comparisonOf(place);
  expect(again.code).toBe(after.status === 'complete' ? 0 : 1);
  expect(['complete', 'stopped']).toContain(after.status);
  expect(after.runs.slice(0, before.runs.length)).toEqual(before.runs);
  expect(after.runs[before.runs.length]).toMatchObject({ pair: 0, attempt: 2 });
  expect(after.order).toEqual(before.order);
  expect(again.stderr).toMatch(/^flimflam: what differs: option pipeSize/m);
  const ended = await place.run(['compare', '--resume', folderOf(place)]);
  expect([ended.code, ended.stdout]).toEqual([2, '']);
  expect(ended.stderr).toMatch(/cannot be continued: it (?:has come to its end|was stopped)/);
});

test('a relay that never comes up stops it after three runs, with the reason', async () => {
  const place = new Place();
  place.program('haproxy', 'dies-at-start.sh');
  // B is first in pairs 1 and 2, so that a machine which disturbs A does not matter.
  const seed = Array.from({ length: 100 }, (_, at) => at).find((at) =>
    pairOrders(at, 30)
      .slice(0, 2)
      .every((first) => first === 'b'),
  );
  const { code, stdout } = await place.run(['compare', 'builtin', 'haproxy', '-q', '--seed', `${seed}`, ...shortest]);
  expect(code).toBe(1);
  const comparison = comparisonOf(place);
  expect(comparison.status).toBe('stopped');
  expect(comparison.stopped_because).toMatch(/^B failed 3 times in a row.*the flux capacitor is missing/s);
  expect(stdout).toContain('the flux capacitor is missing');
});

test('the same on both sides is refused before anything is made', async () => {
  const place = new Place();
  const { code, stdout, stderr } = await place.run(['compare', 'builtin', 'builtin']);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^flimflam: A and B are the same: .*--force/);
  expect(readdirSync(place.folder)).toEqual([]);
});
