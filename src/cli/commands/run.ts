import { exitCodes } from '../../errors.js';
import type { FinishedRun } from '../../app/run.js';
import { holdUntilEnter } from '../hold.js';
import { listenForInterrupts } from '../interrupt.js';
import { print, shortPath, tell, wantsColour } from '../output.js';
import { progressLine } from '../progress.js';
import { scenarioFrom, withScenarioOptions } from '../scenario-options.js';
import { eventTeller } from '../events.js';

export function runCommand() {
  return withScenarioOptions('run')
    .description('measure one scenario: how fast is it, and what does a byte cost')
    .option('--json', 'print summary.json instead of text')
    .option('--dry-run', 'print what would be run, and run nothing')
    .option('--hold', 'keep the chain up after the window, until Enter or Ctrl-C')
    .option('--ceilings', 'also run none and the builtin relay, and print percentages of them')
    .action(async (options) => {
      const { checkScenario } = await import('../../scenario/scenario.js');
      const { runScenario, runCeilings, dryRun } = await import('../../app/run.js');
      const { scenario, warnings } = checkScenario(scenarioFrom(options));
      if (options.dryRun === true) {
        print(JSON.stringify(await dryRun({ scenario, outputDir: options.output, warnings }), null, 2));
        return;
      }
      using interrupts = listenForInterrupts();
      const progress = progressLine(options.quiet === true);
      const hooks = {
        signal: interrupts.signal,
        onProgress: progress.show,
        onEvent: eventTeller(options),
        hold: null,
      };
      let run: FinishedRun;
      try {
        run = await runScenario(
          { scenario, outputDir: options.output, warnings },
          { ...hooks, hold: options.hold === true ? holdUntilEnter(interrupts, progress) : null },
        );
        if (options.ceilings === true && run.summary.results !== null && !interrupts.signal.aborted) {
          run = await runCeilings(run, { scenario, outputDir: options.output, warnings: [] }, hooks);
        }
      } finally {
        progress[Symbol.dispose]();
      }
      await printRun(run, options.json === true, interrupts.signal);
    });
}

async function printRun({ summary, folder, unsaved }: FinishedRun, json: boolean, signal: AbortSignal): Promise<void> {
  if (json) {
    print(JSON.stringify(summary, null, 2));
    if (summary.status_reason !== null) tell(`${summary.status}: ${summary.status_reason.message}`);
  } else {
    const { runText } = await import('../../report/run-text.js');
    print(runText(summary, { colour: wantsColour(), folder: shortPath(folder) }));
  }
  if (unsaved !== null) throw unsaved;
  if (signal.aborted) throw signal.reason;
  process.exitCode = summary.status === 'ok' ? exitCodes.ok : exitCodes.failed;
}
