import { spawnSync } from 'node:child_process';
import { readFileSync, readlinkSync, statSync } from 'node:fs';
import type { Binary } from '../model/summary.js';
import { isElf, readBuildId, readInterpreter } from './elf.js';
import { parseLoaderList, type LoadedLibrary } from './loader-list.js';
import { parseMaps } from './maps.js';

/** Milliseconds; the loader needs about 5. */
const loaderTimeout = 5000;

/**
 * What a process really runs: its executable first, then each shared object that it has mapped (/proc/PID/maps),
 * with build ids. A file that was deleted meanwhile keeps ` (deleted)` in its path. Empty if the process is gone, or not
 * ours to look into. `root`: where its files are, when it has others than we (`/proc/PID/root`).
 */
export function mappedBinaries(pid: number, root = ''): Binary[] {
  const proc = `/proc/${pid}`;
  try {
    const path = readlinkSync(`${proc}/exe`);
    // The kernel opens this link itself, so it is the right file even if the path is deleted or replaced.
    const executable = { path, build_id: readBuildId(`${proc}/exe`) };
    const libraries = parseMaps(readFileSync(`${proc}/maps`, 'utf8'))
      .map((file) => ({
        path: file.deleted ? `${file.path} (deleted)` : file.path,
        // Opening these links wants CAP_CHECKPOINT_RESTORE; without it the build id stays unknown.
        source: file.deleted ? `${proc}/map_files/${file.range}` : `${root}${file.path}`,
        deleted: file.deleted,
      }))
      .filter((file) => file.path !== path && (isElf(file.source) || (file.deleted && /\.so\b/.test(file.path))));
    return [executable, ...libraries.map(({ path, source }) => ({ path, build_id: buildIdOf(source) }))];
  } catch {
    return [];
  }
}

/**
 * The libraries that an executable would load in this environment, by the word of its own dynamic loader.
 * Empty for a static executable and for a file that is not ELF.
 * The loader itself is started, never the program: glibc's with LD_TRACE_LOADED_OBJECTS as `ldd` does (its `--list`
 * gives up at the first library that is missing), musl's with `--list`, as it does not know that variable.
 */
export function wouldLoad(
  executable: string,
  environment: Readonly<Record<string, string | undefined>>,
): LoadedLibrary[] {
  const loader = readInterpreter(executable);
  if (loader === null) return [];
  const { stdout } = spawnSync(loader, [...(loader.includes('musl') ? ['--list'] : []), executable], {
    env: { ...environment, LD_TRACE_LOADED_OBJECTS: '1' },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: loaderTimeout,
    killSignal: 'SIGKILL',
  });
  return parseLoaderList(stdout ?? '');
}

const buildIds = new Map<string, string | null>();

/** `readBuildId`, remembered for as long as the file has the same inode, time and size. */
export function buildIdOf(path: string): string | null {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return null;
  const key = [path, stat.ino, stat.mtimeMs, stat.size].join('\0');
  const known = buildIds.get(key);
  if (known !== undefined) return known;
  const id = readBuildId(path);
  buildIds.set(key, id);
  return id;
}
