import { InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { withScenarioOptions } from '../scenario-options.js';
import { oneOf, showChoices, wholeNumber } from '../values.js';

/** Seconds. Many short runs say more than few long ones: what differs from start to start is the larger noise. */
const usualWarmup = 1.5;

/** The order within a block of many pairs takes long to judge, and nobody has the time to make them. */
const mostPairs = 200;

export const failOns = ['worse', 'unsure'] as const;
export type FailOn = (typeof failOns)[number];

/** The options of a comparison; those of its scenario are those of `run`. */
export function withCompareOptions(name: string) {
  const command = withScenarioOptions(name)
    .option(
      '--pairs <n>',
      'so many, judged at the end (default: up to 30, judged after 10, 20, 30)',
      wholeNumber(1, mostPairs),
    )
    .addOption(new Option('--quick', 'a few pairs, in about 90 s: figures without a verdict').conflicts('pairs'))
    .option('--margin <share>', 'the change that matters, such as 2%', percentage, 0.02)
    .option('--seed <n>', 'of the order within the pairs (default: random)', wholeNumber(0, 2 ** 32 - 1))
    .option('--metric <name>', 'what is judged (default: the rate, or cpu where parts share CPUs)')
    .option('--repo <dir>', 'A and B are revisions of this git repository, built by --build')
    .option('--build <command>', 'shell line that builds {src} and installs into {prefix}')
    .option('--force', 'compare a build with itself')
    .option('--also-a <build>', 'one more build of A, which takes turns with it; can be repeated', several)
    .option('--also-b <build>', 'one more build of B', several)
    .option('--resume <dir>', 'go on with a comparison that was interrupted; alone, without A and B')
    .option(
      '--fail-on <word>',
      'exit code 3 when B is worse; with unsure also when nothing can be told',
      oneOf('word', failOns),
    )
    .addOption(new Option('--json', 'print comparison.json and the answer').conflicts(['markdown', 'csv']))
    .addOption(new Option('--markdown', 'print the answer for a pull request').conflicts(['json', 'csv']))
    .addOption(new Option('--csv', 'print one row for each run').conflicts(['json', 'markdown']));
  showChoices(command.options, { '--fail-on': failOns });
  command.options.find(({ long }) => long === '--warmup')?.default(usualWarmup);
  command.setOptionValueWithSource('warmup', usualWarmup, 'default');
  return command;
}

export type CompareOptions = ReturnType<ReturnType<typeof withCompareOptions>['opts']>;

/** `2%` or `2 %` as 0.02. */
function percentage(text: string): number {
  const [, number] = /^(\d+(?:\.\d+)?|\.\d+) ?%$/.exec(text.trim()) ?? [];
  const share = number === undefined ? NaN : Number(number) / 100;
  if (!(share < 1)) throw new InvalidArgumentError('It wants a percentage below 100, such as 2%.');
  return share;
}

const several = (value: string, before: string[] = []): string[] => [...before, value];
