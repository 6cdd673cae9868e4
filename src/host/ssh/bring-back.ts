import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ExpectedError, messageOf } from '../../errors.js';
import { FileFrames, framingScript, type FileSink } from './file-frames.js';
import { guarded } from './guarded.js';
import type { FileFound, FileItem } from '../known-files.js';
import { mostTold } from './remote-sampler.js';
import type { Sessions } from './sessions.js';
import { wordsOf } from './ssh-words.js';

interface Means {
  host: string;
  /** As that of flimflam-sampler. */
  get: (items: readonly FileItem[]) => Promise<FileFound[]>;
  sessions: Sessions;
}

/** Folders in folders of a run are no deeper. */
const deepest = 4;

/**
 * Brings files of a folder there into a folder here, by their paths in it. What is short text comes as it is told, all else
 * over a session of its own: large files never are in memory as a whole.
 */
export async function bringBack(
  means: Means,
  there: string,
  here: string,
  wanted: (path: string) => boolean,
): Promise<void> {
  const folders = Array.from({ length: deepest }, (_, depth) => there + '/*'.repeat(depth));
  const named = await means.get(folders.map((path) => ({ kind: 'n', path })));
  const paths = pathsBelow(there, named).filter(wanted);
  const texts = paths.filter((path) => /^[\w./-]+\.(?:log|out|conf)$/.test(path));
  const told =
    texts.length === 0 ? [] : await means.get(texts.map((path) => ({ kind: 't', path: `${there}/${path}` })));
  const written = new Set<string>();
  for (const { path, content } of told) {
    // What was cut, and what is no text, is not told as it is.
    if (Buffer.byteLength(content) >= mostTold || content.includes('\uFFFD')) continue;
    const name = path.slice(there.length + 1);
    if (!texts.includes(name)) continue;
    written.add(name);
    const target = join(here, name);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, content);
  }
  await fetchAll(
    means,
    there,
    here,
    paths.filter((path) => !written.has(path)),
  );
}

async function fetchAll(
  { host, sessions }: Means,
  there: string,
  here: string,
  paths: readonly string[],
): Promise<void> {
  if (paths.length === 0) return;
  const asked = new Set(paths);
  let fault: string | null = null;
  const sink = sinkInto(here, (path) => asked.has(path));
  const frames = new FileFrames(sink);
  const { code, stderr } = await sessions.runAny(guarded(there, framingScript(there, paths)), (bytes) => {
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

/** Paths of files below the folder, of the names in it and in folders below; those with a newline are taken for two. */
export function pathsBelow(folder: string, named: readonly FileFound[]): string[] {
  const below = named.filter(({ path }) => path === folder || path.startsWith(`${folder}/`));
  const folders = new Set(below.map(({ path }) => path));
  const found = below.flatMap(({ path, content }) =>
    content
      .split('\n')
      .filter((name) => name !== '' && !folders.has(`${path}/${name}`))
      .map((name) => `${path}/${name}`.slice(folder.length + 1)),
  );
  return found.filter((path) => !path.split('/').includes('..'));
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
