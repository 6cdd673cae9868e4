import { PassThrough } from 'node:stream';
import { array, assert, constantFrom, property } from 'fast-check';
import { expect, test } from 'vitest';
import { escapeField, forEachLine, unescapeField } from '../../src/host/guardian-lines.js';

const text = array(constantFrom('\\', '\t', '\n', 't', 'n', 'ü')).map((letters) => letters.join(''));

test('a field goes through as it is, escaped once or twice', () => {
  assert(
    property(text, (field) => {
      const once = escapeField(field);
      expect(once).not.toMatch(/[\t\n]/);
      expect(unescapeField(once)).toBe(field);
      expect(unescapeField(unescapeField(escapeField(once)))).toBe(field);
    }),
  );
});

test('lines come whole, however they arrive', async () => {
  const stream = new PassThrough();
  const lines: string[] = [];
  forEachLine(stream, (line) => lines.push(line));
  for (const part of ['a', 'b\n', '\nc\nd', 'e', '', '\n', 'größe'])
    for (const byte of Buffer.from(part)) stream.write(Buffer.of(byte));
  stream.write('\nx\ny\nz');
  stream.end();
  await new Promise((resolve) => stream.once('close', resolve));
  expect(lines).toEqual(['ab', '', 'c', 'de', 'größe', 'x', 'y', 'z']);
});
