import { usageError } from '../../errors.js';
import type { Host } from '../../host/host.js';
import { programAt } from '../../host/programs.js';
import type { Side } from '../../model/comparison.js';
import type { RelayName } from '../../model/names.js';
import { thisMachine } from '../../model/placement.js';
import type { InstalledProgram } from '../../model/program.js';
import { relayOf } from '../../relays/index.js';
import { tryVersionOn } from '../host-programs.js';
import { relayProgramOf } from '../programs.js';
import { relayProgramOn } from '../programs-on.js';
import { identitiesOn, type Identities } from './identities.js';
import { nothingLoaded, readLoading, type Loading } from './libraries.js';
import type { Place } from './place.js';

/** What the relays of a side run on one machine. */
export interface Seen {
  host: Host;
  program: InstalledProgram | null;
  described: Side['program'];
  loading: Loading;
  identities: Identities;
}

/** Finds what the relays of a side run on a machine, and what that loads; throws what would not load. */
export async function seeOn(
  host: Host,
  { relay, place }: { relay: RelayName; place: Place | null },
  environment: Record<string, string>,
): Promise<Seen> {
  const program = await programFor(host, relay, place, environment);
  if (program === null) return { host, program, described: null, loading: nothingLoaded, identities: new Map() };
  const loading = await readLoading(host, program.path, place?.libraries ?? [], environment);
  const version = await versionFor(host, relay, program, loading, environment);
  const facts = Object.values(program.facts).filter((one) => one.startsWith('/'));
  const files = await host.look((seen) => facts.filter((one) => seen.exists(one) && !seen.exists(`${one}/.`)));
  const own = await identitiesOn(host, [program.path, ...files]);
  const described = { path: program.path, build_id: own.get(program.path)?.buildId ?? null, version };
  return { host, program, described, loading, identities: new Map([...loading.identities, ...own]) };
}

/** The executable at a place, where the user must be able to run it too: `reproduce.sh` finds it by PATH. */
async function programFor(
  host: Host,
  relay: RelayName,
  place: Place | null,
  environment: Record<string, string>,
): Promise<InstalledProgram | null> {
  if (relay === 'none') return null;
  const { program: spec } = relayOf(relay);
  // Ours is never looked for in PATH.
  if (place !== null && spec.native === true) return programAt(spec, place.executable, environment);
  const isHere = host.name === thisMachine;
  const program = isHere ? relayProgramOf(relay, environment) : await relayProgramOn(host, relay, environment);
  // PATH cannot name a folder with a colon in its path.
  if (place === null || program?.path === place.executable) return program;
  throw usageError(
    'not-on-path',
    `${place.executable} cannot be put first in PATH, which finds ${program?.path ?? 'nothing'}`,
    'move it to a folder without a colon in its path',
  );
}

// Words of glibc's loader and of musl's.
const doesNotLoad = /shared librar|symbol lookup error|Error relocating|version `.*' not found/;

/** The version that the relay prints; throws the loader's own message if it does not even load. */
async function versionFor(
  host: Host,
  relay: RelayName,
  program: InstalledProgram,
  { absent }: Loading,
  environment: Record<string, string>,
): Promise<string | null> {
  const { version, failure } = await tryVersionOn(host, relayOf(relay).program, program.path, environment);
  if (absent.length > 0 || (failure !== null && doesNotLoad.test(failure))) {
    const where = host.name === thisMachine ? '' : ` on ${host.name}`;
    throw usageError(
      'does-not-load',
      `${program.path} does not load${where}: ${failure ?? `${absent.join(', ')} not found`}`,
      absent.length > 0 ? `put the folder of ${absent.join(', ')} into LD_LIBRARY_PATH` : null,
    );
  }
  return version;
}
