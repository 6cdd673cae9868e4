import { exitCodes } from '../../errors.js';
import { takeLists } from '../curves/axis-options.js';
import { withSweepOptions } from '../curves/options.js';
import { eventTeller } from '../events.js';
import { listenForInterrupts } from '../interrupt.js';
import { print, shortPath } from '../output.js';
import { progressLine } from '../progress.js';
import { scenarioFrom } from '../scenario-options.js';

export function sweepCommand() {
  const command = withSweepOptions('sweep').description(
    'a curve for each relay: how its figures change with one option that holds a list, such as --jobs 1,2,4,8',
  );
  const axisOf = takeLists(command);
  return command.action(async (options) => {
    const axis = axisOf();
    const { runSweep } = await import('../../app/curves/sweep.js');
    using interrupts = listenForInterrupts();
    const progress = progressLine(options.quiet === true);
    const { sweep, folder } = await runSweep(
      {
        scenario: scenarioFrom(options),
        relays: options.relays ?? [options.relay],
        axis,
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
    if (options.json === true) print(JSON.stringify(sweep, null, 2));
    else {
      const { sweepText } = await import('../../report/sweep-text.js');
      print(sweepText(sweep, { folder: shortPath(folder) }));
    }
    if (interrupts.signal.aborted) throw interrupts.signal.reason;
    const { lastAttempts } = await import('../../report/curves/spread.js');
    const runs = sweep.curves.flatMap(({ points }) => points.flatMap((point) => lastAttempts(point.runs)));
    process.exitCode = runs.every(({ status }) => status === 'ok') ? exitCodes.ok : exitCodes.failed;
  });
}
