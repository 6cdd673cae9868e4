import { exitCodes } from '../../errors.js';
import { protocolNames, relayNames, workloadNames } from '../../model/names.js';
import { eventTeller } from '../events.js';
import { listenForInterrupts } from '../interrupt.js';
import { print, shortPath } from '../output.js';
import { progressLine } from '../progress.js';
import { commonPart, withRunOptions } from '../scenario-options.js';
import { listOf, showChoices, wholeNumber } from '../values.js';

export function benchCommand() {
  const command = withRunOptions('bench')
    .description('measure every combination of workloads and installed relays, one table at the end')
    .option('-w, --workloads <names>', 'comma-separated', listOf('workload', workloadNames), [...workloadNames])
    .option('-r, --relays <names>', 'comma-separated', listOf('relay', relayNames), [...relayNames])
    .option(
      '-p, --protocols <names>',
      'comma-separated (default: tcp, and for relays without tcp their own)',
      listOf('protocol', protocolNames),
    )
    .option('--repeat <n>', 'times each, in shuffled order; prints median and range', wholeNumber(1, 1000), 1)
    .option('--seed <n>', 'of the shuffled order (default: random)', wholeNumber(0, 2 ** 32 - 1))
    .option('--json', 'print bench.json instead of the table')
    .action(async (options) => {
      const { runBench } = await import('../../app/bench.js');
      using interrupts = listenForInterrupts();
      const progress = progressLine(options.quiet === true);
      const { bench, folder } = await runBench(
        {
          workloads: options.workloads,
          relays: options.relays,
          protocols: options.protocols ?? null,
          common: commonPart(options),
          repeat: options.repeat,
          seed: options.seed ?? Math.floor(Math.random() * 2 ** 32),
          outputDir: options.output,
        },
        {
          signal: interrupts.signal,
          onProgress: progress.show,
          onEvent: eventTeller(options),
          hold: null,
          onRun: (place, secondsAfter) => Object.assign(progress, { prefix: place, secondsAfter }),
        },
      ).finally(() => progress[Symbol.dispose]());
      if (options.json === true) print(JSON.stringify(bench, null, 2));
      else {
        const { benchText } = await import('../../report/bench-text.js');
        print(benchText(bench, { folder: shortPath(folder) }));
      }
      if (interrupts.signal.aborted) throw interrupts.signal.reason;
      const good = bench.rows.every(({ runs }) => runs.every(({ status }) => status === 'ok'));
      process.exitCode = good ? exitCodes.ok : exitCodes.failed;
    });
  showChoices(command.options, { '--workloads': workloadNames, '--relays': relayNames, '--protocols': protocolNames });
  return command;
}
