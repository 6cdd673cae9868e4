import { stringAt, withElf, type Elf } from './elf-sections.js';

// Numbers of the System V ABI and of glibc's elf.h.
const noteSection = 7;
const noteSegment = 4;
const interpreterSegment = 3;
const compressedFlag = 0x800;
const gnuBuildId = 3;

/** Notes are a few hundred bytes; string tables of large programs a few ten megabytes. */
const mostNoteBytes = 1 << 16;
const mostStringBytes = 1 << 26;

/** The GNU build id as hex; null for a script, a file without one, or one that cannot be read. */
export function readBuildId(path: string): string | null {
  return withElf(path, (elf) => {
    // A stripped section table is rare but legal: the loader needs only the segments, so they come second.
    const notes = [
      ...elf.sections.filter(({ type }) => type === noteSection),
      ...elf.segments.filter(({ type }) => type === noteSegment),
    ];
    for (const { offset, size } of notes) {
      const id = buildIdIn(elf.read(offset, Math.min(size, mostNoteBytes)));
      if (id !== null) return id;
    }
    return null;
  });
}

/** A note is: length of the owner's name, length of the content, type, name, content; both padded to 4 bytes. */
function buildIdIn(notes: Buffer): string | null {
  let offset = 0;
  while (offset + 12 <= notes.length) {
    const nameLength = notes.readUInt32LE(offset);
    const contentLength = notes.readUInt32LE(offset + 4);
    const content = offset + 12 + padded(nameLength);
    if (notes.readUInt32LE(offset + 8) === gnuBuildId && stringAt(notes, offset + 12) === 'GNU') {
      return notes.toString('hex', content, content + contentLength);
    }
    offset = content + padded(contentLength);
  }
  return null;
}

const padded = (length: number): number => Math.ceil(length / 4) * 4;

/** The path of the dynamic loader that the file asks for; null for a static executable, a library or a script. */
export function readInterpreter(path: string): string | null {
  return withElf(path, (elf) => {
    const segment = elf.segments.find(({ type }) => type === interpreterSegment);
    return segment === undefined ? null : stringAt(elf.read(segment.offset, Math.min(segment.size, 4096)), 0);
  });
}

/** Whether the file is an ELF file at all. */
export function isElf(path: string): boolean {
  return withElf(path, () => true) ?? false;
}

/**
 * Compiler and flags as the compiler noted them in DWARF (DW_AT_producer); null without (uncompressed) debug sections.
 * The first of possibly several. Sample: `GNU C11 12.2.0 -mtune=generic -march=x86-64 -g -O2`.
 */
export function compilerFlags(path: string): string | null {
  return withElf(path, (elf) => {
    for (const name of ['.debug_str', '.debug_line_str']) {
      const strings = stringsOf(elf, name);
      const starts = ['GNU C', 'clang version '].map((word) => strings.indexOf(`\0${word}`)).filter((at) => at >= 0);
      if (starts.length > 0) return stringAt(strings, Math.min(...starts) + 1);
    }
    return null;
  });
}

const sanitizers = { address: '__asan_init', thread: '__tsan_init', memory: '__msan_init' } as const;

/** The sanitizer that the file was built with, if any: its start function is among the dynamic symbols. */
export function readSanitizer(path: string): keyof typeof sanitizers | null {
  return withElf(path, (elf) => {
    const strings = stringsOf(elf, '.dynstr');
    const names = Object.keys(sanitizers) as (keyof typeof sanitizers)[];
    return names.find((name) => strings.includes(`\0${sanitizers[name]}\0`)) ?? null;
  });
}

/** The content of a string table, begun with a NUL so that every string stands between two. */
function stringsOf(elf: Elf, name: string): Buffer {
  const section = elf.sections.find((section) => section.name === name);
  if (section === undefined || (section.flags & compressedFlag) !== 0) return Buffer.alloc(0);
  return Buffer.concat([Buffer.alloc(1), elf.read(section.offset, Math.min(section.size, mostStringBytes))]);
}
