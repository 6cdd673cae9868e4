import { ExpectedError } from '../../errors.js';
import { exportFormatNames } from '../../model/export-formats.js';
import { print, tell } from '../output.js';
import { filtersOf, usualOptions, withFilters } from '../saved/options.js';
import { oneOf, showChoices } from '../values.js';
import { runHelp } from './show.js';

export function exportCommand() {
  const command = withFilters('export')
    .description('saved runs for other tools, one row a run: a table, markdown, JSON, or for benchstat')
    .argument('[runs...]', `runs, or what is made of runs (default: all that pass the filters): ${runHelp}`)
    .option('--format <name>', 'csv, markdown, benchstat or json', oneOf('format', exportFormatNames), 'csv')
    .action(async (names, { format, ...options }) => {
      const { runsNamed, runsPassing } = await import('../../app/saved/runs-of.js');
      const { exportFormats } = await import('../../report/saved/export/formats.js');
      const how = { all: options.all === true, usual: usualOptions() };
      const { runs, unread } =
        names.length > 0 ? runsNamed(names, options.output) : runsPassing(options.output, filtersOf(options), how);
      unread.forEach((sentence) => tell(`left out: ${sentence}`));
      if (runs.length === 0) {
        throw new ExpectedError('nothing-to-export', 'there is no run to export', 'flimflam list shows what is saved');
      }
      print(exportFormats[format](runs, how.usual));
    });
  showChoices(command.options, { '--format': exportFormatNames });
  return command;
}
