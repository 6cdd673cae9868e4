import { expect, test } from 'vitest';
import {
  calibrateCommand,
  calibrationJson,
  calibrationReport,
  configurationOfSide,
  detectableWith,
  falseCallsOf,
} from '../../src/report/calibration.js';
import { calibrationFacts, recordLines } from '../../src/report/calibration-text.js';
import { factLines } from '../../src/report/comparison-text.js';
import { commandOf } from '../../src/report/comparison/setting.js';
import { summaryOf } from '../../src/app/check/calibrations.js';
import { aCalibration, withoutVerdict } from '../fixtures/calibration.js';
import { aComparison } from '../fixtures/comparison.js';

const called = aCalibration({ verdict: 'worse', called: true });

test('the share of false calls leaves out what had no verdict', () => {
  expect(falseCallsOf([])).toEqual({ judged: 0, called: 0, interval: null });
  const found = falseCallsOf([called, aCalibration(), aCalibration(withoutVerdict)]);
  expect(found).toMatchObject({ judged: 2, called: 1 });
  // Wilson's formula for 1 of 2, by hand: (0.25 + 1.92/2 -+ ...) / (1 + 3.84/2).
  expect(found.interval!.lower).toBeCloseTo(0.0945, 4);
  expect(found.interval!.upper).toBeCloseTo(0.9055, 4);
});

test('more pairs see smaller changes; looks cost a little', () => {
  const seen = detectableWith(0.02);
  expect(seen.map(({ pairs, looks }) => [pairs, looks])).toEqual([
    [10, 1],
    [20, 1],
    [30, 1],
    [30, 3],
  ]);
  const [ten, twenty, thirty, looking] = seen.map(({ change }) => change);
  expect(ten).toBeGreaterThan(twenty!);
  expect(twenty).toBeGreaterThan(looking!);
  expect(looking).toBeGreaterThan(thirty!);
});

test('what is printed after a calibration', async () => {
  const report = calibrationReport(aCalibration(), '/home/user/.local/state/flimflam/calibrations/x.json', [called]);
  await expect(`${factLines(calibrationFacts(report)).join('\n')}\n`).toMatchFileSnapshot('golden/calibration.txt');
  expect(calibrationJson(report)).toMatchObject({
    calibration: { noise: 0.023 },
    why: null,
    false_calls: { judged: 2, called: 1 },
    detectable: [{ pairs: 10 }, { pairs: 20 }, { pairs: 30 }, { pairs: 30, looks: 3 }],
  });
});

test('nothing to record, and a record that could not be written: no share counts it', () => {
  const nothing = calibrationReport('a side failed', null, []);
  expect(factLines(calibrationFacts(nothing))).toEqual([
    'RECORD        nothing was recorded: a side failed',
    'FALSE CALLS   not known: no comparison of a build with itself on this machine has a verdict',
  ]);
  const lost = calibrationReport(called, null, []);
  expect(lost).toMatchObject({ why: 'its file could not be written', falseCalls: { judged: 0 } });
  expect(lost.detectable).toHaveLength(4);
});

test('what check shows: a line for each scenario, and the share of all', async () => {
  const { configuration } = aCalibration();
  const other = { ...configuration, relay: 'skrouterd' as const, cpus: { relay1: [2, 3] }, relay_options: { a: '1' } };
  const found = summaryOf([
    aCalibration(),
    called,
    aCalibration({ noise: 0.03 }),
    aCalibration({ configuration: other, primary: 'cpu', noise: 0.0712, ...withoutVerdict }),
  ]);
  expect(found.scenarios.map(({ comparisons, noise }) => [comparisons, noise])).toEqual([
    [3, 0.023],
    [1, 0.0712],
  ]);
  const lines = recordLines({ ...found, skipped: ['/x/half.json is damaged'] });
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('golden/check-calibrations.txt');
});

test('a check without a record says how to get one', () => {
  expect(recordLines({ ...summaryOf([]), skipped: [] })).toEqual([
    'CALIBRATION',
    '  none on this machine yet: flimflam calibrate -r RELAY compares a build with itself, and keeps the noise',
  ]);
});

test('the command that calibrates a side has its options, without the usual ones', () => {
  const comparison = aComparison();
  const own = { ...comparison, b: { ...comparison.b, relay_options: { workerThreads: '4' } } };
  const usual = new Map([
    ...[['--workload', 'builtin'] as const, ['--protocol', 'tcp'] as const, ['--relay', 'skrouterd'] as const],
    ...[['--jobs', '2'] as const, ['--hops', '2'] as const, ['--cpu-limit', '1'] as const],
    ...[['--relay-threads', '2'] as const, ['--warmup', '1.5'] as const],
  ]);
  expect(calibrateCommand(configurationOfSide(own, 'a'), 'cpu', usual)).toBe(
    'flimflam calibrate --duration 5 --metric cpu',
  );
  expect(calibrateCommand(configurationOfSide(own, 'b'), 'cpu', usual)).toBe(
    'flimflam calibrate --duration 5 --relay-option workerThreads=4 --metric cpu',
  );
});

test('the command that repeats a calibration is one', () => {
  const command = commandOf(aComparison({}, { kind: 'calibrate', differences: [] }));
  expect(command).toMatch(/^flimflam calibrate --workload builtin --relay skrouterd /);
  expect(command).not.toContain('--force');
});
