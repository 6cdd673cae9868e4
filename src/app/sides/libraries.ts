import { basename, join } from 'node:path';
import { usageError } from '../../errors.js';
import type { Host } from '../../host/host.js';
import { parseLoaderList, type LoadedLibrary } from '../../host/loader-list.js';
import { wouldLoad } from '../../host/libraries.js';
import { readRpath } from '../../host/run-path.js';
import { thisMachine } from '../../model/placement.js';
import type { Binary } from '../../model/summary.js';
import { identitiesOn, type Identities } from './identities.js';

type Variables = Readonly<Record<string, string>>;

export interface Loading {
  /** All that the loader would load, by name: real paths. */
  all: ReadonlyMap<string, string>;
  /** What must be mapped in every run: the libraries of the installation itself, and Proton wherever it lies. */
  expected: Binary[];
  /** Names that the loader does not find. */
  absent: string[];
  /** Of all that is loaded. */
  identities: Identities;
}

export const nothingLoaded: Loading = { all: new Map(), expected: [], absent: [], identities: new Map() };

type Found = LoadedLibrary & { path: string };

/**
 * Asks the loader of a machine what this executable would load there; throws when a library of its own installation is
 * passed over.
 */
export async function readLoading(
  host: Host,
  executable: string,
  folders: readonly string[],
  environment: Variables,
): Promise<Loading> {
  const list = await loadedOn(host, executable, environment);
  const found = list.filter((library): library is Found => library.path !== null);
  const places = await host.look((files) =>
    found.map(({ name, path }) => ({
      ...{ name, path },
      // As /proc/PID/maps will name it.
      real: files.realPath(path) ?? path,
      own: folders.map((folder) => join(folder, name)).find(files.exists) ?? null,
    })),
  );
  const identities = await identitiesOn(
    host,
    places.flatMap(({ real, own }) => (own === null ? [real] : [real, own])),
  );
  const expected = places.flatMap(({ name, path, real, own }): Binary[] => {
    if (own !== null && identities.get(own)?.same !== identities.get(real)?.same) {
      throw usageError(
        'wrong-library',
        `${executable} would load ${path}, not ${own}`,
        reason(host, executable, found, environment),
      );
    }
    const belongs = own !== null || name.startsWith('libqpid-proton');
    return belongs ? [{ path: real, build_id: identities.get(real)?.buildId ?? null }] : [];
  });
  return {
    all: new Map(places.map(({ name, real }) => [name, real])),
    expected,
    absent: list.filter(({ path }) => path === null).map(({ name }) => name),
    identities,
  };
}

/** Milliseconds; the loader needs about 5. */
const loaderTimeout = 5000;

/** What the loader of a machine would load; where the machine has no word for it, nothing. */
export async function loadedOn(host: Host, executable: string, environment: Variables): Promise<LoadedLibrary[]> {
  if (host.name === thisMachine) return wouldLoad(executable, environment);
  // It finds the loader that the file asks for, and runs nothing else.
  const { stdout } = await host.run(['ldd', executable], { environment, timeout: loaderTimeout });
  return parseLoaderList(stdout);
}

/** Why LD_LIBRARY_PATH was not obeyed, as far as files and variables tell. */
function reason(host: Host, executable: string, libraries: readonly Found[], environment: Variables): string | null {
  const readable = host.name === thisMachine ? [executable, ...libraries.map(({ path }) => path)] : [];
  for (const path of readable) {
    const rpath = readRpath(path);
    if (rpath !== null) {
      return `the RPATH of ${basename(path)} (${rpath}) beats LD_LIBRARY_PATH: link with --enable-new-dtags, or remove it`;
    }
  }
  return environment['LD_PRELOAD'] ? 'LD_PRELOAD is set: unset it' : null;
}
