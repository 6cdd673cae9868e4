import { spawn } from 'node:child_process';

/** How a program that prints ended. */
export interface PrintEnd {
  /** Null when a signal ended it. */
  code: number | null;
  signal: string | null;
  stderr: string;
}

/** Longest stderr that is kept: perf may complain of every event. */
const mostWords = 64 << 10;

/**
 * Runs a program of this machine that prints and hands over its stdout as it comes, at the pace of the receiver; rejects
 * with the signal's reason when that comes first.
 */
export async function runPrinting(
  [program = '', ...words]: readonly string[],
  { environment, signal }: { environment: NodeJS.ProcessEnv; signal: AbortSignal | null },
  onBytes: (bytes: Buffer) => void,
): Promise<PrintEnd> {
  const child = spawn(program, words, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: environment,
    ...(signal === null ? {} : { signal, killSignal: 'SIGKILL' as const }),
  });
  let stderr = '';
  child.stdout.on('data', onBytes);
  child.stderr.setEncoding('latin1').on('data', (text: string) => {
    if (stderr.length < mostWords) stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', (error) => reject(signal?.aborted === true ? (signal.reason as Error) : error));
    child.on('close', (code, endedBy) => resolve({ code, signal: endedBy, stderr }));
  });
}
