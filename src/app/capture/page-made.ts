import { join } from 'node:path';
import type { Warning } from '../../model/summary.js';
import { writeWhole } from '../../store/document.js';
import { makeRoom } from '../../store/link-here.js';

export interface PageMade {
  /** Name of the page, in the folder where the user stands. */
  name: string;
  warnings: Warning[];
}

export const pageName = 'flamegraph.html';

/** Writes a file where the user stands; what was there keeps its place as `old.NAME`. */
export function keep(name: string, text: string): void {
  makeRoom(process.cwd(), name, `old.${name}`);
  writeWhole(join(process.cwd(), name), text);
}
