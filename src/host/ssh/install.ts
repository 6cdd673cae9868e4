import { existsSync, readFileSync } from 'node:fs';
import { machine } from 'node:os';
import { join } from 'node:path';
import { ExpectedError } from '../../errors.js';
import { tellCompiling, usableNativeFolder } from '../native.js';
import { readNativeSources } from '../native-sources.js';
import { packageRoot } from '../package-root.js';
import { buildScript, missingTool } from './build-script.js';
import { forAnyShell } from './for-any-shell.js';
import type { SessionEnd, Sessions } from './sessions.js';
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
export async function install(sessions: Sessions, to: Destination): Promise<void> {
  if (to.machine === machine()) {
    await copy(sessions, to);
    if (await canRun(sessions, to)) return;
  }
  await build(sessions, to);
  if (!(await canRun(sessions, to))) {
    throw new ExpectedError('build-failed', `${to.host}: our programs were built there, but do not start`);
  }
}

async function copy(sessions: Sessions, { host, folder }: Destination): Promise<void> {
  const here = usableNativeFolder();
  const names = [...programs, tlsObject].filter((name) => existsSync(join(here, name)));
  const copies = names.map((name) => {
    const path = `${folder}/${name}`;
    const script = `echo $$ >${path}.pid && exec cat >${path}`;
    return sessions.run(forAnyShell(script), readFileSync(join(here, name)));
  });
  for (const end of await Promise.all(copies)) requireSuccess(host, end);
}

/** Whether each of them starts: a C library that is older, or another one, lets them fail before their first word. */
async function canRun(sessions: Sessions, { host, folder }: Destination): Promise<boolean> {
  // An argument that none of them knows: they say so with code 2, or end with 0 as nobody says anything.
  const script =
    `cd ${folder} && rm -f *.pid; for p in ${programs.join(' ')}; do chmod 700 $p && ./$p --no-such-option </dev/null >/dev/null 2>&1;` +
    ' c=$?; if [ $c -ne 0 ] && [ $c -ne 2 ]; then echo $p; exit 0; fi; done; echo all';
  const end = await sessions.run(forAnyShell(script));
  requireSuccess(host, end);
  return end.stdout.toString().trim() === 'all';
}

async function build(sessions: Sessions, { host, folder }: Destination): Promise<void> {
  tellCompiling(`building native programs on ${host}`);
  const sources = readNativeSources(join(packageRoot, 'native'));
  const end = await sessions.run('exec sh', buildScript(folder, sources));
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

function requireSuccess(host: string, { code, stderr }: SessionEnd): void {
  if (code === 0) return;
  throw code === sshFailed ? unreachable(host, stderr) : unwritable(host, stderr);
}
