import { expect, test } from 'vitest';
import { perfOutput } from '../../src/host/perf.js';

test('hands over what is printed, every byte as a character of its own, and how it ended', async () => {
  let text = '';
  const end = await perfOutput(
    ['sh', '-c', String.raw`printf 'a\303\244\0b'; echo words >&2; exit 3`],
    null,
    (piece) => {
      text += piece;
    },
  );
  expect(text).toBe('aÃ¤\0b');
  expect(end).toEqual({ code: 3, signal: null, stderr: 'words\n' });
});

test('a program that is killed says by what', async () => {
  const end = await perfOutput(['sh', '-c', 'kill -9 $$'], null, () => {});
  expect(end).toEqual({ code: null, signal: 'SIGKILL', stderr: '' });
});

test('who interrupts it gets the reason back', async () => {
  const interrupt = new AbortController();
  const reason = new Error('Ctrl-C');
  const output = perfOutput(['sleep', '30'], interrupt.signal, () => {});
  interrupt.abort(reason);
  await expect(output).rejects.toBe(reason);
});
