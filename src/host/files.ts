/**
 * The files of a machine, as those that read /proc and /sys want them. What is not there, or may not be read, is null or
 * empty.
 */
export interface Files {
  /** The whole text. */
  text: (path: string) => string | null;
  /** The names in a folder, sorted. */
  names: (folder: string) => string[];
  /** Where a symbolic link leads, as it is written there. */
  link: (path: string) => string | null;
  /** Whether there is something of this name, links followed. */
  exists: (path: string) => boolean;
  /** Whether this is a regular file that this user may execute, links followed. */
  isExecutable: (path: string) => boolean;
  /** The path without links; null if it is not there. */
  realPath: (path: string) => string | null;
  /** GNU build id of an ELF file in hexadecimal digits; null if it is none, or has none. */
  buildId: (path: string) => string | null;
}

/** The text of a small file of /proc or /sys without its last newline; null if it is not there or not readable. */
export const lineOf = (files: Files, path: string): string | null => files.text(path)?.trimEnd() ?? null;
