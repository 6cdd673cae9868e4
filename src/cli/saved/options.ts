import { Command } from '@commander-js/extra-typings';
import type { SavedFilters } from '../../app/saved/entries.js';
import { protocolNames, relayNames, workloadNames } from '../../model/names.js';
import { statusNames } from '../../model/summary.js';
import { nearest } from '../nearest.js';
import { withScenarioOptions } from '../scenario-options.js';
import { oneOf, showChoices, since, wholeNumber } from '../values.js';

/** The options by which saved runs are chosen. */
export function withFilters(name: string) {
  const command = new Command(name)
    .option('-w, --workload <name>', 'only those of this workload', savedName('workload', workloadNames))
    .option('-r, --relay <name>', 'only those over this relay', savedName('relay', relayNames))
    .option('-p, --protocol <name>', 'only those with this protocol', oneOf('protocol', protocolNames))
    .option('--status <word>', 'only those that came out so', oneOf('status', statusNames))
    .option('--since <time>', 'only younger ones: 30m, 12h, 2d, 1w, or a day as 2026-11-20', since)
    .option('--limit <n>', 'so many of the newest', wholeNumber(1, 1_000_000))
    .option('--all', 'also the runs in the folders of comparisons')
    .option('--output <dir>', 'where the run folders are', 'flimflam-runs')
    .option('--debug', 'show the stack of errors');
  showChoices(command.options, {
    '--workload': workloadNames,
    '--relay': relayNames,
    '--protocol': protocolNames,
    '--status': statusNames,
  });
  return command;
}

/** A name that somebody may have defined when it was run, unless it looks like one of these with a slip. */
function savedName(what: string, names: readonly string[]): (text: string) => string {
  const known = oneOf(what, names);
  return (text) => (nearest(text, names) === null ? text : known(text));
}

export type FilterOptions = ReturnType<ReturnType<typeof withFilters>['opts']>;

export const filtersOf = ({ workload, relay, protocol, status, since, limit }: FilterOptions): SavedFilters => ({
  ...{ workload, relay, protocol, status, since, limit },
});

/** The options of `run` that need not be given, with their values as they would be typed. */
export const usualOptions = (): Map<string, string> =>
  new Map(withScenarioOptions('run').options.map(({ long, defaultValue }) => [long ?? '', String(defaultValue)]));
