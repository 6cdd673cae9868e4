import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A file that our native programs are made of. */
export interface NativeSource {
  /** Below the folder of the sources. */
  path: string;
  text: string;
}

/** Sources of programs, and what builds them; neither tests nor what was built. */
const wanted = /^(?:Makefile|(?!test\/|build\/).*\.[ch])$/;

/** Reads all sources of our native programs, in the order of their names. */
export function readNativeSources(folder: string): NativeSource[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => wanted.test(path))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }));
}

/** Twelve hexadecimal digits that change with the sources and with what else decides whether the programs can run here. */
export function digestOf(sources: readonly NativeSource[], machine: string): string {
  const hash = createHash('sha256').update(machine);
  for (const { path, text } of sources) hash.update(`\0${path}\0${text}`);
  return hash.digest('hex').slice(0, 12);
}

/** Writes them into a folder; those of a package may lie where nobody may write. */
export function writeNativeSources(folder: string, sources: readonly NativeSource[]): void {
  for (const { path, text } of sources) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
