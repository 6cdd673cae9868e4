import type { Binary, Build } from '../model/summary.js';
import { compilerFlags, readSanitizer } from './elf.js';

/** How each of these files was compiled, as far as they tell. Files that tell nothing are left out. */
export function readBuilds(binaries: readonly Binary[]): Build[] {
  return binaries.flatMap(({ path, build_id }) => {
    const flags = compilerFlags(path);
    const sanitizer = readSanitizer(path);
    return flags === null && sanitizer === null ? [] : [{ path, build_id, flags, sanitizer }];
  });
}
