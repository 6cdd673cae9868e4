import { documentOf } from '../../app/saved/entries.js';
import { repeatable, runAgain } from '../../app/saved/again.js';
import { exitCodes } from '../../errors.js';
import { againText } from '../../report/saved/again.js';
import { runText } from '../../report/run-text.js';
import type { Saved } from '../../store/saved.js';
import { eventTeller } from '../events.js';
import { listenForInterrupts } from '../interrupt.js';
import { print, shortPath, tell, textColumns, wantsColour } from '../output.js';
import { progressLine } from '../progress.js';

export interface AgainOptions {
  output: string;
  json?: true;
  quiet?: true;
  verbose?: true;
  debug?: true;
}

/** Makes a saved run once more, and prints both side by side. */
export async function runOnceMore(saved: Saved, options: AgainOptions): Promise<void> {
  const before = repeatable(documentOf(saved), shortPath(saved.path) || '.');
  using interrupts = listenForInterrupts();
  const progress = progressLine(options.quiet === true);
  const { summary, folder, unsaved } = await runAgain(before, options.output, {
    signal: interrupts.signal,
    onProgress: progress.show,
    onEvent: eventTeller(options),
    hold: null,
  }).finally(() => progress[Symbol.dispose]());
  if (options.json === true) {
    print(JSON.stringify(summary, null, 2));
    if (summary.status_reason !== null) tell(`${summary.status}: ${summary.status_reason.message}`);
  } else {
    print(runText(summary, { colour: wantsColour(), folder: shortPath(folder), width: textColumns() }));
    print(`\n${againText(before, summary)}`);
  }
  if (unsaved !== null) throw unsaved;
  if (interrupts.signal.aborted) throw interrupts.signal.reason;
  process.exitCode = summary.status === 'ok' ? exitCodes.ok : exitCodes.failed;
}
