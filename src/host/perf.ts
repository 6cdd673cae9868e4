import { spawn } from 'node:child_process';

/** How a program of perf's that prints ended. */
export interface PerfEnd {
  /** Null when a signal ended it. */
  code: number | null;
  signal: string | null;
  stderr: string;
}

/** Longest stderr that is kept: perf may complain of every event. */
const mostWords = 64 << 10;

/** No pager, no colours, no configuration that would change the columns; nor is anything worth a look into the network. */
export const perfEnvironment = (): NodeJS.ProcessEnv => ({
  ...process.env,
  LC_ALL: 'C',
  PERF_CONFIG: '/dev/null',
  PERF_PAGER: 'cat',
  TERM: 'dumb',
  DEBUGINFOD_URLS: '',
});

/**
 * Runs `perf ...` and hands over its stdout in pieces as they come, at the pace of the receiver. Lines may be cut
 * anywhere; rejects with the signal's reason when that comes first. Text is latin1: perf prints symbols as the bytes that the binaries hold; every byte keeps its own place.
 */
export async function perfOutput(
  argv: readonly string[],
  signal: AbortSignal | null,
  onText: (text: string) => void,
): Promise<PerfEnd> {
  const [perf = 'perf', ...rest] = argv;
  const child = spawn(perf, rest, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: perfEnvironment(),
    ...(signal === null ? {} : { signal, killSignal: 'SIGKILL' as const }),
  });
  let stderr = '';
  child.stdout.setEncoding('latin1').on('data', onText);
  child.stderr.setEncoding('latin1').on('data', (text: string) => {
    if (stderr.length < mostWords) stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', (error) => reject(signal?.aborted === true ? (signal.reason as Error) : error));
    child.on('close', (code, endedBy) => resolve({ code, signal: endedBy, stderr }));
  });
}
