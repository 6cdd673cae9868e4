import { assert, integer, property } from 'fast-check';
import { expect, test } from 'vitest';
import { AfterMark } from '../../../src/host/ssh/after-mark.js';

function after(mark: string, text: string, piece: number): string {
  let passed = '';
  const own = new AfterMark(mark, (bytes) => (passed += bytes.toString()));
  for (let at = 0; at < text.length; at += piece) own.add(Buffer.from(text.slice(at, at + piece)));
  return passed;
}

test('what a login shell prints does not come through, however it is cut', () => {
  assert(
    property(integer({ min: 1, max: 40 }), (piece) => {
      expect(after('mark 1\n', 'Welcome!\nmark mark 1\nown\nmark 1\nand more', piece)).toBe('own\nmark 1\nand more');
      expect(after('mark 1\n', 'mark 1\n', piece)).toBe('');
      expect(after('mark 1\n', 'mark 2\nmark', piece)).toBe('');
    }),
  );
});
