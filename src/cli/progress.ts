import type { Progress } from '../app/run/execution.js';
import { formatDuration } from '../units/duration.js';
import { formatBitsPerSecond } from '../units/quantity.js';
import { obeysSequences, type Terminal } from './output.js';

export interface ProgressLine extends Disposable {
  show: (progress: Progress) => void;
  /** What stands before the phase, such as the place in a bench. */
  prefix: string;
  /** Seconds to come after this run. */
  secondsAfter: number;
}

/** Seconds are all that is left of two minutes; of hours they would only flicker: `90 s`, `12 m`, `6 h 12 m`. */
export function timeLeft(seconds: number): string {
  if (seconds <= 120) return `${Math.ceil(seconds)} s`;
  const minutes = Math.ceil(seconds / 60);
  return formatDuration(minutes * 60);
}

/**
 * One line on stderr that is written over, by blanks and carriage returns alone: it has no sequence that NO_COLOR would
 * forbid. Nothing where stderr is no terminal, or one that only prints lines, or the user wants quiet.
 */
export function progressLine(
  quiet: boolean,
  output: Terminal = process.stderr,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): ProgressLine {
  const shown = !quiet && obeysSequences(output, environment);
  let written = '';
  const write = (text: string): void => {
    output.write(`\r${text.padEnd(written.length)}`);
    written = text;
  };
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
      const left = secondsLeft === null ? null : `${timeLeft(secondsLeft + line.secondsAfter)} left`;
      const rate = bitsPerSecond === null ? null : formatBitsPerSecond(bitsPerSecond);
      const text = [line.prefix, phase, left, rate].filter(Boolean).join('  ');
      write(text.slice(0, (output.columns || 80) - 1));
    },
    [Symbol.dispose]() {
      if (!shown) return;
      write('');
      output.write('\r');
    },
  };
  return line;
}
