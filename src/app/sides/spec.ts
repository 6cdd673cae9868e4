import { usageError } from '../../errors.js';
import { relayNames, type RelayName } from '../../model/names.js';

/** What the user named: a relay on PATH, variables for the relay on PATH, or a place where a build lies. */
export type SideSpec =
  | { kind: 'relay'; relay: RelayName; options: Record<string, string> }
  | { kind: 'variables'; variables: Record<string, string> }
  | { kind: 'path'; path: string; options: Record<string, string> };

// Samples: `workerThreads=2`, `SKUPPER_X=1`.
const setting = /^([A-Za-z_]\w*)=(.*)$/s;

/**
 * Reads one of the two words of a comparison. Samples: `~/router-main`, `build/router/skrouterd:workerThreads=2`,
 * `nginx`, `skrouterd:workerThreads=2,dataConnectionCount=4`, `env:SKUPPER_X=1,PN_Y=2`.
 * A name of a relay is that relay even if a folder is called so: `./nginx` is the folder.
 */
export function parseSideSpec(text: string, exists: (path: string) => boolean): SideSpec {
  if (text.startsWith('env:')) return { kind: 'variables', variables: settings(text, text.slice('env:'.length)) };
  const [, before = text, after] = /^([^:]*):(.*)$/s.exec(text) ?? [];
  const relay = relayNames.find((name) => name === before);
  if (relay !== undefined) return { kind: 'relay', relay, options: after === undefined ? {} : settings(text, after) };
  if (text !== '' && exists(text)) return { kind: 'path', path: text, options: {} };
  // A path may hold colons of its own, so what it ends with decides.
  const [, path, options] = /^(.+):([A-Za-z_]\w*=.*)$/s.exec(text) ?? [];
  if (path !== undefined && options !== undefined && exists(path)) {
    return { kind: 'path', path, options: settings(text, options) };
  }
  throw usageError(
    'unknown-build',
    `'${text}' is neither a folder, nor an executable, nor a relay`,
    `name a folder with a build, one of ${relayNames.join(', ')} (with :OPTION=VALUE,... if wanted), or env:NAME=VALUE`,
  );
}

/** A comma begins the next setting only where one follows, so that a value may hold commas. */
function settings(text: string, list: string): Record<string, string> {
  const pairs = list.split(/,(?=[A-Za-z_]\w*=)/).map((part) => setting.exec(part));
  return Object.fromEntries(
    pairs.map((pair) => {
      if (pair === null) throw usageError('bad-build', `'${text}': wants NAME=VALUE[,NAME=VALUE...] after the colon`);
      return [pair[1] ?? '', pair[2] ?? ''];
    }),
  );
}
