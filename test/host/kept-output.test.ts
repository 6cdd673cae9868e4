import { assert, array, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { KeptOutput } from '../../src/host/kept-output.js';

test('a short output is all there', () => {
  assert(
    property(array(string({ maxLength: 20 }), { maxLength: 20 }), (lines) => {
      const output = new KeptOutput(1000);
      for (const line of lines) output.add(line);
      expect(output.text()).toBe(lines.map((line) => `${line}\n`).join(''));
    }),
  );
});

test('of an endless one the first and the last lines stay, and what is missing is said', () => {
  const output = new KeptOutput(1000);
  const lines = Array.from({ length: 10_000 }, (_, at) => `line ${at}`);
  for (const line of lines) output.add(line);
  const text = output.text();
  expect(text.length).toBeLessThan(3200);
  expect(text.startsWith('line 0\nline 1\n')).toBe(true);
  expect(text.endsWith('line 9998\nline 9999\n')).toBe(true);
  const [, missing, characters] = /\.\.\. flimflam left out (\d+) lines \((\d+) characters\) here\n/.exec(text)!;
  const kept = text.split('\n').filter((line) => /^line \d+$/.test(line));
  expect(kept.length + Number(missing)).toBe(lines.length);
  expect(kept.join('\n').length + 1 + Number(characters)).toBe(lines.join('\n').length + 1);
});

test('a line longer than all that may be kept is kept while it is the last', () => {
  const output = new KeptOutput(10);
  output.add('x'.repeat(100));
  expect(output.text()).toBe(`${'x'.repeat(100)}\n`);
  output.add('y');
  expect(output.text()).toContain('y\n');
});
