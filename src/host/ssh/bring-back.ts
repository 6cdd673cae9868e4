import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ExpectedError, messageOf } from '../../errors.js';
import { FileFrames, framingScript, type FileSink } from './file-frames.js';
import { guarded } from './guarded.js';
import type { RemoteRuns } from './remote-runs.js';
import type { Sessions } from './sessions.js';
import { wordsOf } from './ssh-words.js';

interface Means {
  host: string;
  runs: RemoteRuns;
  sessions: Sessions;
}

/** Brings files of a folder there into a folder here, by their paths in it; large ones never are in memory as a whole. */
export async function bringBack(
  { host, runs, sessions }: Means,
  there: string,
  here: string,
  wanted: (path: string) => boolean,
): Promise<void> {
  const { stdout } = await runs.run(['find', there, '-type', 'f']);
  const paths = pathsBelow(there, stdout).filter(wanted);
  if (paths.length === 0) return;
  const asked = new Set(paths);
  let fault: string | null = null;
  const sink = sinkInto(here, (path) => asked.has(path));
  const frames = new FileFrames(sink);
  const { code, stderr } = await sessions.run('exec sh', guarded(there, framingScript(there, paths)), (bytes) => {
    if (fault !== null) return;
    try {
      frames.add(bytes);
    } catch (error) {
      fault = messageOf(error);
    }
  });
  sink.close();
  if (code === 0 && fault === null && frames.isWhole) return;
  const why = fault ?? wordsOf(stderr) ?? 'the connection ended';
  throw new ExpectedError('not-brought-back', `${host}: files of the run could not be fetched: ${why}`);
}

/** Paths below the folder of what `find` prints; names with a newline are left out, as are others that lead elsewhere. */
export function pathsBelow(folder: string, found: string): string[] {
  const begin = `${folder}/`;
  return found
    .split('\n')
    .filter((line) => line.startsWith(begin))
    .map((line) => line.slice(begin.length))
    .filter((path) => !path.split('/').includes('..'));
}

/** A write may take less than it is given. */
export function writeAll(file: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
}

function sinkInto(folder: string, isAsked: (path: string) => boolean): FileSink & { close: () => void } {
  let file: number | null = null;
  const close = (): void => {
    if (file !== null) closeSync(file);
    file = null;
  };
  return {
    begin: (path) => {
      if (!isAsked(path)) throw new Error(`nobody asked for the file ${path}`);
      const target = join(folder, path);
      mkdirSync(dirname(target), { recursive: true });
      file = openSync(target, 'w');
    },
    add: (bytes) => {
      if (file !== null) writeAll(file, bytes);
    },
    end: close,
    close,
  };
}
