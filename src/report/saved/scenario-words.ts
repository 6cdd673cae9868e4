import { argumentsOf } from '../../model/arguments.js';
import type { Summary } from '../../model/summary.js';

type Configuration = Summary['configuration'];

/** Options and their values when nobody gives them, as texts: `--jobs` is `2`. */
export type UsualOptions = ReadonlyMap<string, string>;

const inTheName = new Set(['--workload', '--relay', '--protocol', '--output', '--file']);

/** A scenario in few words: `builtin nginx, jobs 64, 1+2 s`; what is as usual is not said. */
export function scenarioWords(configuration: Configuration, usual: UsualOptions): string {
  const { workload, relay, protocol, warmup, duration } = configuration;
  const chain = [workload, relay, ...(protocol === 'tcp' ? [] : [protocol])].join(' ');
  const options = unusualOptions(configuration, usual);
  const others = options.filter(([option = '']) => !isTime(option)).map(optionWords);
  const times = options.some(([option = '']) => isTime(option)) ? [`${warmup}+${duration} s`] : [];
  return [chain, ...others, ...times].join(', ');
}

/** The options that are not as usual, without those that name workload, relay and protocol, and where runs are kept. */
export const unusualOptions = (configuration: Configuration, usual: UsualOptions): string[][] =>
  argumentsOf(configuration).filter(([option = '', value]) => !inTheName.has(option) && usual.get(option) !== value);

const isTime = (option: string): boolean => option === '--warmup' || option === '--duration';

/** `jobs 64`, and of a relay's own option `workerThreads=4`. */
const optionWords = ([option = '', ...values]: readonly string[]): string =>
  option === '--relay-option' ? values.join(' ') : [option.slice(2), ...values].join(' ');
