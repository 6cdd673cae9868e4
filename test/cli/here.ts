import { join } from 'node:path';
import { vi } from 'vitest';
import { place, type Ended } from './flimflam.js';

/** What removes or builds parts of the checkout in which it runs: here that of whoever tests. */
const tooMuch = new Set(['build', 'clean', 'self-test']);

class Exit extends Error {
  constructor(readonly code: number) {
    super(`exit code ${code}`);
  }
}

let before: Promise<unknown> = Promise.resolve();

/**
 * The same as `flimflam(argv)` without the 0.25 s that a process takes: main.ts is run in this one, in the place, with
 * what it writes caught. One after another, whoever asks. For what only reads and answers; that a process says the
 * same is in help.test.ts.
 */
export function here(argv: readonly string[]): Promise<Ended> {
  const ended = before.then(() => runMain(argv));
  before = ended.catch(() => {});
  return ended;
}

let calls = 0;

async function runMain(argv: readonly string[]): Promise<Ended> {
  const asksHelp = argv.some((word) => ['help', '--help', '-h'].includes(word));
  if (!asksHelp && argv.some((word) => tooMuch.has(word))) throw new Error(`${argv.join(' ')} wants a process`);
  const ended: Ended = { code: null, stdout: '', stderr: '' };
  const restore = [catching('stdout', ended), catching('stderr', ended), beginning(argv)];
  calls++;
  try {
    // Another name each time, so that the module is run each time.
    await import(/* @vite-ignore */ `../../src/cli/main.ts?call=${calls}`);
  } catch (error) {
    if (!(error instanceof Exit)) throw error;
    ended.code = error.code;
  } finally {
    for (const back of restore) back();
  }
  return ended;
}

/** Keeps what is written to one of the two instead of writing it; gives the way back. */
function catching(name: 'stdout' | 'stderr', ended: Ended): () => void {
  const stream = process[name];
  const listeners = new Set(stream.listeners('error'));
  const write = vi.spyOn(stream, 'write').mockImplementation((text, ...rest) => {
    ended[name] += String(text);
    rest.find((one) => typeof one === 'function')?.();
    return true;
  });
  return () => {
    write.mockRestore();
    const added = stream.listeners('error').filter((one) => !listeners.has(one));
    for (const one of added) stream.off('error', one as (error: Error) => void);
  };
}

/** Sets what a new process would begin with; gives the way back. */
function beginning(argv: readonly string[]): () => void {
  const { argv: words, exitCode } = process;
  const folder = process.cwd();
  const listeners = process.listeners('uncaughtException');
  const exit = vi.spyOn(process, 'exit').mockImplementation((code) => {
    throw new Exit(Number(code ?? process.exitCode ?? 0));
  });
  process.chdir(place);
  // Not the record of calibrations of whoever runs the tests.
  vi.stubEnv('XDG_STATE_HOME', join(place, 'state'));
  process.argv = [process.execPath, 'flimflam', ...argv];
  process.exitCode = undefined;
  return () => {
    vi.unstubAllEnvs();
    exit.mockRestore();
    process.chdir(folder);
    process.argv = words;
    process.exitCode = exitCode;
    const added = process.listeners('uncaughtException').filter((one) => !listeners.includes(one));
    for (const one of added) process.off('uncaughtException', one);
  };
}
