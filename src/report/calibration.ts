import { argumentsOf } from '../model/arguments.js';
import type { Calibration } from '../model/calibration.js';
import type { Comparison, SideName } from '../model/comparison.js';
import { binomialInterval } from '../stats/binomial.js';
import { detectableChange } from '../stats/detectable.js';
import { fixedSchedule, looksSchedule } from '../stats/schedule.js';
import { quoteForShell } from '../units/shell.js';

/** The true change that 80 % of comparisons with so many pairs call. */
export interface Detectable {
  /** The most. */
  pairs: number;
  /** How often they are judged on the way. */
  looks: number;
  /** Share. */
  change: number;
}

/** How often builds were called different from themselves. */
export interface FalseCalls {
  /** Comparisons with a verdict. */
  judged: number;
  called: number;
  /** 95 % interval of their share; null without comparisons. */
  interval: { lower: number; upper: number } | null;
}

/** What a calibration tells. */
export interface CalibrationReport {
  /** What was added to the record, or was to be; null if nothing was worth it. */
  calibration: Calibration | null;
  /** Why nothing was added; null if something was. */
  why: string | null;
  /** Absolute path of what was added. */
  file: string | null;
  detectable: Detectable[];
  /** Of the record of this machine, with what was added. */
  falseCalls: FalseCalls;
}

/** `outcome` is what is worth being recorded, or why nothing is; `earlier` is the record of this machine before. */
export function calibrationReport(
  outcome: Calibration | string,
  file: string | null,
  earlier: readonly Calibration[],
): CalibrationReport {
  const calibration = typeof outcome === 'string' ? null : outcome;
  const added = calibration === null || file === null ? [] : [calibration];
  return {
    calibration,
    why: typeof outcome === 'string' ? outcome : file === null ? 'its file could not be written' : null,
    file,
    detectable: calibration === null ? [] : detectableWith(calibration.noise),
    falseCalls: falseCallsOf([...earlier, ...added]),
  };
}

/** What 10, 20 and 30 pairs can see, judged once; and up to 30 that are judged after 10 and 20 too. */
export function detectableWith(noise: number): Detectable[] {
  const schedules = [...[10, 20, 30].map(fixedSchedule), looksSchedule(30)];
  return schedules.map((schedule) => ({
    pairs: schedule.pairs,
    looks: schedule.looks.length,
    change: detectableChange(noise, schedule)!,
  }));
}

/** Those without a verdict could call nothing, and do not count. */
export function falseCallsOf(calibrations: readonly Calibration[]): FalseCalls {
  const judged = calibrations.filter(({ called }) => called !== null);
  const called = judged.filter((one) => one.called === true).length;
  return { judged: judged.length, called, interval: binomialInterval(called, judged.length) };
}

/** For programs; shares, not percent. */
export const calibrationJson = ({ falseCalls, ...report }: CalibrationReport): Record<string, unknown> => ({
  ...report,
  false_calls: falseCalls,
});

/** The scenario of one side of a comparison, as a calibration of it would have it. */
export function configurationOfSide(comparison: Comparison, side: SideName): Calibration['configuration'] {
  const { relay, relay_options: own } = comparison[side];
  const { output_dir: _, relay_options: shared, ...configuration } = comparison.configuration;
  return { ...configuration, relay, relay_options: { ...shared, ...own } };
}

/** The command that calibrates a scenario, without the options that are as usual. */
export function calibrateCommand(
  configuration: Calibration['configuration'],
  primary: string,
  usual: ReadonlyMap<string, string> = new Map(),
): string {
  const scenario = argumentsOf({ ...configuration, output_dir: '' }).filter(
    ([option = '', value]) => option !== '--output' && usual.get(option) !== value,
  );
  return ['flimflam', 'calibrate', ...scenario.flat(), '--metric', primary].map(quoteForShell).join(' ');
}
