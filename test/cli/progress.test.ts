import { expect, test } from 'vitest';
import { progressLine, timeLeft } from '../../src/cli/progress.js';

test.for([
  [0, '0 s'],
  [3.2, '4 s'],
  [120, '120 s'],
  [121, '3 m'],
  [22_290, '6 h 12 m'],
  [28_800, '8 h'],
] as const)('%f s left are %s', ([seconds, text]) => {
  expect(timeLeft(seconds)).toBe(text);
});

test('the line of a long run', () => {
  let written = '';
  const output = { isTTY: true, columns: 80, write: (text: string) => ((written += text), true) };
  using line = progressLine(false, output, { TERM: 'xterm' });
  line.show({ phase: 'window', secondsLeft: 22_290, bitsPerSecond: 3.1e9 });
  expect(written).toContain('window  6 h 12 m left  3.10 Gb/s');
});
