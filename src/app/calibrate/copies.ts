import { chmodSync, copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';
import { ExpectedError } from '../../errors.js';
import { wouldLoad } from '../../host/libraries.js';
import { isExecutable } from '../../host/programs.js';
import { sideNames, type SideName } from '../../model/comparison.js';
import type { InstalledProgram } from '../../model/program.js';
import { writing } from '../../store/write-error.js';
import type { ResolvedSide } from '../sides/sides.js';

/** Names of the same length, so that neither stack nor arguments differ between the copies. */
export const homeOfCopy = (folder: string, side: SideName): string => join(folder, `copy-${side}`);

/**
 * Copies the executable of a side twice into a folder, and makes a side of each copy. Only the executable moves: its
 * libraries, and what else belongs to it such as the router's Python, stay those of the original.
 */
export function makeCopies(
  original: ResolvedSide & { program: InstalledProgram },
  folder: string,
): Record<SideName, ResolvedSide> {
  const paths = { a: copyOf(original.program.path, folder, 'a'), b: copyOf(original.program.path, folder, 'b') };
  const variables = variablesFor(original, paths.a);
  const sideOf = (name: SideName): ResolvedSide => ({
    ...original,
    side: {
      ...original.side,
      variables: { ...original.side.variables, ...variables },
      prefix: homeOfCopy(folder, name),
      program: original.side.program === null ? null : { ...original.side.program, path: paths[name] },
    },
    environment: { ...original.environment, ...variables },
    program: { ...original.program, path: paths[name] },
  });
  const note = `A and B are copies of ${original.program.path}`;
  return { a: { ...sideOf('a'), notes: [note] }, b: { ...sideOf('b'), notes: [] } };
}

export function removeCopies(folder: string): void {
  for (const side of sideNames) rmSync(homeOfCopy(folder, side), { recursive: true, force: true });
}

function copyOf(original: string, folder: string, side: SideName): string {
  const home = join(homeOfCopy(folder, side), 'sbin');
  const path = join(home, basename(original));
  writing(home, () => {
    mkdirSync(home, { recursive: true });
    copyFileSync(original, path);
    chmodSync(path, 0o755);
  });
  if (isExecutable(path)) return path;
  throw new ExpectedError(
    'not-executable',
    `a copy of ${original} cannot be executed in ${home}`,
    'the folder may be mounted noexec: choose another one with --output DIR',
  );
}

/** What makes a copy load the libraries of the original: nothing, unless they are found by where the original lies. */
function variablesFor(
  { program: { path: original }, environment }: ResolvedSide & { program: InstalledProgram },
  copy: string,
): Record<string, string> {
  const wanted = loadedBy(original, environment);
  const differing = (variables: Record<string, string>): string[] => {
    const found = loadedBy(copy, { ...environment, ...variables });
    return [...wanted].filter(([name, path]) => found.get(name) !== path).map(([name]) => name);
  };
  const missing = differing({});
  if (missing.length === 0) return {};
  const folders = new Set(missing.map((name) => dirname(wanted.get(name)!)));
  const before = environment['LD_LIBRARY_PATH'];
  const variables = { LD_LIBRARY_PATH: [...folders, ...(before ? [before] : [])].join(delimiter) };
  const [still] = differing(variables);
  if (still === undefined) return variables;
  throw new ExpectedError('copy-does-not-load', `a copy of ${original} does not load ${wanted.get(still)!}`);
}

const loadedBy = (executable: string, environment: Record<string, string>): Map<string, string> =>
  new Map(wouldLoad(executable, environment).flatMap(({ name, path }) => (path === null ? [] : [[name, path]])));
