import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ExpectedError } from '../errors.js';
import { packageRoot } from './package-root.js';

/** A text that pages hold, and the SHA-256 of its UTF-8 in base64, by which their policy lets it in. */
export interface PagePart {
  text: string;
  sha256: string;
}

/** Script and style sheet of a kind of page, as they were built; an expected error (`no-page-script`) if they were not. */
export function readPageScript(
  kind: 'flamegraph' | 'report',
  folder = join(packageRoot, 'build', 'client'),
): { script: PagePart; style: PagePart } {
  return { script: part(join(folder, `${kind}.js`)), style: part(join(folder, `${kind}.css`)) };
}

function part(file: string): PagePart {
  try {
    // The newline at the end belongs to the file, not to the text.
    const text = readFileSync(file, 'utf8').trimEnd();
    return { text, sha256: createHash('sha256').update(text).digest('base64') };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new ExpectedError('no-page-script', `${file} is missing`, 'start Flimflam by ./flimflam, which builds it');
  }
}
