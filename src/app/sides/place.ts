import { basename, delimiter, dirname, join, relative } from 'node:path';
import { usageError } from '../../errors.js';
import type { Files } from '../../host/files.js';
import { findExecutables, findInstalled } from '../../host/find-relay.js';
import { relayProgramNames, type RelayName } from '../../model/names.js';
import { relayOf } from '../../relays/index.js';

/** Where a build lies, and what makes a run take it. */
export interface Place {
  relay: RelayName;
  /** Absolute path of the executable. */
  executable: string;
  /** Absolute path of the installation, or of the folder of the executable in a build tree. */
  prefix: string;
  /** Its folders of programs, and of libraries. */
  programs: string[];
  libraries: string[];
  /** What the user should know of how it was found. */
  notes: string[];
}

type Variables = Readonly<Record<string, string | undefined>>;

const executableOf = (name: RelayName): string => relayOf(name).program.executable;

const relayAt = (path: string): RelayName | undefined =>
  relayProgramNames.find((name) => executableOf(name) === basename(path));

/** Where to look. */
export interface Search {
  files: Files;
  /** Whether these are the files of this machine: only here a build tree is searched, folder by folder. */
  isHere: boolean;
}

/** Finds the build in a folder, or takes the executable; prefers the relay of the scenario. */
export function findPlace({ files, isHere }: Search, path: string, preferred: RelayName): Place {
  // The kernel names files by their real paths, and these will be compared.
  const real = files.realPath(path) ?? path;
  const isFolder = files.exists(`${real}/.`);
  return isFolder ? inFolder({ files, isHere }, path, real, preferred) : asExecutable(files, path, real);
}

function inFolder({ files, isHere }: Search, path: string, folder: string, preferred: RelayName): Place {
  const first = relayProgramNames.filter((name) => name === preferred);
  const find = (names: string[]): string[] =>
    isHere ? findExecutables(folder, names) : findInstalled(files, folder, names);
  const found = [...(first.length > 0 ? [first] : []), relayProgramNames]
    .map((names) => find(names.map(executableOf)))
    .find((executables) => executables.length > 0);
  const [executable, ...others] = found ?? [];
  if (executable === undefined) {
    throw usageError(
      'no-relay',
      `${path} holds no relay that could be run (${relayProgramNames.map(executableOf).join(', ')})`,
      'name the folder that it was installed into, or the executable itself',
    );
  }
  if (others.length > 0) {
    const list = [executable, ...others].map((one) => relative(folder, one));
    throw usageError('several-relays', `${path} holds more than one relay: ${list.join(', ')}`, 'name one of them');
  }
  const place = placeOf(files, executable, folder);
  const usual = place.prefix === folder && dirname(executable) !== folder && place.relay === preferred;
  const note = `found ${basename(executable)} in ${join(path, relative(folder, dirname(executable)))}`;
  return { ...place, notes: usual ? [] : [note] };
}

function asExecutable(files: Files, path: string, real: string): Place {
  if (!files.isExecutable(real)) throw usageError('not-executable', `${path} is not an executable file`);
  // A link with the name of a relay stands for an installation of its own, another one for the file that it leads to.
  const named = join(files.realPath(dirname(path)) ?? dirname(path), basename(path));
  return placeOf(files, relayAt(named) === undefined ? real : named, null);
}

function placeOf(files: Files, executable: string, folder: string | null): Place {
  const relay = relayAt(executable);
  if (relay === undefined) {
    throw usageError(
      'unknown-relay',
      `${executable}: no relay is called ${basename(executable)}`,
      `it must be called one of ${relayProgramNames.map(executableOf).join(', ')}`,
    );
  }
  const home = dirname(executable);
  const prefix = /^s?bin$/.test(basename(home)) ? dirname(home) : home;
  const homes = [...new Set([prefix, ...(folder === null ? [] : [folder])])];
  const libraries = homes.flatMap((one) => [join(one, 'lib'), join(one, 'lib64')]).filter(files.exists);
  const programs = [home, join(prefix, 'sbin'), join(prefix, 'bin')].filter(files.exists);
  return { relay, executable, prefix, programs, libraries, notes: [] };
}

/** The variables that make this build, as it lies on one machine or on several, be found and loaded before everything else. */
export function variablesOf(places: readonly Place[], environment: Variables): Record<string, string> {
  const before = (folders: string[], name: string): Record<string, string> => {
    const there = [...new Set(folders)];
    const rest = environment[name];
    // An empty entry would be the current folder.
    return there.length === 0 ? {} : { [name]: [...there, ...(rest ? [rest] : [])].join(delimiter) };
  };
  return {
    ...before(
      places.flatMap(({ programs }) => programs),
      'PATH',
    ),
    ...before(
      places.flatMap(({ libraries }) => libraries),
      'LD_LIBRARY_PATH',
    ),
  };
}
