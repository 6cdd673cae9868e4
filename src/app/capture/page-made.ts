import { join } from 'node:path';
import type { Warning } from '../../model/summary.js';
import { writeKeeping } from '../../store/write-keeping.js';

export interface PageMade {
  /** Name of the page, in the folder where the user stands. */
  name: string;
  warnings: Warning[];
}

export const pageName = 'flamegraph.html';

/** Writes a file where the user stands; what was there keeps its place as `old.NAME`. */
export function keep(name: string, text: string): void {
  writeKeeping(join(process.cwd(), name), text);
}
