import { exitCodes } from '../errors.js';
import type { FinishedRun, RunRequest } from '../app/run/run.js';
import type { Hooks } from '../app/run/execution.js';
import type { Scenario } from '../model/scenario.js';
import { address, processIds, refuseWithAttach } from './deployment-options.js';
import { eventTeller } from './events.js';
import { holdUntilEnter } from './hold.js';
import { listenForInterrupts } from './interrupt.js';
import { print, shortPath, tell, textColumns, wantsColour } from './output.js';
import { progressLine } from './progress.js';
import { withScenarioOptions, scenarioFrom, type ScenarioOptions } from './scenario-options.js';

/** The options of every command that measures one scenario. */
export function withMeasureOptions(name: string) {
  return withScenarioOptions(name)
    .option('--attach <address>', 'measure relays that run already; this is where the first listens', address)
    .option('--attach-server <address>', 'where the last of them connects to: our server listens there', address)
    .option('--attach-pids <pids>', 'of the relays, nearest the client first', processIds)
    .option('--attach-management <address>', 'where the first answers AMQP management', address)
    .option('--json', 'print summary.json instead of text')
    .option('--dry-run', 'print what would be run, and run nothing')
    .option('--hold', 'keep the chain up after the window, until Enter or Ctrl-C')
    .option('--ceilings', 'also run none and the builtin relay, and print percentages of them')
    .hook('preAction', refuseWithAttach);
}

type MeasureOptions = ScenarioOptions & { json?: true; dryRun?: true; hold?: true; ceilings?: true };

/** How one kind of run is made, beside what all have in common. */
export interface Measurement<Run extends FinishedRun> {
  /** Called before anything is started; throws what makes the run impossible. */
  prepare: (scenario: Scenario) => Promise<{
    run: (request: RunRequest, hooks: Hooks) => Promise<Run>;
    /** How a ceiling is measured, so that the two can be compared. */
    ceiling: (request: RunRequest, hooks: Hooks) => Promise<FinishedRun>;
    /** For --dry-run, beside the plan. */
    plan: Record<string, unknown>;
  }>;
  /** Text after the summary; what a run could not do is thrown. */
  after: (run: Run) => Promise<string>;
}

/** Measures the scenario of the options and prints it. */
export async function measure<Run extends FinishedRun>(
  options: MeasureOptions,
  { prepare, after }: Measurement<Run>,
): Promise<void> {
  const { checkScenario } = await import('../scenario/scenario.js');
  const { runCeilings, dryRun } = await import('../app/run/run.js');
  // Now, not after hours in which somebody may have built Flimflam anew.
  const { runText } = await import('../report/run-text.js');
  const { scenario, warnings } = checkScenario(scenarioFrom(options));
  const { run: start, ceiling, plan } = await prepare(scenario);
  const request = { scenario, outputDir: options.output, warnings };
  if (options.dryRun === true) {
    print(JSON.stringify({ ...(await dryRun(request)), ...plan }, null, 2));
    return;
  }
  using interrupts = listenForInterrupts();
  const progress = progressLine(options.quiet === true);
  const hooks = {
    signal: interrupts.signal,
    again: interrupts.again,
    onProgress: progress.show,
    onEvent: eventTeller(options),
    hold: null,
  };
  let run: Run;
  try {
    run = await start(request, {
      ...hooks,
      hold: options.hold === true ? holdUntilEnter(interrupts, progress) : null,
    });
    if (options.ceilings === true && run.summary.results !== null && !interrupts.signal.aborted) {
      run = await runCeilings(run, { ...request, warnings: [] }, hooks, ceiling);
    }
  } finally {
    progress[Symbol.dispose]();
  }
  const { summary, folder, unsaved } = run;
  if (options.json === true) {
    print(JSON.stringify(summary, null, 2));
    if (summary.status_reason !== null) tell(`${summary.status}: ${summary.status_reason.message}`);
  } else {
    print(runText(summary, { colour: wantsColour(), folder: shortPath(folder), width: textColumns() }));
  }
  if (unsaved !== null) throw unsaved;
  if (interrupts.signal.aborted) throw interrupts.signal.reason;
  const more = await after(run);
  if (options.json !== true && more !== '') print(`\n${more}`);
  process.exitCode = summary.status === 'ok' ? exitCodes.ok : exitCodes.failed;
}
