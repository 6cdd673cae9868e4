import { execFile } from 'node:child_process';
import type { Ran, RunToEnd } from './host.js';
import type { Output } from './output-of.js';

/** Bytes of each of its outputs; a program that prints more is ended. */
const mostOutput = 64 * 1024 * 1024;

/** The code of a shell for a command that is not there. */
const notFound = 127;

/** The environment of Flimflam itself. */
export const ownEnvironment = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );

/** Runs a program of this machine to its end, in this environment and no other; never throws. */
export function runToEnd(
  [program = '', ...parameters]: readonly string[],
  environment: Readonly<Record<string, string>>,
  { timeout = 0, input = '', signal }: Omit<RunToEnd, 'environment'> = {},
): Promise<Ran> {
  return new Promise((resolve) => {
    const options = {
      env: environment,
      timeout,
      killSignal: 'SIGKILL',
      maxBuffer: mostOutput,
      encoding: 'utf8',
    } as const;
    const child = execFile(
      program,
      parameters,
      { ...options, ...(signal === undefined ? {} : { signal }) },
      (error, stdout, stderr) => {
        if (error === null) resolve({ stdout, stderr, code: 0 });
        else if (child.pid === undefined && signal?.aborted !== true) {
          resolve({ stdout, stderr: error.message, code: notFound });
        } else resolve({ stdout, stderr, code: child.exitCode });
      },
    );
    // A program that does not read its input has ended before it came.
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
  });
}

/** What a program printed, and how it ended in words, of one that was run on whatever host. */
export function outputOfRan({ stdout, stderr, code }: Ran): Output {
  const text = stdout + stderr;
  if (code === 0) return { text, failure: null };
  const said = stderr.split('\n').find((line) => line.trim() !== '');
  const ended = code === null ? 'it did not end in time, or a signal ended it' : `it ended with exit code ${code}`;
  return { text, failure: said?.trim() ?? ended };
}
