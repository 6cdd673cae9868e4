import { InvalidArgumentError } from '@commander-js/extra-typings';
import { sloMetricNames } from '../../model/capacity.js';
import { relayNames } from '../../model/names.js';
import { changeDefault, hideOption, withScenarioOptions } from '../scenario-options.js';
import { duration, oneOf, percentage, requestRate, showChoices, wholeNumber } from '../values.js';

/** Seconds; as in a comparison. */
const sweepWarmup = 1.5;

/** The options of a sweep; those of its scenario are those of `run`. */
export function withSweepOptions(name: string) {
  const command = withScenarioOptions(name);
  hideOption(command, '--relay');
  command.options.find(({ long }) => long === '--relay')?.conflicts('relays');
  changeDefault(command, 'warmup', sweepWarmup);
  const complete = command
    .option('-r, --relays <names>', 'a curve each, comma-separated; or builds, named as in compare', relayWords)
    .option('--repeat <n>', 'times each point, in shuffled order', wholeNumber(1, 1000), 3)
    .option('--seed <n>', 'of the shuffled order (default: random)', wholeNumber(0, 2 ** 32 - 1))
    .option('--json', 'print sweep.json instead of the table');
  showChoices(complete.options, { '--relays': relayNames });
  return complete;
}

/** A comma begins the next word, but for one before a setting, which belongs to the word before: `nginx:a=1,b=2`. */
function relayWords(text: string): string[] {
  const words = text.split(/,(?![A-Za-z_]\w*=)/).map((word) => word.trim());
  if (words.includes('')) throw new InvalidArgumentError('It wants relays or builds, such as nginx,haproxy.');
  return [...new Set(words)];
}

/** Short, since there are many steps. */
const stepWarmup = 1;
const stepDuration = 3;

/** Looser than 1 % is what noise allows, and 1 has no upper end. */
const finestPrecision = 0.01;

/** The most requests per second that the client takes. */
const highestRate = 1e9;

/** The options of a search for the capacity; those of its scenario are those of `run`, without a rate. */
export function withCapacityOptions(name: string) {
  const command = withScenarioOptions(name);
  hideOption(command, '--rate');
  changeDefault(command, 'workload', 'builtin-rr');
  changeDefault(command, 'warmup', stepWarmup);
  changeDefault(command, 'duration', stepDuration);
  const complete = command
    .requiredOption('--slo <duration>', 'what the response time must stay under: 5ms, 0.5ms', limit)
    .option('--metric <percentile>', 'of the response time, that is judged', oneOf('percentile', sloMetricNames), 'p99')
    .option('--from <rate>', 'the lowest rate to try', requestRate, 1000)
    .option('--to <rate>', 'the highest rate to try (default: until one fails)', requestRate, highestRate)
    .option('--precision <share>', 'how near the answer is to the edge', precision, 0.05)
    .option('--json', 'print capacity.json instead of text');
  showChoices(complete.options, { '--metric': sloMetricNames });
  return complete;
}

function limit(text: string): number {
  const seconds = duration(0)(text);
  if (!(seconds > 0)) throw new InvalidArgumentError('It must be above 0.');
  return seconds;
}

function precision(text: string): number {
  const share = percentage(text);
  if (share < finestPrecision) throw new InvalidArgumentError('It must be at least 1%: runs differ by more than less.');
  return share;
}
