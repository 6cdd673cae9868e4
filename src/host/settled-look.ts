import type { Files } from './files.js';
import { KnownFiles, type FileFound, type FileItem } from './known-files.js';

/** Each round follows what the last one found: a link, a folder in a folder. The deepest look so far needs 4. */
const mostRounds = 20;

/**
 * What a function makes of files that can only be fetched: it is called again and again, with more and more of them, until
 * everything that it asks for is known. What it returns or throws before that does not count.
 */
export async function settledLook<T>(
  read: (files: Files) => T,
  fetch: (items: readonly FileItem[]) => Promise<readonly FileFound[]>,
): Promise<T> {
  let missing = new Map<string, FileItem>();
  const known = new KnownFiles([], (item) => missing.set(`${item.kind}:${item.path}`, item));
  for (let round = 0; round < mostRounds; round += 1) {
    missing = new Map();
    const outcome = outcomeOf(() => read(known.files));
    if (missing.size === 0) {
      if ('error' in outcome) throw outcome.error;
      return outcome.value;
    }
    const asked = [...missing.values()];
    known.add(await fetch(asked));
    known.settle(asked);
  }
  throw new Error(`a look asked for ever more files: ${[...missing.keys()].slice(0, 3).join(', ')}`);
}

function outcomeOf<T>(read: () => T): { value: T } | { error: unknown } {
  try {
    return { value: read() };
  } catch (error) {
    return { error };
  }
}
