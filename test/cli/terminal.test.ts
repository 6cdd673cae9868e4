import { expect, test } from 'vitest';
import { textColumns, wantsColour, type Terminal } from '../../src/cli/output.js';
import { progressLine } from '../../src/cli/progress.js';

function terminal(isTTY = true, columns = 80): Terminal & { written: string } {
  const one = {
    isTTY,
    columns,
    written: '',
    write(text: string | Uint8Array): boolean {
      one.written += String(text);
      return true;
    },
  };
  return one;
}

test('headings are bold on a terminal alone, and not on a dumb one', () => {
  expect(wantsColour(terminal(), { TERM: 'xterm' })).toBe(true);
  expect(wantsColour(terminal(), { TERM: 'dumb' })).toBe(false);
  expect(wantsColour(terminal(false), { TERM: 'xterm' })).toBe(false);
});

test('NO_COLOR counts unless it is empty', () => {
  expect(wantsColour(terminal(), { NO_COLOR: '1' })).toBe(false);
  expect(wantsColour(terminal(), { NO_COLOR: '' })).toBe(true);
});

test('text is as wide as the terminal, from 60 to 100 columns, and always 100 in a pipe', () => {
  expect([20, 60, 80, 100, 300].map((columns) => textColumns(terminal(true, columns)))).toEqual([60, 60, 80, 100, 100]);
  expect(textColumns(terminal(false, 80))).toBe(100);
  expect(textColumns(terminal(true, 0))).toBe(100);
});

const steps = [
  { phase: 'starting', secondsLeft: 10, bitsPerSecond: null },
  { phase: 'window', secondsLeft: 4.2, bitsPerSecond: 3.12e9 },
] as const;

test('the progress line is written over and taken away without any sequence', () => {
  const output = terminal(true, 30);
  const line = progressLine(false, output, { TERM: 'xterm', NO_COLOR: '1' });
  for (const step of steps) line.show(step);
  line[Symbol.dispose]();
  expect(output.written).toBe(
    `\rstarting  10 s left\rwindow  5 s left  3.12 Gb/s\r${' '.repeat('window  5 s left  3.12 Gb/s'.length)}\r`,
  );
});

test.each([
  ['no terminal', false, terminal(false), {}],
  ['a dumb terminal', false, terminal(), { TERM: 'dumb' }],
  ['--quiet', true, terminal(), {}],
] as const)('no progress line: %s', (_, quiet, output, environment) => {
  const line = progressLine(quiet, output, environment);
  for (const step of steps) line.show(step);
  line[Symbol.dispose]();
  expect(output.written).toBe('');
});
