import type { Files } from './files.js';

/** What is asked of a file, in the words of flimflam-sampler: see `kinds` there. */
export type FileKind = 't' | 'l' | 'n' | 'e' | 'x' | 'r' | 'b';

export interface FileItem {
  kind: FileKind;
  path: string;
}

/** Something that was found; of names in a folder one a line, `1` for what only is or is not. */
export interface FileFound extends FileItem {
  content: string;
}

/** Files as somebody has told of them. What he has not told is not there, and reported. */
export class KnownFiles {
  /** Null: asked for, and not there. */
  readonly #known = new Map<string, string | null>();
  readonly files: Files;

  constructor(found: readonly FileFound[], unknown: (item: FileItem) => void = () => {}) {
    this.add(found);
    const content = (kind: FileKind, path: string): string | null => {
      const known = this.#known.get(keyOf({ kind, path }));
      if (known === undefined) unknown({ kind, path });
      return known ?? null;
    };
    this.files = {
      text: (path) => content('t', path),
      names: (path) => (content('n', path) ?? '').split('\n').filter((name) => name !== ''),
      link: (path) => content('l', path),
      exists: (path) => content('e', path) !== null,
      isExecutable: (path) => content('x', path) !== null,
      realPath: (path) => content('r', path),
      buildId: (path) => content('b', path),
    };
  }

  add(found: readonly FileFound[]): void {
    for (const one of found) this.#known.set(keyOf(one), one.content);
  }

  /** These were asked for: of what was not found nothing is there. */
  settle(asked: readonly FileItem[]): void {
    for (const item of asked) if (!this.#known.has(keyOf(item))) this.#known.set(keyOf(item), null);
  }
}

const keyOf = ({ kind, path }: FileItem): string => `${kind}:${path}`;
