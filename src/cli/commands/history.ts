import { print } from '../output.js';
import { filtersOf, usualOptions, withFilters } from '../saved/options.js';
import { runHelp } from './show.js';

export function historyCommand() {
  return withFilters('history')
    .description('one scenario over builds and days: what has changed by more than runs scatter')
    .argument('[run]', `a run of the scenario (default: the newest that passes the filters): ${runHelp}`)
    .option('--metric <name>', 'what is drawn (default: the rate); compare has the same names')
    .option('--json', 'print the points and bands instead of text')
    .action(async (name, { json, metric, ...options }) => {
      const { findHistory } = await import('../../app/saved/history.js');
      const { likeRun } = await import('../saved/like.js');
      const usual = usualOptions();
      const found = await findHistory(
        {
          ...{ parent: options.output, filters: filtersOf(options), all: options.all === true, usual },
          ...{ like: name === undefined ? null : likeRun(name, options.output), metric: metric ?? null },
        },
        process.env,
      );
      const { newest, series, left_out: leftOut } = found;
      const { configuration, environment, hosts } = newest;
      if (json === true) {
        print(JSON.stringify({ configuration, environment, left_out: leftOut, series }, null, 2));
        return;
      }
      const { historyText } = await import('../../report/saved/history-text.js');
      const { scenarioWords } = await import('../../report/saved/scenario-words.js');
      const scenario = scenarioWords(configuration, usual);
      print(historyText(series, { scenario, environment, hosts, leftOut: { ...leftOut } }));
    });
}
