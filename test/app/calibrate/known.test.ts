import { hostname } from 'node:os';
import { expect, test } from 'vitest';
import { detectableOf, knownHere, ofMachine, scenarioKey } from '../../../src/app/calibrate/known.js';
import { isSameMachine, machinesFor } from '../../../src/app/calibrate/machine.js';
import type { Calibration } from '../../../src/model/calibration.js';
import type { Comparison } from '../../../src/model/comparison.js';
import { fixedSchedule, looksSchedule } from '../../../src/stats/schedule.js';
import { calibrationFolder, writeCalibration } from '../../../src/store/calibration-file.js';
import { aCalibration, withoutVerdict } from '../../fixtures/calibration.js';
import { aComparison } from '../../fixtures/comparison.js';
import { onHosts } from '../../fixtures/scenario.js';
import { aConfiguration } from '../../fixtures/summary.js';
import { temporaryFolder } from '../../store/temporary.js';

/** Two builds of the relay of the calibrations. */
function ofNginx(changes: Partial<Comparison> = {}): Comparison {
  const comparison = aComparison({ made: 0 }, { configuration: aConfiguration({ warmup: 1.5 }), ...changes });
  const relay = 'nginx';
  return { ...comparison, a: { ...comparison.a, relay }, b: { ...comparison.b, relay }, ...changes };
}

const looks = looksSchedule(30);
const noises = (...list: number[]): Calibration[] => list.map((noise) => aCalibration({ noise }));

test('the median noise of the same scenario, and what the looks see of it', () => {
  const found = detectableOf(ofNginx(), looks, noises(0.02, 0.05, 0.01));
  expect(found).toEqual({ change: expect.closeTo(Math.expm1(0.65 * 0.02), 12), noise: 0.02, comparisons: 3 });
  const ten = detectableOf(ofNginx(), fixedSchedule(10), noises(0.02))!;
  expect(ten.change).toBeCloseTo(Math.expm1(1.15 * 0.02), 12);
  // Its noise is as good without a verdict.
  expect(detectableOf(ofNginx(), looks, [aCalibration(withoutVerdict)])?.comparisons).toBe(1);
});

test('no record, another option or metric, or a comparison without a verdict: nothing is said', () => {
  expect(detectableOf(ofNginx(), looks, [])).toBeNull();
  expect(detectableOf(ofNginx(), { ...looks, looks: [] }, noises(0.02))).toBeNull();
  expect(detectableOf(ofNginx({ primary: 'cpu' }), looks, noises(0.02))).toBeNull();
  const { configuration } = aCalibration();
  for (const other of [
    ...[{ workload: 'iperf3' as const }, { relay: 'haproxy' as const }, { jobs: 3 }, { warmup: 1 }, { duration: 1 }],
    ...[{ hops: 1 }, { relay_threads: 1 }, { cpu_limit: 2 }, { cpus: { relay1: [0] } }],
    { relay_options: { reuseport: 'on' } },
  ]) {
    expect(
      detectableOf(ofNginx(), looks, [aCalibration({ configuration: { ...configuration, ...other } })]),
    ).toBeNull();
  }
});

test('each side is looked up with its own relay and options', () => {
  const { configuration } = aCalibration();
  const on = { ...configuration, relay_options: { reuseport: 'on' } };
  const off = { ...configuration, relay_options: { reuseport: 'off' } };
  const calibrations = [
    aCalibration({ noise: 0.03, configuration: on }),
    aCalibration({ noise: 0.04, configuration: off }),
  ];
  const plain = ofNginx();
  const variants = {
    ...plain,
    a: { ...plain.a, relay_options: { reuseport: 'on' } },
    b: { ...plain.b, relay_options: { reuseport: 'off' } },
  };
  const found = detectableOf(variants, looks, calibrations);
  expect(found?.comparisons).toBe(2);
  expect(found?.noise).toBeCloseTo(Math.sqrt((0.03 ** 2 + 0.04 ** 2) / 2), 12);
  expect(detectableOf(variants, looks, calibrations.slice(1))).toBeNull();
});

test('the order of options does not matter', () => {
  const { configuration } = aCalibration();
  const keyOf = (cpus: Record<string, number[]>): string =>
    scenarioKey({ primary: 'cpu', configuration: { ...configuration, cpus } });
  expect(keyOf({ relay1: [0, 1], client: [2] })).toBe(keyOf({ client: [2], relay1: [0, 1] }));
  expect(keyOf({ relay1: [0, 1] })).not.toBe(keyOf({ relay1: [1, 0] }));
});

test('host, CPU model and number of CPUs tell machines apart', () => {
  const { machine } = aCalibration();
  expect(isSameMachine(machine, { ...machine })).toBe(true);
  for (const other of [{ host: 'bench-2' }, { cpu_model: null }, { cpus: 4 }]) {
    expect(isSameMachine(machine, { ...machine, ...other })).toBe(false);
  }
  expect(ofMachine([aCalibration()], { ...machine, cpus: 4 })).toEqual([]);
});

test('of a record that machines share only what was measured here', async () => {
  const environment = { XDG_STATE_HOME: temporaryFolder() };
  const machine = await machinesFor(null);
  expect(machine.host).toBe(hostname());
  const here = aCalibration({ id: 'here', machine });
  writeCalibration(calibrationFolder(environment), here);
  writeCalibration(calibrationFolder(environment), aCalibration({ id: 'elsewhere' }));
  expect(await knownHere(environment)).toEqual({ calibrations: [here], skipped: [] });
});

test('what was calibrated with other machines says nothing of this one alone, nor of others', () => {
  const { machine } = aCalibration();
  const lab1 = { cpu_model: 'AMD EPYC', cpus: 16 };
  const both = { ...machine, others: { lab1, lab2: { cpu_model: null, cpus: 4 } } };
  expect(isSameMachine(both, { ...both, others: { lab2: both.others.lab2, lab1 } })).toBe(true);
  for (const others of [{}, { lab1 }, { ...both.others, lab1: { ...lab1, cpus: 8 } }]) {
    expect(isSameMachine(both, { ...machine, others })).toBe(false);
  }
  expect(ofMachine([aCalibration({ machine: both })], machine)).toEqual([]);
  // The same machines in other places are another scenario.
  const { configuration } = aCalibration();
  const placed = (relay1: string): string =>
    scenarioKey({ primary: 'cpu', configuration: { ...configuration, deployment: onHosts({ relay1 }) } });
  expect(placed('lab1')).not.toBe(placed('lab2'));
});
