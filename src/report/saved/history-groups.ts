import type { SavedBuild } from '../../model/saved.js';
import type { Summary } from '../../model/summary.js';
import { buildKey, buildOf } from './build.js';
import { factOfAll } from './machines.js';

/** Consecutive runs of the same build, under the same circumstances. */
export interface Group {
  runs: Summary[];
  build: SavedBuild | null;
}

/** What beside the relay moves figures, by the word for it. */
const circumstances: readonly (readonly [what: string, of: (run: Summary) => string])[] = [
  ['kernel', (run) => String(factOfAll(run, ({ kernel }) => kernel) ?? '?')],
  ['Flimflam', ({ environment }) => environment?.flimflam ?? '?'],
  ['client', ({ environment }) => programOf(environment?.client)],
  ['server', ({ environment }) => programOf(environment?.server)],
];

const programOf = (program: { version: string | null; build_id: string | null } | undefined): string =>
  program === undefined ? '?' : (program.build_id?.slice(0, 8) ?? program.version ?? '?');

/** The same text for runs that may be counted as repeats of each other. */
export const keyOfRun = (run: Summary): string =>
  [buildKey(buildOf(run)), ...circumstances.map(([, of]) => of(run))].join('\n');

/** Folds runs, oldest first, that come one after the other and are repeats. */
export function groupsOf(runs: readonly Summary[]): Group[] {
  const groups: Group[] = [];
  for (const run of runs) {
    const last = groups.at(-1);
    if (last !== undefined && isRepeat(last, run)) last.runs.push(run);
    else groups.push({ runs: [run], build: buildOf(run) });
  }
  return groups;
}

/** A run that failed early has told nothing of its libraries; then its program is enough. */
function isRepeat({ runs, build }: Group, run: Summary): boolean {
  const known = { ...run, trust: run.trust ?? runs[0]!.trust };
  return keyOfRun(known) === keyOfRun(runs[0]!) && buildKey(buildOf(known)) === buildKey(build);
}

/** Values by a text that they share, in the order in which the texts come. */
export function grouped<T>(values: readonly T[], keyOf: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const key = keyOf(value);
    groups.set(key, [...(groups.get(key) ?? []), value]);
  }
  return groups;
}

/** What has changed beside the relay since the group before. */
export function whatElse(before: Group, runs: readonly Summary[]): string[] {
  return circumstances.flatMap(([what, of]) => {
    const [was, is] = [of(before.runs.at(-1)!), of(runs[0]!)];
    return was === is ? [] : [`${what} ${was} -> ${is}`];
  });
}
