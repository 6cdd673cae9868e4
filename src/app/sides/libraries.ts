import { existsSync, realpathSync } from 'node:fs';
import { basename, join } from 'node:path';
import { usageError } from '../../errors.js';
import type { LoadedLibrary } from '../../host/loader-list.js';
import { buildIdOf, wouldLoad } from '../../host/libraries.js';
import { readRpath } from '../../host/run-path.js';
import type { Binary } from '../../model/summary.js';
import { sameFile } from './same-file.js';

type Variables = Readonly<Record<string, string | undefined>>;

export interface Loading {
  /** All that the loader would load, by name: real paths. */
  all: ReadonlyMap<string, string>;
  /** What must be mapped in every run: the libraries of the installation itself, and Proton wherever it lies. */
  expected: Binary[];
  /** Names that the loader does not find. */
  absent: string[];
}

/** Asks the loader what this executable would load; throws when a library of its own installation is passed over. */
export function readLoading(executable: string, folders: readonly string[], environment: Variables): Loading {
  const list = wouldLoad(executable, environment);
  const found = list.filter((library): library is LoadedLibrary & { path: string } => library.path !== null);
  const expected = found.flatMap(({ name, path }) => {
    const own = folders.map((folder) => join(folder, name)).find((one) => existsSync(one));
    if (own !== undefined && !sameFile(own, path)) {
      throw usageError(
        'wrong-library',
        `${executable} would load ${path}, not ${own}`,
        reason(executable, found, environment),
      );
    }
    return own !== undefined || name.startsWith('libqpid-proton') ? [binaryOf(path)] : [];
  });
  return {
    all: new Map(found.map(({ name, path }) => [name, realpathSync(path)])),
    expected,
    absent: list.filter(({ path }) => path === null).map(({ name }) => name),
  };
}

function binaryOf(path: string): Binary {
  // As /proc/PID/maps will name it.
  const real = realpathSync(path);
  return { path: real, build_id: buildIdOf(real) };
}

/** Why LD_LIBRARY_PATH was not obeyed, as far as files and variables tell. */
function reason(executable: string, libraries: readonly { path: string }[], environment: Variables): string | null {
  for (const path of [executable, ...libraries.map(({ path }) => path)]) {
    const rpath = readRpath(path);
    if (rpath !== null) {
      return `the RPATH of ${basename(path)} (${rpath}) beats LD_LIBRARY_PATH: link with --enable-new-dtags, or remove it`;
    }
  }
  return environment['LD_PRELOAD'] ? 'LD_PRELOAD is set: unset it' : null;
}
