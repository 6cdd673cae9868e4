import { exitCodes } from '../../errors.js';
import type { SavedDocument, SavedDocuments } from '../../model/saved.js';
import type { Saved } from '../../store/saved.js';
import { conclude } from '../compare/conclude.js';
import { printSeveral } from '../compare/conclude-several.js';
import { print, shortPath, textColumns, wantsColour } from '../output.js';

export interface ShowOptions {
  json?: true;
}

/** Prints what is saved as the command printed it that made it; an exit code of its own, since showing worked. */
export async function showSaved(saved: Saved, options: ShowOptions): Promise<void> {
  const { documentOf } = await import('../../app/saved/entries.js');
  await printDocument(documentOf(saved), shortPath(saved.path) || '.', options);
  process.exitCode = exitCodes.ok;
}

async function printDocument(saved: SavedDocument, folder: string, options: ShowOptions): Promise<void> {
  if (saved.kind === 'comparison') await conclude(saved.document, folder, options);
  else if (saved.kind === 'comparisons') await printSeveral(saved.document, folder, options);
  else if (options.json === true) print(JSON.stringify(saved.document, null, 2));
  else print(await textOf(saved, folder));
}

async function textOf(
  saved: Exclude<SavedDocument, { kind: 'comparison' | 'comparisons' }>,
  folder: string,
): Promise<string> {
  if (saved.kind === 'run') return runAndCapture(saved.document, folder);
  if (saved.kind === 'bench') return (await import('../../report/bench-text.js')).benchText(saved.document, { folder });
  if (saved.kind === 'sweep') return (await import('../../report/sweep-text.js')).sweepText(saved.document, { folder });
  return (await import('../../report/capacity-text.js')).capacityText(saved.document, { folder });
}

/** Of a captured run also what was seen; what perf itself reported stands in a file of the folder. */
async function runAndCapture(summary: SavedDocuments['run'], folder: string): Promise<string> {
  const { runText } = await import('../../report/run-text.js');
  const { captureText } = await import('../../report/capture-text.js');
  const text = runText(summary, { colour: wantsColour(), folder, width: textColumns() });
  const more = captureText(summary, { report: null, link: null });
  return more === '' ? text : `${text}\n${more}`;
}
