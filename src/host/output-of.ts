import { execFile } from 'node:child_process';

/** What a short-lived program printed on stdout and stderr, and how it ended. */
export interface Output {
  text: string;
  /** Null if it ended well; else one line that says what went wrong. */
  failure: string | null;
}

/** Milliseconds; a program that only prints its version needs less than 100. */
const defaultTimeout = 5000;

/** Runs a program that should only print something; never throws. The timeout is in milliseconds. */
export function outputOf(
  [program = '', ...parameters]: readonly string[],
  environment: Readonly<Record<string, string | undefined>> = process.env,
  timeout = defaultTimeout,
): Promise<Output> {
  return new Promise((resolve) => {
    const options = { env: environment, timeout, killSignal: 'SIGKILL', encoding: 'utf8' } as const;
    const child = execFile(program, parameters, options, (error, stdout, stderr) => {
      resolve({ text: stdout + stderr, failure: error === null ? null : failureOf(error, stderr) });
    });
    child.stdin?.end();
  });
}

function failureOf(error: Error & { killed?: boolean; code?: unknown }, stderr: string): string {
  if (error.killed === true) return 'it did not end in time';
  const line = stderr.split('\n').find((line) => line.trim() !== '');
  return line?.trim() ?? (typeof error.code === 'number' ? `it ended with exit code ${error.code}` : error.message);
}
