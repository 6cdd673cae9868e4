import { expect, test } from 'vitest';
import { runPrinting } from '../../src/host/printing.js';

const here = { environment: process.env, signal: null };

test('hands over what is printed as it is, and how it ended', async () => {
  let text = '';
  const script = String.raw`printf 'a\303\244\0b'; echo words >&2; exit 3`;
  const end = await runPrinting(['sh', '-c', script], here, (bytes) => {
    text += bytes.toString('latin1');
  });
  expect(text).toBe('aÃ¤\0b');
  expect(end).toEqual({ code: 3, signal: null, stderr: 'words\n' });
});

test('a program that is killed says by what', async () => {
  const end = await runPrinting(['sh', '-c', 'kill -9 $$'], here, () => {});
  expect(end).toEqual({ code: null, signal: 'SIGKILL', stderr: '' });
});

test('who interrupts it gets the reason back', async () => {
  const interrupt = new AbortController();
  const reason = new Error('Ctrl-C');
  const output = runPrinting(['sleep', '30'], { ...here, signal: interrupt.signal }, () => {});
  interrupt.abort(reason);
  await expect(output).rejects.toBe(reason);
});
