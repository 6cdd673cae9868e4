import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { ExpectedError, usageError } from '../../errors.js';
import type { Host } from '../../host/host.js';
import type { RelayName } from '../../model/names.js';
import { thisMachine } from '../../model/placement.js';
import { relayOf } from '../../relays/index.js';
import { findPlace, type Place } from './place.js';

/** Where the user stands, and what the shell knows. */
export interface Standpoint {
  /** Absolute path of the folder in which relative paths of this machine begin. */
  here: string;
  variables: NodeJS.ProcessEnv;
}

/** The path that is meant on a machine: `~` is the home there, as the shell would have it. */
export function absoluteOn(host: Host, path: string, { here, variables }: Standpoint): string {
  const isHere = host.name === thisMachine;
  const home = isHere ? (variables['HOME'] ?? homedir()) : (host.environment['HOME'] ?? '/');
  const whole = /^~(?=\/|$)/.test(path) ? join(home, path.slice(1)) : path;
  return resolve(isHere ? here : '/', whole);
}

/**
 * Finds a build on every machine on which relays run. It must lie at the same path on all of them: they get the same
 * variables. Throws a usage error that names the first machine on which it does not.
 */
export async function placesOn(
  hosts: readonly Host[],
  path: string,
  preferred: RelayName,
  standpoint: Standpoint,
): Promise<Place[]> {
  const places: Place[] = [];
  for (const host of hosts) {
    const place = await placeOn(host, path, preferred, standpoint);
    const [first] = places;
    if (first !== undefined && first.executable !== place.executable) {
      throw usageError(
        'different-places',
        `${path} is ${first.executable} on ${hosts[0]?.name ?? ''}, and ${place.executable} on ${host.name}`,
        'install it at the same path on all hosts of relays',
      );
    }
    places.push(place);
  }
  return places;
}

async function placeOn(host: Host, path: string, preferred: RelayName, standpoint: Standpoint): Promise<Place> {
  const absolute = absoluteOn(host, path, standpoint);
  const isHere = host.name === thisMachine;
  if (!isHere) requireAbsolute(host, path);
  // What cannot be told before all files are known is no fault yet.
  const found = await host.look((files): Place | ExpectedError => {
    try {
      return files.exists(absolute) ? findPlace({ files, isHere }, absolute, preferred) : notThere(host, absolute);
    } catch (error) {
      if (error instanceof ExpectedError) return error;
      throw error;
    }
  });
  if (!(found instanceof ExpectedError)) return isHere ? found : ofOthers(host, found);
  if (isHere || found.code === 'not-there') throw found;
  const remedy = found.code === 'no-relay' ? 'name the folder that it was installed into there' : found.remedy;
  throw usageError(found.code, `${host.name}: ${found.message}`, remedy);
}

function requireAbsolute({ name }: Host, path: string): void {
  if (/^[/~]/.test(path)) return;
  throw usageError(
    'relative-path',
    `${path} begins in a folder of this machine, and relays run on ${name}`,
    `name the whole path, as it is on ${name}`,
  );
}

function notThere({ name }: Host, path: string): ExpectedError {
  const home = homedir();
  const ofHome = home !== '/' && (path === home || path.startsWith(`${home}/`));
  return usageError(
    'not-there',
    `${name} has no ${path}`,
    ofHome
      ? `the shell here makes ${home} of ~: write '~${path.slice(home.length)}' in quotes for the home on ${name}`
      : `relays run on ${name}, and so the build must be there`,
  );
}

/** Our own relay is brought along, and is the same on all machines. */
function ofOthers({ name }: Host, place: Place): Place {
  if (relayOf(place.relay).program.native !== true) return place;
  throw usageError(
    'own-relay',
    `${place.executable} on ${name} is a relay of Flimflam, which is copied there from here`,
    `name it ${place.relay}`,
  );
}
