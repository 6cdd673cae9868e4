import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { usageError } from '../../errors.js';
import { buildIdOf } from '../../host/libraries.js';
import { programAt, tryVersion } from '../../host/programs.js';
import type { SideName } from '../../model/comparison.js';
import type { RelayName } from '../../model/names.js';
import type { InstalledProgram } from '../../model/program.js';
import type { Scenario } from '../../model/scenario.js';
import { relayOf } from '../../relays/index.js';
import { checkScenario } from '../../scenario/scenario.js';
import type { FoundSide, ResolvedSide } from './found-side.js';
import { relayProgramOf } from '../programs.js';
import { differencesOf } from './differences.js';
import { digestOf } from './same-file.js';
import { readLoading, type Loading } from './libraries.js';
import { findPlace, variablesOf, type Place } from './place.js';
import { parseSideSpec } from './spec.js';

export type { ResolvedSide } from './found-side.js';

/** The builds of each side, as the user names them; most often one each. */
export type SideWords = Readonly<Record<SideName, readonly string[]>>;

export interface ResolvedSides extends Record<SideName, ResolvedSide[]> {
  /** What differs between the first builds of the two sides, in words. */
  differences: string[];
  /** Two of the builds that are the same: executable, libraries, options and variables; null if all differ. */
  same: [string, string] | null;
}

/**
 * Finds the builds that the user named, and what differs between them. Nothing is started but what prints its
 * version; throws a usage error for a place without a relay and for a build that would not load. Relative paths begin
 * in the folder `here`.
 */
export async function resolveSides(
  words: SideWords,
  base: Scenario,
  environment: NodeJS.ProcessEnv,
  here = process.cwd(),
): Promise<ResolvedSides> {
  const found = async (list: readonly string[]): Promise<FoundSide[]> => {
    const sides: FoundSide[] = [];
    for (const word of list) sides.push(await resolveSide(word, base, environment, here));
    requireOneRelay(sides);
    return sides;
  };
  const [a, b] = [await found(words.a), await found(words.b)];
  const { differences } = differencesOf(a[0]!, b[0]!);
  return { a: a.map(withoutFindings), b: b.map(withoutFindings), differences, same: firstSame([...a, ...b]) };
}

/** Finds one build that the user named, as `resolveSides` does. */
export async function resolveOne(
  word: string,
  base: Scenario,
  environment: NodeJS.ProcessEnv,
  here = process.cwd(),
): Promise<ResolvedSide> {
  return withoutFindings(await resolveSide(word, base, environment, here));
}

function requireOneRelay([first, ...more]: readonly FoundSide[]): void {
  const other = more.find(({ side }) => side.relay !== first?.side.relay);
  if (first === undefined || other === undefined) return;
  throw usageError(
    'several-relays',
    `${first.side.spec} is ${first.side.relay}, and ${other.side.spec} of the same side is ${other.side.relay}`,
    'name builds of one relay',
  );
}

function firstSame(all: readonly FoundSide[]): ResolvedSides['same'] {
  for (const [at, one] of all.entries()) {
    const other = all.slice(at + 1).find((later) => differencesOf(one, later).identical);
    if (other !== undefined) return [one.side.spec, other.side.spec];
  }
  return null;
}

const withoutFindings = ({ side, scenario, environment, program, notes }: FoundSide): ResolvedSide => ({
  side,
  scenario,
  environment,
  program,
  notes,
});

async function resolveSide(
  text: string,
  base: Scenario,
  variables: NodeJS.ProcessEnv,
  here: string,
): Promise<FoundSide> {
  const absolute = (path: string): string => resolve(here, withHome(path, variables));
  const spec = parseSideSpec(text, (path) => existsSync(absolute(path)));
  const place = spec.kind === 'path' ? findPlace(absolute(spec.path), base.relay) : null;
  const set = spec.kind === 'variables' ? spec.variables : place === null ? {} : variablesOf(place, variables);
  const environment = { ...defined(variables), ...set };
  const relay = place?.relay ?? (spec.kind === 'relay' ? spec.relay : base.relay);
  const options = spec.kind === 'variables' ? {} : spec.options;
  const { scenario } = checkScenario({ ...base, relay, relayOptions: { ...base.relayOptions, ...options } });
  if (scenario.relay !== relay) {
    throw usageError('bad-hops', `--hops 0 leaves no ${relay} in the chain`, 'name none instead of it, or more hops');
  }
  const program = programOf(relay, place, environment);
  const loading = loadingOf(program, place, environment);
  const version = await versionOf(scenario, program, loading, environment);
  return {
    side: {
      spec: text,
      relay,
      relay_options: options,
      variables: set,
      prefix: place?.prefix ?? null,
      program: program === null ? null : { path: program.path, build_id: buildIdOf(program.path), version },
      libraries: loading.expected,
      digest:
        program === null
          ? null
          : digestOf([program.path, ...loading.expected.map(({ path }) => path), ...scenario.deployment.definitions]),
    },
    scenario,
    environment,
    notes: place?.notes ?? [],
    program,
    loading,
  };
}

/** As the shell would have done, had the `~` not been behind something. */
function withHome(path: string, variables: NodeJS.ProcessEnv): string {
  return /^~(?=\/|$)/.test(path) ? join(variables['HOME'] ?? homedir(), path.slice(1)) : path;
}

function defined(variables: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** The executable at a place, where the user must be able to run it too: `reproduce.sh` finds it by PATH. */
function programOf(
  relay: RelayName,
  place: Place | null,
  environment: ResolvedSide['environment'],
): InstalledProgram | null {
  // Ours is never looked for in PATH.
  if (place !== null && relayOf(place.relay).program.native === true) {
    return programAt(relayOf(place.relay).program, place.executable, environment);
  }
  const program = relayProgramOf(relay, environment);
  // PATH cannot name a folder with a colon in its path.
  if (place === null || program?.path === place.executable) return program;
  throw usageError(
    'not-on-path',
    `${place.executable} cannot be put first in PATH, which finds ${program?.path ?? 'nothing'}`,
    'move it to a folder without a colon in its path',
  );
}

function loadingOf(program: InstalledProgram | null, place: Place | null, environment: ResolvedSide['environment']) {
  return program === null
    ? { all: new Map<string, string>(), expected: [], absent: [] }
    : readLoading(program.path, place?.libraries ?? [], environment);
}

// Words of glibc's loader and of musl's.
const doesNotLoad = /shared librar|symbol lookup error|Error relocating|version `.*' not found/;

/** The version that the relay prints; throws the loader's own message if it does not even load. */
async function versionOf(
  { relay }: Scenario,
  program: InstalledProgram | null,
  { absent }: Loading,
  environment: ResolvedSide['environment'],
): Promise<string | null> {
  if (relay === 'none' || program === null) return null;
  const { version, failure } = await tryVersion(relayOf(relay).program, program.path, environment);
  if (absent.length > 0 || (failure !== null && doesNotLoad.test(failure))) {
    throw usageError(
      'does-not-load',
      `${program.path} does not load: ${failure ?? `${absent.join(', ')} not found`}`,
      absent.length > 0 ? `put the folder of ${absent.join(', ')} into LD_LIBRARY_PATH` : null,
    );
  }
  return version;
}
