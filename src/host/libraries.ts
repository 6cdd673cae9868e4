import { spawnSync } from 'node:child_process';
import type { Binary } from '../model/summary.js';
import { readInterpreter } from './elf.js';
import { parseLoaderList, type LoadedLibrary } from './loader-list.js';
import { localFiles } from './local-files.js';
import { parseMaps } from './maps.js';

export { buildIdOf } from './build-id.js';

/** Milliseconds; the loader needs about 5. */
const loaderTimeout = 5000;

/**
 * What a process really runs: its executable first, then each shared object that it has mapped (/proc/PID/maps),
 * with build ids. A file that was deleted meanwhile keeps ` (deleted)` in its path. Empty if the process is gone, or not
 * ours to look into. `root`: where its files are, when it has others than we (`/proc/PID/root`).
 */
export function mappedBinaries(pid: number, root = '', files = localFiles): Binary[] {
  const proc = `/proc/${pid}`;
  const path = files.link(`${proc}/exe`);
  const maps = files.text(`${proc}/maps`);
  if (path === null || maps === null) return [];
  const mapped = parseMaps(maps)
    .map(({ path, deleted, range }) => ({
      path: deleted ? `${path} (deleted)` : path,
      // Opening these links wants CAP_CHECKPOINT_RESTORE; without it the build id stays unknown.
      build_id: files.buildId(deleted ? `${proc}/map_files/${range}` : `${root}${path}`),
    }))
    // Data can be mapped executable too; a library that was linked without a build id is known by its name.
    .filter((file) => file.path !== path && (file.build_id !== null || /\.so\b/.test(file.path)));
  // The kernel opens this link itself, so it is the right file even if the path is deleted or replaced.
  return [{ path, build_id: files.buildId(`${proc}/exe`) }, ...mapped];
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
