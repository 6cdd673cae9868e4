import type { Series } from '../../model/series.js';
import type { Summary } from '../../model/summary.js';
import { formatDuration } from '../../units/duration.js';
import { formatBitsPerSecond } from '../../units/quantity.js';

const bars = Array.from('▁▂▃▄▅▆▇█');

/** Stands for a step of which nothing is known. */
const unknown = '·';

/** With fewer the picture tells nothing that the two figures beside it do not tell. */
const fewestSteps = 4;

/** Two rates and a duration: ` 999 Mb/s to 1.01 Gb/s, each 500 ms`. */
const figuresWidth = 36;

/** With the usual window a bar is 200 ms, and the line fits 80 columns. */
const mostSteps = 28;

/** Seconds. iperf3 tells its count once a second: what is finer in the series are straight lines between. */
const coarsest: Readonly<Record<string, number>> = { iperf3: 1 };

/** Seconds. The series is rounded to this. */
const rounding = 0.001;

interface Step {
  seconds: number;
  /** Bits per second. */
  rate: number | null;
}

/**
 * The throughput over the window as a line of bars, with the least and the most of just these bars: a full bar is the
 * most, none is nothing at all. Null where too little is known of it.
 */
export function ratesOverTime({ series, results, configuration }: Summary, width: number): string | null {
  if (series === null || results === null) return null;
  const most = Math.min(mostSteps, width - figuresWidth);
  const steps = merged(withinWindow(series, results.duration), most, coarsest[configuration.workload] ?? 0);
  const known = steps.flatMap(({ rate }) => (rate === null ? [] : [rate]));
  const highest = Math.max(...known);
  if (known.length < fewestSteps || highest <= 0) return null;
  const line = steps.map(({ rate }) => (rate === null ? unknown : barOf(rate / highest))).join('');
  const seconds = steps.reduce((sum, step) => sum + step.seconds, 0) / steps.length;
  const range = `${formatBitsPerSecond(Math.min(...known))} to ${formatBitsPerSecond(highest)}`;
  return `${line} ${range}, each ${formatDuration(Number(seconds.toPrecision(2)))}`;
}

/** The eighth that is reached: only the highest is full. */
const barOf = (share: number): string => bars[Math.max(0, Math.ceil(share * bars.length) - 1)] ?? unknown;

/** The rates between two samples that both lie in the window. */
function withinWindow({ time, bits_per_second: rates }: Series, duration: number): Step[] {
  return time.flatMap((to, at) => {
    const from = time[at - 1];
    const outside = from === undefined || from < -rounding || to > duration + rounding;
    return outside ? [] : [{ seconds: to - from, rate: rates[at] ?? null }];
  });
}

/** So many neighbours made into one that at most `most` are left, each of at least `least` seconds; none is left out. */
function merged(steps: readonly Step[], most: number, least: number): Step[] {
  const seconds = steps.reduce((sum, step) => sum + step.seconds, 0);
  const bySeconds = least > 0 ? Math.floor((seconds + rounding) / least) : most;
  const size = Math.ceil(steps.length / Math.max(1, Math.min(most, bySeconds)));
  const count = Math.floor(steps.length / Math.max(1, size));
  return Array.from({ length: count }, (_, at) =>
    joined(steps.slice(Math.floor((at * steps.length) / count), Math.floor(((at + 1) * steps.length) / count))),
  );
}

function joined(steps: readonly Step[]): Step {
  const seconds = steps.reduce((sum, step) => sum + step.seconds, 0);
  const bits = steps.reduce<number | null>(
    (sum, { seconds: each, rate }) => (sum === null || rate === null ? null : sum + each * rate),
    0,
  );
  return { seconds, rate: bits === null ? null : bits / seconds };
}
