/** A file that a process has mapped executable, as its memory map names it. */
export interface MappedFile {
  path: string;
  /** The file was removed or replaced since; `path` may now be another file. */
  deleted: boolean;
  /** `start-end` of the first such mapping, the name of its link in /proc/PID/map_files. */
  range: string;
}

// Sample: `7f12a4a28000-7f12a4b9d000 r-xp 00028000 fe:00 1311081    /usr/lib/x86_64-linux-gnu/libc.so.6 (deleted)`.
const pattern = /^([0-9a-f]+-[0-9a-f]+) ..x. [0-9a-f]+ [0-9a-f]+:[0-9a-f]+ \d+ +(\/.*?)( \(deleted\))?$/gm;

/** Files mapped executable, in the order of /proc/PID/maps, each once. */
export function parseMaps(text: string): MappedFile[] {
  const files = new Map<string, MappedFile>();
  for (const [, range = '', path = '', deleted] of text.matchAll(pattern)) {
    const file = { path, deleted: deleted !== undefined, range };
    const key = `${path}${deleted ?? ''}`;
    // Leading zeroes are in maps but not in map_files.
    if (!files.has(key)) files.set(key, { ...file, range: range.replace(/\b0+(?=[0-9a-f])/g, '') });
  }
  return [...files.values()];
}
