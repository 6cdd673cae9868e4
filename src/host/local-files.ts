import { accessSync, constants, existsSync, readdirSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { buildIdOf } from './build-id.js';
import type { Files } from './files.js';
import { readIfThere } from './read-if-there.js';

/** Those of this machine: each question is a system call or two, at once. */
export const localFiles: Files = {
  text: readIfThere,
  names: (folder) => orNull(() => readdirSync(folder).sort()) ?? [],
  link: (path) => orNull(() => readlinkSync(path)),
  exists: existsSync,
  isExecutable: (path) =>
    orNull(() => {
      accessSync(path, constants.X_OK);
      return statSync(path).isFile();
    }) ?? false,
  realPath: (path) => orNull(() => realpathSync(path)),
  buildId: buildIdOf,
};

function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}

/** Those below a folder as if it were the root; links that lead out of it do. */
export function filesAt(root: string): Files {
  const at =
    <T>(read: (path: string) => T) =>
    (path: string): T =>
      read(join(root, path));
  return {
    text: at(localFiles.text),
    names: at(localFiles.names),
    link: at(localFiles.link),
    exists: at(localFiles.exists),
    isExecutable: at(localFiles.isExecutable),
    realPath: at(localFiles.realPath),
    buildId: at(localFiles.buildId),
  };
}
