import { exitCodes } from '../../errors.js';
import { savedKinds } from '../../model/saved.js';
import { print, tell } from '../output.js';
import { filtersOf, usualOptions, withFilters } from '../saved/options.js';
import { oneOf, showChoices } from '../values.js';

export function listCommand() {
  const command = withFilters('list')
    .description('what is saved: runs, benches, comparisons, curves; the newest last')
    .option('--kind <name>', 'only those of this kind', oneOf('kind', savedKinds))
    .option('--json', 'print an array with an object for each')
    .action(async ({ json, kind, ...options }) => {
      const { entriesIn } = await import('../../app/saved/entries.js');
      const how = { all: options.all === true, usual: usualOptions() };
      const entries = entriesIn(options.output, { ...filtersOf(options), kind }, how).map(({ entry }) => entry);
      if (json === true) print(JSON.stringify(entries, null, 2));
      else if (entries.length === 0) tell(`nothing that is saved in ${options.output} is asked for`);
      else {
        const { listText } = await import('../../report/saved/list-text.js');
        print(listText(entries, listWidth()));
      }
      const nothingRead = entries.length > 0 && entries.every(({ status }) => status === 'unreadable');
      process.exitCode = nothingRead ? exitCodes.failed : exitCodes.ok;
    });
  showChoices(command.options, { '--kind': savedKinds });
  return command;
}

/** What a terminal has room for, and otherwise what the other texts take. */
const listWidth = (): number | undefined =>
  process.stdout.isTTY && process.stdout.columns > 0 ? Math.max(narrowest, process.stdout.columns) : undefined;

const narrowest = 80;
