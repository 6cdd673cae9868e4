import { Command } from '@commander-js/extra-typings';
import { usageError } from '../../errors.js';
import { print, shortPath } from '../output.js';
import { usualOptions } from '../saved/options.js';
import { runHelp } from './show.js';

export function reportCommand() {
  return new Command('report')
    .description('one page of what is saved: a run, a bench, a comparison, a sweep or a search for the capacity')
    .argument('[names...]', `${runHelp}; several runs make one page (default: what was made last)`)
    .option('--output <file>', 'the page; one that is there is kept as old.NAME', 'report.html')
    .option('--runs <dir>', 'where the run folders are', 'flimflam-runs')
    .option('--history', 'instead of a run all runs of its scenario, over builds and days')
    .option('--debug', 'show the stack of errors')
    .action(async (names, { output, runs: parent, history }) => {
      const { writeHistoryReport, writeReport } = await import('../../app/report/report.js');
      if (history === true && names.length > 1)
        throw usageError('too-much', '--history takes one run', 'flimflam report --history RUN');
      const path =
        history === true
          ? await writeHistoryReport({ parent, output, like: names[0] ?? null, usual: usualOptions() })
          : writeReport(names, { parent, output, shown: shortPath });
      print(`${shortPath(path)} is made; open it in a browser`);
    });
}
