import type { CompareRequest } from '../../app/compare/compare.js';
import { usageError } from '../../errors.js';
import { listenForInterrupts } from '../interrupt.js';
import { scenarioFrom } from '../scenario-options.js';
import { concludeRun, type More } from './conclude.js';
import { follow } from './follow.js';
import type { withPairOptions } from './options.js';

type CalibrateOptions = ReturnType<ReturnType<typeof withPairOptions>['opts']>;

/** Compares the relay of a scenario with a copy of itself, and prints what this machine can tell of it. */
export async function beginCalibration(options: CalibrateOptions): Promise<void> {
  const { checkScenario } = await import('../../scenario/scenario.js');
  const { scheduleFor } = await import('../../app/compare/extent.js');
  const { runCalibration } = await import('../../app/calibrate/calibrate.js');
  const { mode, schedule } = scheduleFor({ pairs: options.pairs ?? null, quick: false });
  if (schedule.looks.length === 0) {
    throw usageError(
      'no-verdict',
      'a calibration is judged as a comparison is',
      'give an even number of pairs, at least 8',
    );
  }
  const { scenario, warnings } = checkScenario(scenarioFrom(options));
  using interrupts = listenForInterrupts();
  const request: CompareRequest = {
    ...{ scenario, warnings, schedule, mode },
    outputDir: options.output,
    margin: options.margin,
    seed: options.seed ?? Math.floor(Math.random() * 2 ** 32),
    metric: options.metric ?? null,
  };
  const made = await follow(options, interrupts.signal, (hooks) => runCalibration(request, hooks));
  await concludeRun(made, options, interrupts.signal, await moreOf(made.report));
  if (made.unrecorded !== null) throw made.unrecorded;
}

async function moreOf(
  report: Parameters<typeof import('../../report/calibration.js').calibrationJson>[0],
): Promise<More> {
  const { calibrationJson } = await import('../../report/calibration.js');
  const { calibrationFacts } = await import('../../report/calibration-text.js');
  const { factLines } = await import('../../report/comparison-text.js');
  return { text: factLines(calibrationFacts(report)).join('\n'), json: { record: calibrationJson(report) } };
}
