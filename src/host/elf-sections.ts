import { closeSync, constants, openSync, readSync } from 'node:fs';

/** The parts of an ELF file that Flimflam asks for (System V ABI, "Object Files"; little endian only). */
export interface Elf {
  sections: readonly Section[];
  segments: readonly Segment[];
  /** Bytes of the file; fewer than asked for where the file ends. */
  read: (offset: number, length: number) => Buffer;
}

export interface Section {
  name: string;
  type: number;
  flags: number;
  offset: number;
  size: number;
}

export interface Segment {
  type: number;
  offset: number;
  size: number;
}

/** Far more than any real file has: a damaged header must not make us read gigabytes. */
const mostEntries = 4096;
const mostEntryBytes = 256;

/** Looks into an ELF file; null if it is none, is damaged or cannot be read. Never throws for a strange file. */
export function withElf<T>(path: string, look: (elf: Elf) => T): T | null {
  let descriptor: number | null = null;
  try {
    // Without O_NONBLOCK a named pipe would hold us until someone writes into it.
    const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    descriptor = fd;
    const elf = readElf((offset, length) => {
      const bytes = Buffer.alloc(length);
      return bytes.subarray(0, readSync(fd, bytes, 0, length, offset));
    });
    return elf === null ? null : look(elf);
  } catch {
    // Nobody's business why: a provenance that cannot be read is not known.
    return null;
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}

function readElf(read: Elf['read']): Elf | null {
  const header = read(0, 64);
  const bits = header[4] === 2 ? 64 : 32;
  if (header.length < 52 || header.toString('latin1', 0, 4) !== '\x7fELF' || header[5] !== 1) return null;
  const at =
    bits === 64
      ? { segments: word(header, 32, bits), sections: word(header, 40, bits), counts: 54 }
      : { segments: word(header, 28, bits), sections: word(header, 32, bits), counts: 42 };
  const half = (index: number): number => header.readUInt16LE(at.counts + 2 * index);
  const entries = (offset: number, size: number, count: number): Buffer[] => {
    if (offset === 0 || size < 32 || size > mostEntryBytes || count > mostEntries) return [];
    const table = read(offset, size * count);
    return Array.from({ length: Math.floor(table.length / size) }, (_, i) => table.subarray(i * size, (i + 1) * size));
  };
  const segments = entries(at.segments, half(0), half(1)).map((entry) => readSegment(entry, bits));
  const raw = entries(at.sections, half(2), half(3)).map((entry) => readSection(entry, bits));
  const names = raw[half(4)];
  const text = names === undefined ? Buffer.alloc(0) : read(names.offset, Math.min(names.size, 1 << 20));
  for (const section of raw) section.name = stringAt(text, section.nameOffset);
  return { sections: raw, segments, read };
}

function readSegment(entry: Buffer, bits: 32 | 64): Segment {
  const type = entry.readUInt32LE(0);
  return bits === 64
    ? { type, offset: word(entry, 8, bits), size: word(entry, 32, bits) }
    : { type, offset: word(entry, 4, bits), size: word(entry, 16, bits) };
}

function readSection(entry: Buffer, bits: 32 | 64): Section & { nameOffset: number } {
  const [nameOffset, type] = [entry.readUInt32LE(0), entry.readUInt32LE(4)];
  const step = bits / 8;
  return {
    name: '',
    nameOffset,
    type,
    flags: word(entry, 8, bits),
    offset: word(entry, 8 + 2 * step, bits),
    size: word(entry, 8 + 3 * step, bits),
  };
}

function word(bytes: Buffer, offset: number, bits: 32 | 64): number {
  return bits === 64 ? Number(bytes.readBigUInt64LE(offset)) : bytes.readUInt32LE(offset);
}

/** The text up to the next NUL. */
export function stringAt(bytes: Buffer, offset: number): string {
  const end = bytes.indexOf(0, offset);
  return bytes.toString('latin1', offset, end < 0 ? bytes.length : end);
}
