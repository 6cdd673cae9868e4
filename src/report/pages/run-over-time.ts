import type { Series as RunSeries } from '../../model/series.js';
import { formatBitsPerSecond } from '../../units/quantity.js';
import type { Figure } from '../page/figure.js';
import type { RunParts } from './run-content.js';
import { endOf, inDigits, inThousandths, linesOf, timeFigure } from './time-figure.js';

/** Throughput, CPU and memory from the begin of the warm-up to the end of the window; nothing without samples. */
export function overTime(parts: RunParts): Figure[] {
  const { summary } = parts;
  const series = summary.series === null ? null : untilEnd(summary.series, endOf(summary));
  if (series === null || series.time.length < 2) return [];
  return [throughput(parts, series), cpu(parts, series), memory(parts, series)].filter((figure) => figure !== null);
}

/** Seconds. Samples are rounded to this. */
const rounding = 0.001;

/** Without what comes after the window, when the processes end. */
function untilEnd({ interval, time, bits_per_second, cpu: cpus, rss }: RunSeries, end: number): RunSeries {
  const count = time.filter((at) => at <= end + rounding).length;
  const cut = <T>(byRole: Readonly<Record<string, readonly T[]>>): Record<string, T[]> =>
    Object.fromEntries(Object.entries(byRole).map(([role, values]) => [role, values.slice(0, count)]));
  return {
    interval,
    time: time.slice(0, count),
    bits_per_second: bits_per_second.slice(0, count),
    cpu: cut(cpus),
    rss: cut(rss),
  };
}

function throughput({ summary, id }: RunParts, { time, bits_per_second: rates }: RunSeries): Figure | null {
  const { results, configuration } = summary;
  const whole =
    configuration.workload === 'iperf3' ? ' iperf3 counts once a second: what is finer is a straight line.' : '';
  const average = results?.bits_per_second ?? null;
  // Said here, since a text at the line would hide what is drawn around it.
  const dashed = average === null ? '' : ` Dashed: the average of the window, ${formatBitsPerSecond(average)}.`;
  return timeFigure(summary, {
    id: id('throughput'),
    title: 'Throughput',
    about: `${sentence(results?.bit ?? 'Payload')}, per second, from sample to sample.${dashed}${whole}`,
    y: { title: 'throughput', quantity: 'bits/s', scale: 'linear', from: 0 },
    unit: 'bits per second',
    time,
    lines: [{ name: 'throughput', colour: 0, values: rates.map(inDigits(4)) }],
    rules: average === null ? [] : [{ axis: 'y', at: average, name: '' }],
  });
}

const cpu = ({ summary, id }: RunParts, { time, cpu: byRole }: RunSeries): Figure | null =>
  timeFigure(summary, {
    id: id('cpu'),
    title: 'CPU by role',
    about: 'Cores: seconds of CPU time in a second, over all processes and threads of a role.',
    y: { title: 'cores', quantity: 'cores', scale: 'linear', from: 0 },
    unit: 'cores',
    time,
    lines: linesOf(byRole, inThousandths),
  });

const memory = ({ summary, id }: RunParts, { time, rss: byRole }: RunSeries): Figure | null =>
  timeFigure(summary, {
    id: id('memory'),
    title: 'Resident memory by role',
    about: 'RSS, summed over the processes of a role; what they share is counted for each of them.',
    y: { title: 'RSS', quantity: 'bytes', scale: 'linear', from: 0 },
    unit: 'bytes',
    time,
    // Pages of 4096 bytes: a digit less than this would show steps that are not there.
    lines: linesOf(byRole, inDigits(5)),
    // Flimflam's own memory has nothing to do with the chain, and would flatten everything else.
    drawnRoles: chain,
  });

const chain = (name: string): boolean => /^(?:relay|client|server)/u.test(name);

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
