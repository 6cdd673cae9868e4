/* oxlint-disable vitest/valid-expect -- vitest takes a message as second argument */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Summary } from '../../src/model/summary.js';
import { readSummary } from '../../src/store/summary-file.js';
import { expectSound } from './sound.js';
import { missing, Place, short, withCheckout } from './support.js';

withCheckout();

const runs = async (place: Place, words: string): Promise<{ stdout: string; code: number | null }> =>
  await place.run(['run', ...words.split(' '), ...short]);

/** Runs it, and reads what is left of it. */
async function run(words: string): Promise<{ summary: Summary; stdout: string; folder: string; place: Place }> {
  const place = new Place();
  const { stdout } = await runs(place, words);
  const [folder = ''] = place.runFolders();
  return { summary: readSummary(folder), stdout, folder, place };
}

test.each([
  ['none', ''],
  ['builtin', ' --verify'],
])('each direction over %s%s', async (relay, more) => {
  for (const direction of ['upload', 'download', 'both']) {
    const { folder, stdout } = await run(`-r ${relay} --direction ${direction} --jobs 3${more}`);
    const { results, series, configuration } = expectSound(folder);
    expect(configuration.load.direction).toBe(direction);
    expect(stdout).toContain(direction === 'both' ? 'both ways, ' : `${direction}, `);
    // What is right passes the check of every byte.
    expect(/, verified/.test(stdout)).toBe(more !== '');
    expect(/every\s+byte checked/.test(stdout)).toBe(more !== '');
    const { fairness, bits } = results!;
    expect(fairness!.count).toBe(direction === 'both' ? 6 : 3);
    expect(fairness!.min).toBeGreaterThan(0);
    expect(fairness!.jain).toBeLessThanOrEqual(1 + 1e-9);
    expect(fairness!.max * fairness!.count * 8).toBeGreaterThanOrEqual(bits);
    expect(stdout).toMatch(new RegExp(`fairness +Jain's index [\\d.]+ over ${fairness!.count} flows`));
    // The receiving end tells its count all the time.
    const rates = series!.bits_per_second;
    expect(rates.filter((rate) => rate !== null && rate > 0).length, JSON.stringify(series)).toBeGreaterThan(2);
    expect(readFileSync(join(folder, 'reproduce.sh'), 'utf8')).toContain(`--direction ${direction}`);
  }
});

test('every byte of an echo is checked, and right ones pass', async () => {
  const { folder, stdout } = await run('-r builtin --direction echo --verify');
  expectSound(folder);
  expect(stdout).toMatch(/, verified/);
  expect(stdout).toMatch(/every\s+byte checked/);
});

test('every byte is checked: a wrong one fails the run', async () => {
  for (const direction of ['echo', 'upload', 'download', 'both']) {
    const bad = await run(`-r builtin --direction ${direction} --verify --relay-option corruptAfter=500000`);
    expect(bad.summary.status).toBe('failed');
    const { code, message } = bad.summary.status_reason!;
    expect(code).toBe('wrong-byte');
    // What the client sends begins with 16 bytes that are no payload, but for an echo.
    expect(message).toMatch(
      {
        echo: /^connection [01], echo: the byte at offset 500000 is wrong$/,
        upload: /^connection [01], upload: the byte at offset 499984 is wrong$/,
        download: /^connection [01], download: the byte at offset 500000 is wrong$/,
        both: /^connection [01], (upload: the byte at offset 499984|download: the byte at offset 500000) is wrong$/,
      }[direction]!,
    );
  }
  const unnoticed = await run('-r builtin --direction upload --relay-option corruptAfter=500000');
  expectSound(unnoticed.folder);
});

test('a rate is kept, or the run says that it was missed', async () => {
  const asked = 80e6;
  for (const direction of ['echo', 'upload', 'download', 'both']) {
    const { folder, stdout } = await run(`-r none --direction ${direction} --rate 80Mbps`);
    const { results, warnings } = expectSound(folder);
    expect(results!.bits_per_second).toBeLessThan(asked * 1.1);
    const missed = warnings.some(({ code }) => code === 'rate-missed');
    expect(missed).toBe(results!.bits_per_second < 0.99 * asked);
    expect(stdout).toMatch(/ of 80\.0 Mb\/s asked for/);
  }
});

test('a rate that no machine reaches', async () => {
  const { summary } = await run('-r none --direction upload --rate 100Tbps');
  expect(summary.warnings.find(({ code }) => code === 'rate-missed')!.message).toMatch(
    /^achieved [\d.]+ [MGT]b\/s of the 100 Tb\/s asked for$/,
  );
});

test('a reader that is slow holds the sender back', async () => {
  const { folder } = await run('-r builtin --direction upload --reader-rate 50Mbps');
  const { results } = expectSound(folder);
  expect(results!.bits_per_second).toBeLessThan(55e6);
});

test.for(['builtin', 'haproxy'])('a half-close passes %s, and what the server sends goes on', async (relay, ctx) => {
  const reason = relay === 'builtin' ? null : missing(relay);
  ctx.skip(reason !== null, reason ?? '');
  const { folder, stdout, summary } = await run(`-r ${relay} --direction download --half-close --verify`);
  expectSound(folder);
  expect(stdout).toMatch(/^builtin over .*, download, verified, half-closed, 2 jobs/m);
  expect(summary.configuration.load.half_close).toBe(true);
  expect(readFileSync(join(folder, 'server.out'), 'utf8')).toMatch(/^mark .* connections=2 half_closed=2$/m);
  expect(readFileSync(join(folder, 'reproduce.sh'), 'utf8')).toContain('--half-close');
});

test('a relay that ends both directions with one of them fails the run', async (ctx) => {
  const reason = missing('nginx');
  ctx.skip(reason !== null, reason ?? '');
  const { summary } = await run('-r nginx --direction download --half-close');
  expect(summary.status).toBe('failed');
  expect(summary.status_reason).toEqual({
    code: 'half-close-lost',
    message: expect.stringMatching(/^connection [01]: .* by (the )?peer although only its sending end was closed$/),
  });
});

test('light, and messages of a size', async () => {
  const light = await run('-r none --direction download --light');
  expectSound(light.folder);
  expect(light.stdout).toMatch(/^builtin, .*, light, 2 jobs/m);
  const small = await run('-r builtin --direction upload --message-size 1000');
  expect(expectSound(small.folder).plan.commands['client']).toEqual(expect.arrayContaining(['--message-size', '1000']));
});
