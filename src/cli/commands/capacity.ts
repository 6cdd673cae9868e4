import { exitCodes, usageError } from '../../errors.js';
import { sloMetrics } from '../../model/capacity.js';
import { withCapacityOptions } from '../curves/options.js';
import { eventTeller } from '../events.js';
import { listenForInterrupts } from '../interrupt.js';
import { print, shortPath } from '../output.js';
import { progressLine } from '../progress.js';
import { scenarioFrom } from '../scenario-options.js';

export function capacityCommand() {
  return withCapacityOptions('capacity')
    .description('the highest rate of requests that is answered in time: p99 of the response time under --slo')
    .action(async (options) => {
      const { slo, metric, from, to, precision } = options;
      requirePossible(options);
      const { findCapacity } = await import('../../app/curves/capacity.js');
      using interrupts = listenForInterrupts();
      const progress = progressLine(options.quiet === true);
      const { capacity, folder } = await findCapacity(
        {
          ...{ scenario: scenarioFrom(options), outputDir: options.output },
          ...{ slo: { limit: slo, metric }, from, to, precision },
        },
        {
          signal: interrupts.signal,
          onProgress: progress.show,
          onEvent: eventTeller(options),
          hold: null,
          onRun: (place) => Object.assign(progress, { prefix: place }),
        },
      ).finally(() => progress[Symbol.dispose]());
      if (options.json === true) print(JSON.stringify(capacity, null, 2));
      else {
        const { capacityText } = await import('../../report/capacity-text.js');
        print(capacityText(capacity, { folder: shortPath(folder) }));
      }
      if (interrupts.signal.aborted) throw interrupts.signal.reason;
      const { answer } = capacity;
      const good = answer !== null && answer.passing !== null && answer.settled && !answer.doubtful;
      process.exitCode = good ? exitCodes.ok : exitCodes.failed;
    });
}

type Options = ReturnType<ReturnType<typeof withCapacityOptions>['opts']>;

function requirePossible({ rate, metric, from, to, duration }: Options): void {
  if (rate !== undefined) {
    throw usageError('rate-sought', 'capacity looks for the rate itself', 'say where with --from and --to');
  }
  if (to < from) throw usageError('bad-range', `--to ${to}/s is below --from ${from}/s`);
  const needed = sloMetrics[metric];
  if (from * duration >= needed) return;
  throw usageError(
    'too-few-requests',
    `${metric} wants ${needed} requests in the window, and ${from}/s for ${duration} s are only ${Math.floor(from * duration)}`,
    `--from ${Math.ceil(needed / duration)}/s or --duration ${Math.ceil(needed / from)}`,
  );
}
