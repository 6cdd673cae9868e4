/** How to find a program, tell its version, and install it. */
export interface ProgramSpec {
  executable: string;
  /** Arguments that make it print its version, and where the version is in that text. */
  version: { arguments: readonly string[]; pattern: RegExp } | null;
  /** Package names by package manager; null where no package is known. */
  packages: Readonly<Record<PackageManager, string | null>>;
  /** What to do where there is no package. */
  advice?: string;
  /** Our own native program: built by `flimflam build`, never searched on PATH. */
  native?: boolean;
  /** Facts that need a look at the installed program, made of what it prints, and of files beside it. */
  facts?: {
    /** What makes it print them; null where files tell enough, and the program need not be run. */
    arguments: readonly string[] | null;
    read: (
      output: string,
      exists: (path: string) => boolean,
      /** Its path, with links followed: what belongs to it lies around the file itself. */
      executable: string,
      /** The text of a file; null if it is not there. */
      textOf: (path: string) => string | null,
    ) => Record<string, string>;
  };
}

export type PackageManager = 'apt' | 'dnf';

/** An executable that was found. */
export interface InstalledProgram {
  /** Absolute path. */
  path: string;
  /** Facts by name, such as nginx's `stream_module`: a path, or `builtin`. */
  facts: Readonly<Record<string, string>>;
}

/** Our own native programs, as specs, so that they are found and named like all others. */
export function nativeProgram(executable: string): ProgramSpec {
  return { executable, version: null, packages: { apt: null, dnf: null }, native: true, advice: 'flimflam build' };
}
