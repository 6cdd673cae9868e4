import { basename, delimiter, dirname, join } from 'node:path';
import { ExpectedError } from '../../errors.js';
import type { Host } from '../../host/host.js';
import { hostNamed } from '../../host/hosts.js';
import { sideNames, type SideName } from '../../model/comparison.js';
import { environmentOn } from '../run/placed-programs.js';
import { loadedOn } from '../sides/libraries.js';
import type { ResolvedSide } from '../sides/sides.js';
import { homeOfCopy } from './copies.js';

/** Milliseconds for a machine to copy an executable. */
const copyTimeout = 30_000;

// What belongs to a program lies around it, such as the router's Python in ../lib.
const script = `
set -e
mkdir -p "$2/sbin"
cp -- "$1" "$2/sbin/"
chmod 755 "$2/sbin/\${1##*/}"
if [ -d "$3" ]; then ln -s "$3" "$2/lib"; fi
`;

/** A copy on one machine. */
interface Copy {
  host: Host;
  /** Absolute path there. */
  original: string;
  path: string;
}

/**
 * Copies the executable of a side twice on every machine on which relays run, into the folder that Flimflam has there, and
 * makes a side of the copies. They are found by PATH: on each machine only its own folders are there.
 */
export async function makeCopiesOn(original: ResolvedSide, folder: string): Promise<Record<SideName, ResolvedSide>> {
  const [a, b] = [await sideOf(original, folder, 'a'), await sideOf(original, folder, 'b')];
  const paths = original.side.hosts.map(({ name, path }) => `${path} on ${name}`);
  return { a: { ...a, notes: [`A and B are copies of ${paths.join(' and of ')}`] }, b };
}

export async function removeCopiesOn({ side }: ResolvedSide, folder: string): Promise<void> {
  for (const { name } of side.hosts) {
    try {
      const host = await hostNamed(name);
      await host.run(['rm', '-rf', '--', ...sideNames.map((one) => homeOfCopy(host.folderOf(folder), one))]);
    } catch (error) {
      // Of a machine that was lost the guardian there clears everything.
      if (!(error instanceof ExpectedError)) throw error;
    }
  }
}

async function sideOf(original: ResolvedSide, folder: string, name: SideName): Promise<ResolvedSide> {
  const copies: Copy[] = [];
  for (const { name: on, path } of original.side.hosts)
    copies.push(await copyOn(await hostNamed(on), path, folder, name));
  const before = (list: readonly string[], key: string): Record<string, string> => {
    const rest = original.environment[key];
    return list.length === 0 ? {} : { [key]: [...new Set(list), ...(rest ? [rest] : [])].join(delimiter) };
  };
  const found = before(
    copies.map(({ path }) => dirname(path)),
    'PATH',
  );
  const libraries: string[] = [];
  for (const copy of copies) libraries.push(...(await missingFolders(copy, { ...original.environment, ...found })));
  const variables = { ...found, ...before(libraries, 'LD_LIBRARY_PATH') };
  const { side } = original;
  return {
    ...original,
    side: {
      ...side,
      variables: { ...side.variables, ...variables },
      prefix: dirname(dirname(copies[0]!.path)),
      program: side.program && { ...side.program, path: copies[0]!.path },
      hosts: side.hosts.map((one, at) => Object.assign({}, one, { path: copies[at]!.path })),
    },
    environment: { ...original.environment, ...variables },
    notes: [],
  };
}

async function copyOn(host: Host, original: string, folder: string, side: SideName): Promise<Copy> {
  const home = homeOfCopy(host.folderOf(folder), side);
  const around = /^s?bin$/.test(basename(dirname(original))) ? join(dirname(dirname(original)), 'lib') : '';
  const { code, stderr } = await host.run(['sh', '-c', script, 'sh', original, home, around], { timeout: copyTimeout });
  if (code === 0) return { host, original, path: join(home, 'sbin', basename(original)) };
  throw new ExpectedError('no-copy', `${host.name}: ${original} cannot be copied to ${home}: ${stderr.trim()}`);
}

/** Folders of libraries that the original finds by where it lies, and the copy does not. */
async function missingFolders({ host, original, path }: Copy, environment: Record<string, string>): Promise<string[]> {
  const there = environmentOn(host, environment);
  const [wanted, found] = [await loadedOn(host, original, there), await loadedOn(host, path, there)];
  const pathOf = (name: string): string | null => found.find((one) => one.name === name)?.path ?? null;
  // Where the copy finds something in the folder beside it, it is what the original finds there.
  return host.look((files) =>
    wanted.flatMap(({ name, path: file }) => {
      const own = pathOf(name);
      const same = file === null || (own !== null && files.realPath(own) === files.realPath(file));
      return same ? [] : [dirname(file)];
    }),
  );
}
