import type { Progress } from '../app/run/execution.js';
import { formatBitsPerSecond } from '../units/quantity.js';

export interface ProgressLine extends Disposable {
  show: (progress: Progress) => void;
  /** What stands before the phase, such as the place in a bench. */
  prefix: string;
  /** Seconds to come after this run. */
  secondsAfter: number;
}

/** One line on stderr that is written over; nothing where stderr is no terminal or the user wants quiet. */
export function progressLine(quiet: boolean): ProgressLine {
  const shown = !quiet && process.stderr.isTTY && process.env['TERM'] !== 'dumb';
  let lastMs = 0;
  let lastPhase = '';
  const line: ProgressLine = {
    prefix: '',
    secondsAfter: 0,
    show({ phase, secondsLeft, bitsPerSecond }) {
      if (!shown) return;
      // At most once a second: terminals are slow, and the machine is measuring.
      if (phase === lastPhase && Date.now() - lastMs < 1000) return;
      lastMs = Date.now();
      lastPhase = phase;
      const left = secondsLeft === null ? null : `${Math.ceil(secondsLeft + line.secondsAfter)} s left`;
      const rate = bitsPerSecond === null ? null : formatBitsPerSecond(bitsPerSecond);
      const text = [line.prefix, phase, left, rate].filter(Boolean).join('  ');
      process.stderr.write(`\r${text.slice(0, (process.stderr.columns ?? 80) - 1)}\u001B[K`);
    },
    [Symbol.dispose]() {
      if (shown) process.stderr.write('\r\u001B[K');
    },
  };
  return line;
}
