import { existsSync, statSync } from 'node:fs';
import { readBuilds } from '../../host/builds.js';
import { buildIdOf } from '../../host/libraries.js';
import type { Build } from '../../model/summary.js';
import { sameFile } from './same-file.js';
import type { FoundSide } from './found-side.js';

/** What differs between two sides in words, one line each; and whether nothing does that could matter. */
export function differencesOf(a: FoundSide, b: FoundSide): { differences: string[]; identical: boolean } {
  const settings = [...optionLines(a, b), ...variableLines(a, b)];
  if (a.side.relay !== b.side.relay) {
    // Other programs differ in everything; a list of all that would tell nothing.
    return { differences: [line('relay', a.side.relay, b.side.relay), ...settings], identical: false };
  }
  const programs = programLines(a, b);
  const libraries = libraryLines(a, b);
  return {
    differences: [...programs.lines, ...settings, ...libraries],
    identical: programs.same && settings.length === 0 && libraries.length === 0 && sameFacts(a, b),
  };
}

const line = (what: string, a: string, b: string): string => `${what}: A ${a}, B ${b}`;

function programLines({ side: a }: FoundSide, { side: b }: FoundSide): { lines: string[]; same: boolean } {
  if (a.program === null || b.program === null) return { lines: [], same: a.program === b.program };
  const same = sameFile(a.program.path, b.program.path);
  const moved = a.program.path === b.program.path ? [] : [line('program', a.program.path, b.program.path)];
  if (same) return { lines: moved, same };
  const [buildA] = readBuilds([a.program]);
  const [buildB] = readBuilds([b.program]);
  const version =
    a.program.version === b.program.version
      ? []
      : [line('version', a.program.version ?? 'not known', b.program.version ?? 'not known')];
  const id = line('build', shortId(a.program.build_id), shortId(b.program.build_id));
  return { lines: [...moved, ...version, id, ...flagLines(buildA, buildB)], same };
}

const shortId = (id: string | null): string => id?.slice(0, 12) ?? 'without an id';

/** Only the flags that the other side does not have: the others are many. */
function flagLines(a: Build | undefined, b: Build | undefined): string[] {
  const sanitizers = [a, b].map((build) => build?.sanitizer ?? 'none');
  const flags = [a, b].map((build) => build?.flags?.split(' ') ?? null);
  const [flagsA = null, flagsB = null] = flags;
  return [
    ...(flagsA?.join(' ') === flagsB?.join(' ') ? [] : [line('flags', only(flagsA, flagsB), only(flagsB, flagsA))]),
    ...(sanitizers[0] === sanitizers[1] ? [] : [line('sanitizer', sanitizers[0] ?? '', sanitizers[1] ?? '')]),
  ];
}

const only = (own: string[] | null, other: string[] | null): string =>
  own === null ? 'not known' : own.filter((flag) => other?.includes(flag) !== true).join(' ') || 'none of these';

function optionLines({ scenario: a }: FoundSide, { scenario: b }: FoundSide): string[] {
  return namesOf(a.relayOptions, b.relayOptions).flatMap((name) => {
    const [valueA, valueB] = [a.relayOptions[name], b.relayOptions[name]];
    return valueA === valueB ? [] : [line(`option ${name}`, valueA ?? 'default', valueB ?? 'default')];
  });
}

/** But for those that only say where to find things: what they find is compared. */
function variableLines(a: FoundSide, b: FoundSide): string[] {
  return namesOf(a.side.variables, b.side.variables)
    .filter((name) => !['PATH', 'LD_LIBRARY_PATH'].includes(name))
    .flatMap((name) => {
      const [valueA, valueB] = [a.environment[name], b.environment[name]];
      return valueA === valueB ? [] : [line(name, valueA ?? 'not set', valueB ?? 'not set')];
    });
}

function libraryLines({ loading: a }: FoundSide, { loading: b }: FoundSide): string[] {
  return [...new Set([...a.all.keys(), ...b.all.keys()])].flatMap((name) => {
    const [pathA, pathB] = [a.all.get(name), b.all.get(name)];
    const same = pathA !== undefined && pathB !== undefined && sameFile(pathA, pathB);
    return same ? [] : [line(name, described(pathA), described(pathB))];
  });
}

const described = (path: string | undefined): string =>
  path === undefined ? 'not loaded' : `${path} (build ${shortId(buildIdOf(path))})`;

/** Files that belong to the program without being linked to it, such as nginx's stream module. */
function sameFacts({ program: a }: FoundSide, { program: b }: FoundSide): boolean {
  const [factsA, factsB] = [a?.facts ?? {}, b?.facts ?? {}];
  return namesOf(factsA, factsB).every((name) => {
    const [valueA = '', valueB = ''] = [factsA[name], factsB[name]];
    return (
      valueA === valueB ||
      !(isFile(valueA) || isFile(valueB)) ||
      (isFile(valueA) && isFile(valueB) && sameFile(valueA, valueB))
    );
  });
}

const isFile = (path: string): boolean => existsSync(path) && statSync(path).isFile();

const namesOf = (a: object, b: object): string[] => [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
