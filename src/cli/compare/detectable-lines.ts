import { sideNames, type Comparison } from '../../model/comparison.js';
import { isDistributed } from '../../model/placement.js';
import { calibrateCommand, configurationOfSide } from '../../report/calibration.js';
import { percentText } from '../../report/calibration-text.js';
import { withPairOptions } from './options.js';

/** What a comparison can see on this machine, or how to find that out; nothing of one that gives no verdict. */
export function detectableLines(comparison: Comparison, looks: readonly number[]): string[] {
  const { detectable, pairs, kind, primary } = comparison;
  if (looks.length === 0) return [];
  if (detectable !== null) {
    const { change, comparisons } = detectable;
    const from = `from ${comparisons} comparison${comparisons === 1 ? '' : 's'} of a build with itself`;
    const most = `${looks.length > 1 ? 'up to ' : ''}${pairs} pairs`;
    const where = isDistributed(comparison.configuration.deployment.hosts) ? 'on these machines' : 'on this machine';
    return [`${where} ${most} can see a change of about ${percentText(change)} (${from})`];
  }
  const configurations = sideNames.map((side) => configurationOfSide(comparison, side));
  if (kind === 'calibrate' || configurations.some(({ relay }) => relay === 'none')) return [];
  const commands = configurations.map((one) => calibrateCommand(one, primary, usualOptions()));
  return [
    `what it can see is not known ${isDistributed(comparison.configuration.deployment.hosts) ? 'of these machines' : 'here'}: ${[...new Set(commands)].join(' and ')} tells`,
  ];
}

/** The options of `calibrate` that need not be given. */
const usualOptions = (): Map<string, string> =>
  new Map(withPairOptions('calibrate').options.map(({ long, defaultValue }) => [long ?? '', String(defaultValue)]));
