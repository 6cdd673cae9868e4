import { readBuilds } from '../../host/builds.js';
import type { Side } from '../../model/comparison.js';
import type { Build } from '../../model/summary.js';
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
    identical:
      programs.same &&
      settings.length === 0 &&
      libraries.length === 0 &&
      sameFacts(a, b) &&
      sameOnHosts(a.side, b.side),
  };
}

const line = (what: string, a: string, b: string): string => `${what}: A ${a}, B ${b}`;

/** Whether a file of A is the same as a file of B: by their build ids, or byte for byte where one has none. */
function sameFile(a: FoundSide, pathA: string, b: FoundSide, pathB: string): boolean {
  const [identityA, identityB] = [a.identities.get(pathA)?.same, b.identities.get(pathB)?.same];
  return pathA === pathB || (identityA !== undefined && identityA === identityB);
}

/** Where relays run on several machines, what all but the first run: byte for byte, or by build ids. */
const sameOnHosts = ({ hosts: a, digest }: Side, { hosts: b, digest: other }: Side): boolean =>
  digest === other ||
  a.slice(1).every(({ build_id: id, path }, at) => {
    const same = b[at + 1];
    return path === same?.path || (id !== null && id === same?.build_id);
  });

function programLines(sideA: FoundSide, sideB: FoundSide): { lines: string[]; same: boolean } {
  const [{ side: a }, { side: b }] = [sideA, sideB];
  if (a.program === null || b.program === null) return { lines: [], same: a.program === b.program };
  const same = sameFile(sideA, a.program.path, sideB, b.program.path);
  const moved = a.program.path === b.program.path ? [] : [line('program', a.program.path, b.program.path)];
  if (same) return { lines: moved, same };
  // How a build was compiled is read here: files of other machines are not brought for it.
  const [buildA] = a.hosts.length > 0 ? [] : readBuilds([a.program]);
  const [buildB] = b.hosts.length > 0 ? [] : readBuilds([b.program]);
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

function libraryLines(a: FoundSide, b: FoundSide): string[] {
  const [allA, allB] = [a.loading.all, b.loading.all];
  return [...new Set([...allA.keys(), ...allB.keys()])].flatMap((name) => {
    const [pathA, pathB] = [allA.get(name), allB.get(name)];
    const same = pathA !== undefined && pathB !== undefined && sameFile(a, pathA, b, pathB);
    return same ? [] : [line(name, described(a, pathA), described(b, pathB))];
  });
}

const described = ({ identities }: FoundSide, path: string | undefined): string =>
  path === undefined ? 'not loaded' : `${path} (build ${shortId(identities.get(path)?.buildId ?? null)})`;

/** Files that belong to the program without being linked to it, such as nginx's stream module. */
function sameFacts(a: FoundSide, b: FoundSide): boolean {
  const [factsA, factsB] = [a.facts, b.facts];
  return namesOf(factsA, factsB).every((name) => {
    const [valueA = '', valueB = ''] = [factsA[name], factsB[name]];
    const isFile = a.identities.has(valueA) || b.identities.has(valueB);
    return !isFile || sameFile(a, valueA, b, valueB);
  });
}

const namesOf = (a: object, b: object): string[] => [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
