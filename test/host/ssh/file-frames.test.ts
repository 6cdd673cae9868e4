import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { FileFound } from '../../../src/host/known-files.js';
import { pathsBelow } from '../../../src/host/ssh/bring-back.js';
import { FileFrames, framingScript } from '../../../src/host/ssh/file-frames.js';

/** The files that come out when it arrives in pieces of this size. */
function taken(printed: Buffer, piece: number): { files: Record<string, Buffer>; isWhole: boolean } {
  const files: Record<string, Buffer> = {};
  let parts: Buffer[] = [];
  let name = '';
  const frames = new FileFrames({
    begin: (path) => (name = path),
    add: (bytes) => parts.push(Buffer.from(bytes)),
    end: () => {
      files[name] = Buffer.concat(parts);
      parts = [];
    },
  });
  for (let at = 0; at < printed.length; at += piece) frames.add(printed.subarray(at, at + piece));
  return { files, isWhole: frames.isWhole };
}

test.for([1, 2, 7, 4096, 1e6])('files go through a shell as they are, in pieces of %i bytes', (piece) => {
  const folder = mkdtempSync(join(tmpdir(), 'flimflam frames '));
  const files = {
    'relay1.log': Buffer.from('one\ntwo'),
    empty: Buffer.alloc(0),
    "sub folder/it's größe": Buffer.from('5 relay1.log\n\n\n'),
    'perf.data': Buffer.from(Array.from({ length: 9000 }, (_, at) => (at * 7) % 256)),
  };
  mkdirSync(join(folder, 'sub folder'));
  for (const [path, bytes] of Object.entries(files)) writeFileSync(join(folder, path), bytes);
  const paths = [...Object.keys(files), 'not there'];
  const { stdout } = spawnSync('sh', { input: framingScript(folder, paths), maxBuffer: 1e7 });
  rmSync(folder, { recursive: true });
  expect(taken(stdout, piece)).toEqual({ files, isWhole: true });
});

test('a file that became shorter is noticed', () => {
  expect(() => taken(Buffer.from('10 a\nabc\n5 b\nabcde\n'), 100)).toThrow('changed while it was read');
  expect(taken(Buffer.from('10 a\nabc'), 100).isWhole).toBe(false);
});

test('only paths in the folder are taken', () => {
  const named = (path: string, ...names: string[]): FileFound => ({ kind: 'n', path, content: names.join('\n') });
  const found = [
    named('/t/run-1', 'a.log', 'sub', '..'),
    named('/t/run-1/sub', 'b', 'empty'),
    named('/t/run-1/sub/empty'),
    named('/t/run-10', 'c'),
    named('/etc', 'passwd'),
    named('/t/run-1/sub', '../../x'),
  ];
  expect(pathsBelow('/t/run-1', found)).toEqual(['a.log', 'sub/b']);
});
