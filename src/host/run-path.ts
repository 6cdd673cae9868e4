import { stringAt, withElf } from './elf-sections.js';

// Numbers of the System V ABI, "Dynamic Section".
const dynamicSection = 6;
const rpathTag = 15;
const runpathTag = 29;
const mostBytes = 1 << 26;

/**
 * The RPATH of an executable or library: folders that the loader searches before LD_LIBRARY_PATH (ld.so(8)).
 * Null without one, and where a RUNPATH, which comes after LD_LIBRARY_PATH, makes the loader ignore it.
 */
export function readRpath(path: string): string | null {
  return withElf(path, (elf) => {
    const dynamic = elf.sections.find(({ type }) => type === dynamicSection);
    const names = elf.sections.find(({ name }) => name === '.dynstr');
    if (dynamic === undefined || names === undefined) return null;
    const half = elf.read(4, 1)[0] === 2 ? 8 : 4;
    const bytes = elf.read(dynamic.offset, Math.min(dynamic.size, 1 << 16));
    const entries = new Map<number, number>();
    for (let at = 0; at + 2 * half <= bytes.length; at += 2 * half) {
      // Tags and offsets of strings fit into the lower four bytes.
      entries.set(bytes.readUInt32LE(at), bytes.readUInt32LE(at + half));
    }
    const offset = entries.get(rpathTag);
    if (offset === undefined || entries.has(runpathTag)) return null;
    return stringAt(elf.read(names.offset, Math.min(names.size, mostBytes)), offset);
  });
}
