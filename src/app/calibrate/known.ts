import type { CalibratedMachine, Calibration } from '../../model/calibration.js';
import { sideNames, type Comparison } from '../../model/comparison.js';
import { configurationOfSide } from '../../report/calibration.js';
import { detectableChange } from '../../stats/detectable.js';
import { median } from '../../stats/median.js';
import type { Schedule } from '../../stats/schedule.js';
import { calibrationFolder, readCalibrations } from '../../store/calibration-file.js';
import type { Scenario } from '../../model/scenario.js';
import { isSameMachine, machinesFor } from './machine.js';

/** Calibrations of one machine, and why others could not be read. */
export interface Known {
  calibrations: Calibration[];
  skipped: string[];
}

/** The record of this machine; with those of a scenario, of all of them together. */
export async function knownHere(
  environment: NodeJS.ProcessEnv,
  scenario: Pick<Scenario, 'hops' | 'deployment'> | null = null,
): Promise<Known> {
  const machine = await machinesFor(scenario);
  const { calibrations, skipped } = readCalibrations(calibrationFolder(environment));
  return { calibrations: ofMachine(calibrations, machine), skipped };
}

/** Says of a comparison that has not begun what it can see, and which files of the record cannot be read. */
export async function withDetectable(comparison: Comparison, schedule: Schedule): Promise<Comparison> {
  const { calibrations, skipped } = await knownHere(process.env, comparison.configuration);
  const warnings = skipped.map((message) => ({
    code: 'unreadable-record',
    message,
    advice: 'remove it, if no newer Flimflam wrote it',
  }));
  return {
    ...comparison,
    detectable: detectableOf(comparison, schedule, calibrations),
    warnings: [...comparison.warnings, ...warnings],
  };
}

export const ofMachine = (calibrations: readonly Calibration[], machine: CalibratedMachine): Calibration[] =>
  calibrations.filter((one) => isSameMachine(one.machine, machine));

/**
 * What a comparison can see, from what builds showed against themselves in the very scenario of each side; null where
 * that is not on record, and for a comparison without a verdict.
 */
export function detectableOf(
  comparison: Comparison,
  schedule: Schedule,
  calibrations: readonly Calibration[],
): Comparison['detectable'] {
  const found = sideNames.map((side) => {
    const { primary } = comparison;
    const key = scenarioKey({ primary, configuration: configurationOfSide(comparison, side) });
    return calibrations.filter((one) => scenarioKey(one) === key);
  });
  if (found.some((ofSide) => ofSide.length === 0)) return null;
  // Half of the variance of a pair is of either side.
  const squares = found.map((ofSide) => median(ofSide.map(({ noise }) => noise)) ** 2);
  const noise = Math.sqrt((squares[0]! + squares[1]!) / 2);
  const change = detectableChange(noise, schedule);
  return change === null ? null : { change, noise, comparisons: new Set(found.flat()).size };
}

/** The same text for the same metric and the same options, in whatever order they stand. */
export const scenarioKey = ({ primary, configuration }: Pick<Calibration, 'primary' | 'configuration'>): string =>
  JSON.stringify([primary, configuration], (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
