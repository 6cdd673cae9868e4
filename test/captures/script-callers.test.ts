import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { FrameTable } from '../../src/captures/frame-table.js';
import { ScriptCallers, type Stack } from '../../src/captures/script-callers.js';
import { frameOf, ScriptFrames } from '../../src/captures/script-frames.js';

const lineOf = (address: string, rest: string): string => `\t${address.padStart(16)} ${rest}\n`;

const newStack = (): Stack => ({ frames: [], depth: 0, inUser: false });

/** What a row of lines is, read one by one. */
function expected(lines: readonly string[], inUser: boolean) {
  let user = inUser;
  const frames = lines.map((line) => {
    const isKernel = /^\t[89a-f]/u.test(line);
    const frame = frameOf(Buffer.from(line.slice(17, -1), 'latin1').toString('utf8'), isKernel);
    const lost = isKernel && user;
    user ||= !isKernel;
    return lost ? { name: '[unknown]', binary: '[unknown]', kind: 'unknown' } : frame;
  });
  return { frames, user };
}

// Few addresses, so that many rows share a place and many come again.
const address = fc.constantFrom('10aba4', '20aba4', 'ffffffff81e2eae2', 'ffffffff82e2eae2', '5', 'ffffffffffffff80');
const symbol = fc.constantFrom(
  'f (/usr/lib/a.so)',
  'g.isra.0 ([kernel.kallsyms])',
  '[unknown] ([unknown])',
  'operator() (x) (/b (c)/d)',
);
const row = fc.array(
  fc.tuple(address, symbol).map(([at, what]) => lineOf(at, what)),
  { minLength: 1, maxLength: 5 },
);

test('rows that are recognised hold what they would hold when they are read', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(row, fc.boolean()), { maxLength: 12 }), (rows) => {
      const table = new FrameTable();
      const callers = new ScriptCallers(new ScriptFrames(table));
      // Met once, twice (and remembered), and then recognised.
      for (const [lines, inUser] of [...rows, ...rows, ...rows, ...rows.toReversed()]) {
        const text = `before\n${lines.join('')}\nafter`;
        const stack = { ...newStack(), inUser };
        expect(text.slice(callers.lines(text, 7, stack))).toBe('\nafter');
        const { frames, user } = expected(lines, inUser);
        expect(stack.frames.slice(0, stack.depth).map((frame) => table.frames[frame])).toEqual(frames);
        expect(stack.inUser).toBe(user);
      }
    }),
  );
});

test('a row that is recognised is added below what is there', () => {
  const callers = new ScriptCallers(new ScriptFrames(new FrameTable()));
  const text = `${lineOf('10', 'main (/a)')}${lineOf('20', 'start (/a)')}\n`;
  for (const _ of [1, 2, 3, 4]) {
    const stack: Stack = { frames: [7, 7, 7, 7], depth: 1, inUser: true };
    expect(callers.lines(text, 0, stack)).toBe(text.length - 1);
    expect(stack.depth).toBe(3);
    expect(stack.frames[0]).toBe(7);
    expect(stack.frames[3]).toBe(7);
  }
});

test('lines that do not end within the text are left for later', () => {
  const callers = new ScriptCallers(new ScriptFrames(new FrameTable()));
  const text = `${lineOf('10', 'main (/a)')}${lineOf('20', 'start (/a)')}`;
  for (const length of [1, 10, 20, text.length - 1, text.length]) {
    const stack = newStack();
    expect(callers.lines(text.slice(0, length), 0, stack)).toBe(-1);
    expect(stack.depth).toBe(0);
  }
});
