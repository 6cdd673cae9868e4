import type { CalibrationsFound, CalibratedScenario } from '../model/check.js';
import type { CalibrationReport, Detectable, FalseCalls } from './calibration.js';
import type { Fact } from './comparison/evidence.js';
import { labelled } from './layout.js';

/** A share with two digits, as percent: of what is itself an estimate. */
export const percentText = (share: number): string => `${Number((share * 100).toPrecision(2))} %`;

/** What a calibration tells beside the comparison that it is. */
export function calibrationFacts({ calibration, why, file, detectable, falseCalls }: CalibrationReport): Fact[] {
  return [
    { label: 'NOISE', lines: calibration === null ? [] : [noiseLine(calibration.noise, calibration.pairs)] },
    { label: 'DETECTABLE', lines: detectable.map(detectableLine) },
    { label: 'RECORD', lines: [file === null ? `nothing was recorded: ${why ?? 'no reason is known'}` : file] },
    { label: 'FALSE CALLS', lines: [falseCallsLine(falseCalls)] },
  ];
}

export const noiseLine = (noise: number, pairs: number): string =>
  `within pairs the second run differs from the first by ${percentText(noise)} (standard deviation, from ${pairs} pairs)`;

const detectableLine = ({ pairs, looks, change }: Detectable): string =>
  looks > 1
    ? `up to ${pairs} pairs, judged ${looks} times: a change of ${percentText(change)}`
    : `${pairs} pairs: a change of ${percentText(change)}`;

/** With its interval: a few comparisons tell little of a share of at most 5 %. */
function falseCallsLine({ judged, called, interval }: FalseCalls): string {
  if (interval === null) return 'not known: no comparison of a build with itself on this machine has a verdict';
  const range = `${(interval.lower * 100).toFixed(1)} to ${(interval.upper * 100).toFixed(1)} %`;
  const share = `${((100 * called) / judged).toFixed(1)} %`;
  const of = `${called} of ${comparisonsText(judged)} of a build with itself on this machine called a difference`;
  return `${of}: ${share}, 95 % interval ${range}`;
}

const comparisonsText = (count: number): string => `${count} comparison${count === 1 ? '' : 's'}`;

/** What `check` shows of the record of this machine. */
export function recordLines({ scenarios, falseCalls, skipped }: CalibrationsFound): string[] {
  const rows = scenarios.flatMap((scenario) => wrapped(scenarioLine(scenario)));
  const share = falseCalls.judged > 0 ? wrapped(`in all ${falseCallsLine(falseCalls)}`) : [];
  return [
    'CALIBRATION',
    ...(rows.length === 0
      ? ['  none on this machine yet: flimflam calibrate -r RELAY compares a build with itself, and keeps the noise']
      : rows),
    ...share,
    ...skipped.flatMap((sentence) => wrapped(`left out: ${sentence}`)),
  ];
}

/** Indented, and what does not fit in the line a little more. */
const wrapped = (text: string): string[] => labelled('', text, 4).map((line, at) => (at === 0 ? line.slice(2) : line));

function scenarioLine({ configuration, primary, comparisons, noise, detectable, judged, called }: CalibratedScenario) {
  const { workload, relay, protocol, jobs, warmup, duration, hops } = configuration;
  const cpus = Object.entries(configuration.cpus).map(([role, list]) => `${role}=${list.join(',')}`);
  const options = Object.entries(configuration.relay_options).map(([key, value]) => `${key}=${value}`);
  const scenario = [
    `${workload} ${relay} ${protocol}`,
    `jobs ${jobs}`,
    `hops ${hops}`,
    `threads ${configuration.relay_threads}`,
    cpus.length > 0 ? `CPUs ${cpus.join('/')}` : `CPU limit ${configuration.cpu_limit}`,
    `${warmup} + ${duration} s`,
    ...options,
  ].join(', ');
  const calls = judged === 0 ? 'none with a verdict' : `${called} of ${judged} called a difference`;
  return `${scenario}: ${comparisonsText(comparisons)} by ${primary}, noise ${percentText(noise)}, 30 pairs see ${percentText(detectable)}, ${calls}`;
}
