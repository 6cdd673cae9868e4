import { Option } from '@commander-js/extra-typings';
import { workloadNames } from '../../model/names.js';
import { changeDefault, withScenarioOptions } from '../scenario-options.js';
import { duration, listOf, oneOf, percentage, showChoices, wholeNumber } from '../values.js';

/** Seconds. Many short runs say more than few long ones: what differs from start to start is the larger noise. */
const usualWarmup = 1.5;

/** The order within a block of many pairs takes long to judge, and nobody has the time to make them. */
const mostPairs = 200;

export const failOns = ['worse', 'unsure'] as const;
export type FailOn = (typeof failOns)[number];

/** The options of everything that is made of pairs; those of its scenario are those of `run`. */
export function withPairOptions(name: string) {
  const command = withScenarioOptions(name)
    .option(
      '--pairs <n>',
      'so many, judged at the end (default: up to 30, judged after 10, 20, 30)',
      wholeNumber(1, mostPairs),
    )
    .option('--margin <share>', 'the change that matters, such as 2%', percentage, 0.02)
    .option('--seed <n>', 'of the order within the pairs (default: random)', wholeNumber(0, 2 ** 32 - 1))
    .option('--metric <name>', 'what is judged (default: the rate, or cpu where parts share CPUs)')
    .addOption(new Option('--json', 'print comparison.json and the answer').conflicts(['markdown', 'csv']))
    .addOption(new Option('--markdown', 'print the answer for a pull request').conflicts(['json', 'csv']))
    .addOption(new Option('--csv', 'print one row for each run').conflicts(['json', 'markdown']));
  changeDefault(command, 'warmup', usualWarmup);
  return command;
}

/** The options of a comparison of two builds. */
export function withCompareOptions(name: string) {
  const command = withoutWorkload(withPairOptions(name))
    .option('-w, --workloads <names>', workloadsHelp, listOf('workload', workloadNames))
    .addOption(new Option('--quick', 'a few pairs, in about 90 s: figures without a verdict').conflicts('pairs'))
    .addOption(
      new Option('--time-budget <duration>', 'as many pairs, up to 30, as are done by then: 10m, 2h')
        .argParser(duration(1))
        .conflicts(['pairs', 'quick']),
    )
    .option('--repo <dir>', 'A and B are revisions of this git repository, built by --build')
    .option('--build <command>', 'shell line that builds {src} and installs into {prefix}')
    .option('--force', 'compare a build with itself')
    .option('--explain', 'afterwards, captured runs of both that say why they differ')
    .option('--also-a <build>', 'one more build of A, which takes turns with it; can be repeated', several)
    .option('--also-b <build>', 'one more build of B', several)
    .option('--resume <dir>', 'go on with a comparison that was interrupted; alone, without A and B')
    .option(
      '--fail-on <word>',
      'exit code 3 when B is worse; with unsure also when nothing can be told',
      oneOf('word', failOns),
    )
    .addOption(
      new Option('--bisect', "exit codes for 'git bisect run': 0 not worse, 1 worse, 125 cannot tell").conflicts(
        'failOn',
      ),
    );
  showChoices(command.options, { '--fail-on': failOns, '--workloads': workloadNames });
  return command;
}

const workloadsHelp = 'comma-separated; several are judged together, after 30 pairs each (default: builtin)';

/** One workload is asked for as several are; scripts may still write `--workload`. */
function withoutWorkload<T extends { options: readonly Option[] }>(command: T): T {
  const option = command.options.find(({ long }) => long === '--workload');
  if (option !== undefined)
    Object.assign(option.hideHelp().conflicts('workloads'), { short: undefined, flags: '--workload <name>' });
  return command;
}

export type CompareOptions = ReturnType<ReturnType<typeof withCompareOptions>['opts']>;

const several = (value: string, before: string[] = []): string[] => [...before, value];
