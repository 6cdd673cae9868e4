export interface LoadedLibrary {
  name: string;
  /** Absolute path; null if the loader does not find it. */
  path: string | null;
}

/**
 * Reads what the dynamic loader lists (`ldd`), without the kernel's vdso.
 * Samples: `libm.so.6 => /lib/x86_64-linux-gnu/libm.so.6 (0x00007f…)`, `libx.so.1 => not found`,
 * `/lib64/ld-linux-x86-64.so.2 (0x00007f…)`.
 */
export function parseLoaderList(text: string): LoadedLibrary[] {
  return text.split('\n').flatMap((line) => {
    const [, name, target] = /^\t(\S+) => (.+?)(?: \(0x[0-9a-f]+\))?$/.exec(line) ?? [];
    if (name !== undefined && target !== undefined) return [{ name, path: target.startsWith('/') ? target : null }];
    const path = /^\t(\/.+?)(?: => .*)? \(0x[0-9a-f]+\)$/.exec(line)?.[1];
    return path === undefined ? [] : [{ name: path.slice(path.lastIndexOf('/') + 1), path }];
  });
}
