import type { Interrupts } from './interrupt.js';
import type { ProgressLine } from './progress.js';

/** Tells what is up and waits for Enter or Ctrl-C. */
export function holdUntilEnter(interrupts: Interrupts, progress: ProgressLine) {
  return (parts: readonly { name: string; pid: number; ports: readonly number[] }[]): Promise<void> =>
    new Promise((resolve) => {
      progress[Symbol.dispose]();
      const lines = parts.map(({ name, pid, ports }) =>
        `  ${name.padEnd(8)}  pid ${pid}  ${ports.length > 0 ? `ports ${ports.join(', ')}` : ''}`.trimEnd(),
      );
      process.stderr.write(`the chain stays up until Enter or Ctrl-C:\n${lines.join('\n')}\n`);
      const end = (): void => {
        process.stdin.pause();
        resolve();
      };
      interrupts.divert(end);
      // Without a terminal there is nobody to press Enter, and the end of stdin says nothing.
      if (process.stdin.isTTY) process.stdin.once('data', end);
    });
}
