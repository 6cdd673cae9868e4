import { usageError } from '../../errors.js';
import { listenForInterrupts } from '../interrupt.js';
import { finishSeveral } from './begin-several.js';
import { concludeRun } from './conclude.js';
import { follow } from './follow.js';
import type { CompareOptions } from './options.js';
import { givenBeside, type ParsedCommand } from './saved.js';

/** What a comparison that goes on takes: everything that decides its figures was decided at its beginning. */
const ofResuming = new Set([
  'resume',
  'explain',
  'json',
  'markdown',
  'csv',
  'failOn',
  'quiet',
  'verbose',
  'debug',
  'file',
  'module',
]);

/** Goes on with an interrupted comparison, and prints what came of it. */
export async function resume(folder: string, options: CompareOptions, command: ParsedCommand): Promise<void> {
  const wrong = givenBeside(command, ofResuming);
  if (wrong !== null) {
    throw usageError('decided', `--resume goes on with what was decided, and takes no ${wrong}`, 'leave it out');
  }
  const asked = { explain: options.explain === true };
  const { hasComparisonSet } = await import('../../store/comparison-set-file.js');
  if (hasComparisonSet(folder)) {
    const { resumeSeveral } = await import('../../app/compare/several.js');
    const set = await resumeSeveral(folder, asked);
    using interrupts = listenForInterrupts();
    await finishSeveral(set, options, interrupts.signal);
    return;
  }
  const { resumeComparison } = await import('../../app/compare/resume.js');
  const { runPrepared } = await import('../../app/compare/compare.js');
  const prepared = await resumeComparison(folder, asked);
  using interrupts = listenForInterrupts();
  const finished = await follow(options, interrupts.signal, (hooks) => runPrepared(prepared, hooks));
  await concludeRun(finished, options, interrupts.signal);
}
