import { messageOf } from '../../errors.js';
import type { Calibration } from '../../model/calibration.js';
import type { CalibratedScenario, CalibrationsFound } from '../../model/check.js';
import { falseCallsOf } from '../../report/calibration.js';
import { detectableChange } from '../../stats/detectable.js';
import { median } from '../../stats/median.js';
import { fixedSchedule } from '../../stats/schedule.js';
import { knownHere, scenarioKey } from '../calibrate/known.js';

/** What is on record of this machine; that it cannot be read is no reason to check nothing. */
export async function findCalibrations(environment: NodeJS.ProcessEnv): Promise<CalibrationsFound> {
  try {
    const { calibrations, skipped } = await knownHere(environment);
    return { ...summaryOf(calibrations), skipped };
  } catch (error) {
    return { ...summaryOf([]), skipped: [messageOf(error)] };
  }
}

/** The scenarios in the order in which they were first calibrated. */
export function summaryOf(calibrations: readonly Calibration[]): Omit<CalibrationsFound, 'skipped'> {
  const groups = new Map<string, Calibration[]>();
  for (const one of calibrations) {
    const key = scenarioKey(one);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return { scenarios: [...groups.values()].map(scenarioOf), falseCalls: falseCallsOf(calibrations) };
}

function scenarioOf(calibrations: readonly Calibration[]): CalibratedScenario {
  const { configuration, primary } = calibrations[0]!;
  const noise = median(calibrations.map((one) => one.noise));
  const { judged, called } = falseCallsOf(calibrations);
  return {
    configuration,
    primary,
    comparisons: calibrations.length,
    noise,
    detectable: detectableChange(noise, fixedSchedule(30))!,
    judged,
    called,
  };
}
