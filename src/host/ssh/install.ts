import { existsSync, readFileSync } from 'node:fs';
import { machine } from 'node:os';
import { join } from 'node:path';
import { ExpectedError } from '../../errors.js';
import { tellCompiling, usableNativeFolder } from '../native.js';
import { readNativeSources } from '../native-sources.js';
import { packageRoot } from '../package-root.js';
import { buildScript, missingTool } from './build-script.js';
import type { Preparation } from './preparation.js';
import type { Sessions } from './sessions.js';
import { unreachable, unwritable, wordsOf } from './ssh-words.js';

/** Our programs that a host needs; the first is the one that starts all others. */
const programs = ['guardian', 'sampler', 'load', 'relay', 'sockets'].map((name) => `flimflam-${name}`);
/** Only there where OpenSSL is. */
const tlsObject = 'flimflam-tls.so';

/** With which code ssh itself fails. */
const sshFailed = 255;

export interface Destination {
  host: string;
  /** Absolute path of the private folder there. */
  folder: string;
  /** `uname -m` of the host. */
  machine: string;
}

/**
 * Brings our native programs to a host: those of this machine where they can run, else they are built there. Whatever fails,
 * the folder is removed when the connection ends.
 */
export async function install(preparation: Preparation, sessions: Sessions, to: Destination): Promise<void> {
  if (to.machine === machine()) {
    await copy(preparation);
    if (await preparation.allStart(programs)) return;
  }
  await build(sessions, to);
  if (!(await preparation.allStart(programs))) {
    throw new ExpectedError('build-failed', `${to.host}: our programs were built there, but do not start`);
  }
}

async function copy(preparation: Preparation): Promise<void> {
  const here = usableNativeFolder();
  const names = [...programs, tlsObject].filter((name) => existsSync(join(here, name)));
  await preparation.put(names.map((name) => ({ name, bytes: readFileSync(join(here, name)) })));
}

async function build(sessions: Sessions, { host, folder }: Destination): Promise<void> {
  tellCompiling(`building native programs on ${host}`);
  const sources = readNativeSources(join(packageRoot, 'native'));
  const end = await sessions.runAny(buildScript(folder, sources));
  if (end.code === 0) return;
  if (end.code === sshFailed) throw unreachable(host, end.stderr);
  throw buildFault(host, end.stderr);
}

/** Why the programs could not be built, by what was printed there. */
export function buildFault(host: string, stderr: string): ExpectedError {
  const [, tool] = new RegExp(`^${missingTool} (.+)$`, 'm').exec(stderr) ?? [];
  const remedy = 'install a compiler there, such as: sudo apt-get install gcc make libc6-dev';
  const reason = 'our programs do not run there as they are, and cannot be built there';
  if (tool !== undefined) return new ExpectedError('no-compiler', `${host}: ${reason}: ${tool} is missing`, remedy);
  if (/No space left|quota exceeded/i.test(stderr)) return unwritable(host, stderr);
  // Samples: `stdio.h: No such file or directory`, `cannot find -lc`, `cannot find crt1.o`.
  if (/std[a-z]*\.h: No such file|cannot find -lc|crt1\.o/.test(stderr)) {
    return new ExpectedError('no-compiler', `${host}: ${reason}: the C library's headers are missing`, remedy);
  }
  const error = stderr.split('\n').find((line) => /error/i.test(line)) ?? wordsOf(stderr) ?? 'make does not say why';
  return new ExpectedError('build-failed', `${host}: ${reason}: ${error.trim()}`);
}
