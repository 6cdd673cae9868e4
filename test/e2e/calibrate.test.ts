import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Comparison } from '../../src/model/comparison.js';
import type { CheckReport } from '../../src/model/check.js';
import { isFailure } from '../../src/report/comparison/pairs.js';
import { calibrationFolder, readCalibrations } from '../../src/store/calibration-file.js';
import { readComparison } from '../../src/store/comparison-file.js';
import { missing, Place, shortest, withCheckout } from './support.js';

withCheckout();

interface Printed {
  answer: { verdict: string | null; sentence: string };
  comparison: Comparison;
  record: { calibration: { noise: number } | null; why: string | null; file: string | null };
}

const recordOf = (place: Place) => readCalibrations(calibrationFolder({ XDG_STATE_HOME: place.state }));

function folderOf(place: Place): string {
  const home = join(place.folder, 'flimflam-runs');
  return join(home, readdirSync(home).find((one) => /^\d{8}-\d{6}-calibrate-[0-9a-f]{4}$/.test(one)) ?? 'none');
}

/** Both sides really ran their own copy, and the copies are gone. */
function expectCopies(place: Place, executable: string): void {
  const { mapped, a, b, kind } = readComparison(folderOf(place));
  expect(kind).toBe('calibrate');
  for (const [name, side] of Object.entries({ a, b })) {
    const path = join(folderOf(place), `copy-${name}`, 'sbin', executable);
    expect(side.program?.path).toBe(path);
    expect(mapped[name as 'a' | 'b']?.[0]?.path ?? path).toBe(path);
    expect(existsSync(path)).toBe(false);
  }
  expect([mapped.a, mapped.b].some((one) => one !== null)).toBe(true);
}

test('the builtin relay against a copy of itself: what it shows is on record, or why not', async () => {
  const place = new Place();
  const { code, stdout, stderr } = await place.run([
    'calibrate',
    '-r',
    'builtin',
    '--pairs',
    '8',
    '--json',
    ...shortest,
  ]);
  expect(stderr).toMatch(/^flimflam: A and B are copies of .*\/native\/build\/flimflam-relay$/m);
  expectCopies(place, 'flimflam-relay');
  const { answer, comparison, record } = JSON.parse(stdout) as Printed;
  expect(comparison).toEqual(readComparison(folderOf(place)));
  expect(await place.leftAfter(0)).toEqual([]);
  const { calibrations, skipped } = recordOf(place);
  expect(skipped).toEqual([]);
  const check = await place.run(['check', '--json', '--ignore-perf']);
  const found = (JSON.parse(check.stdout) as CheckReport).calibrations;
  expect(calibrations).toEqual(record.calibration === null ? [] : [record.calibration]);
  expect(found.scenarios).toHaveLength(calibrations.length);
  // A machine that others use may spoil it.
  if (record.calibration === null) expectNothing({ answer, comparison, record }, code);
  else await expectRecorded(place, { answer, comparison, record }, code);
});

function expectNothing({ answer, comparison, record }: Printed, code: number | null): void {
  const failed = comparison.runs.some((run) => run.pair > 0 && isFailure(run));
  expect([code, answer.verdict, record.file]).toEqual([1, null, null]);
  expect(failed || comparison.status === 'stopped').toBe(true);
  expect(record.why).toMatch(failed ? /runs failed/ : /^it takes 8 good pairs/);
}

async function expectRecorded(
  place: Place,
  { answer, comparison, record }: Printed,
  code: number | null,
): Promise<void> {
  expect([code, comparison.status, record.why]).toEqual([0, 'complete', null]);
  expect(record.file).toBe(join(calibrationFolder({ XDG_STATE_HOME: place.state }), `${comparison.id}.json`));
  expect(record.calibration).toMatchObject({
    ...{ id: comparison.id, pairs: 8, verdict: answer.verdict, comparison_folder: folderOf(place) },
    called: answer.verdict === null ? null : /better|worse/.test(answer.verdict),
  });
  expect(record.calibration!.noise).toBeGreaterThan(0);
  // What is on record is said before the next comparison of that scenario.
  const sides = ['builtin', 'env:ANYTHING=1', '-r', 'builtin', '--pairs', '8', '--metric', comparison.primary];
  const running = place.start(['compare', ...sides, ...shortest]);
  await running.says(/^flimflam: on this machine 8 pairs can see a change of about [\d.]+ % \(from 1 comparison of/m);
  await running.end('SIGINT');
}

test('the router runs its copies with the Python of the original', async (ctx) => {
  const reason = missing('skrouterd');
  ctx.skip(reason !== null, reason ?? '');
  const place = new Place();
  const running = place.start(['calibrate', '--hops', '1', '--pairs', '8', '--verbose', ...shortest]);
  // Both sides of the burn-in.
  await running.says(/(?:client is ready.*?){3}/s, 60_000);
  const { stdout } = await running.end('SIGINT');
  expect(stdout).toContain('nothing was recorded: it takes 8 good pairs');
  expectCopies(place, 'skrouterd');
  expect(readComparison(folderOf(place)).runs.slice(0, 2)).not.toContainEqual(
    expect.objectContaining({ status: 'failed' }),
  );
  expect(recordOf(place).calibrations).toEqual([]);
}, 90_000);

test.each([
  [['-r', 'none'], /^flimflam: without a relay there is nothing to compare with itself \(choose one with --relay\)\n$/],
  [
    ['-r', 'builtin', '--pairs', '9'],
    /^flimflam: a calibration is judged .* \(give an even number of pairs, at least 8\)\n$/,
  ],
  [['-r', 'builtin', '--metric', 'beauty'], /^flimflam: these runs have no metric 'beauty' /],
])('calibrate %s is refused before anything is made', async (words, message) => {
  const place = new Place();
  const { code, stdout, stderr } = await place.run(['calibrate', ...words]);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(message);
  expect([...readdirSync(place.folder), ...readdirSync(place.state)]).toEqual([]);
});
