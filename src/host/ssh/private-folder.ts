import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A path of a socket has at most 107 bytes (unix(7)), of which ssh needs 18 for a name before the final one. */
const longest = 80;

/** A folder of our own for the socket of a connection. */
export function privateFolder(): string {
  const usual = tmpdir();
  return mkdtempSync(join(usual.length > longest - 'flimflam-ssh-XXXXXX/s'.length ? '/tmp' : usual, 'flimflam-ssh-'));
}

export const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true });
