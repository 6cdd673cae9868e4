/**
 * Between the columns of `perf stat -x`, as perf takes it: a tab. Names of threads and events hold commas
 * (`cpu/event=0x3c,umask=0/`).
 */
export const separator = String.raw`\t`;

/** What perf counted of one event in one thread. */
export interface ThreadCount {
  comm: string;
  tid: number;
  /** As perf calls it, such as `cycles` or `cycles:u`. */
  event: string;
  /** `msec`, or empty for a number of occurrences. */
  unit: string;
  /** False when this machine cannot count the event at all. */
  supported: boolean;
  /** Null when it was not counted, though the thread ran. Extrapolated by perf when `running` is below 1. */
  count: number | null;
  /** Share of the thread's time in which a counter was there for the event. */
  running: number;
}

/**
 * Thread, count, unit, event, nanoseconds counted, percent of the time; perf may add a figure that it derives.
 * The name is bounded from the right: it may hold everything. A locale may write the point as a comma.
 */
const pattern = /^(.*)-(\d+)\t(<not counted>|<not supported>|[\d.,]+)\t([^\t]*)\t([^\t]+)\t\d+\t([\d.,]+)(?:\t|$)/;

/**
 * Reads what `perf stat --per-thread -x '\t'` wrote. Lines of another form (comments, derived figures) are passed over.
 * Sample: `nginx-14241	839.90	msec	task-clock	839902668	100.00	0.016	CPUs utilized`.
 */
export function parseStat(text: string): ThreadCount[] {
  return text.split('\n').flatMap((line) => {
    const match = pattern.exec(line);
    if (match === null) return [];
    const [, comm = '', tid, value = '', unit = '', event = '', percent = ''] = match;
    // Of two digits below the point.
    const running = Math.round(figure(percent) * 100) / 1e4;
    return [{ comm, tid: Number(tid), event, unit, ...counted(value, running), running }];
  });
}

function counted(value: string, running: number): Pick<ThreadCount, 'supported' | 'count'> {
  if (value === '<not supported>') return { supported: false, count: null };
  // perf says 100 % of a thread that never ran, and 0 % of one that never got a counter.
  if (value === '<not counted>') return { supported: true, count: running < 1 ? null : 0 };
  return { supported: true, count: figure(value) };
}

const figure = (text: string): number => Number(text.replace(',', '.'));

/** An event without what perf or the user put around it: `cycles` of `cycles:u` and of `cpu_core/cycles/u`. */
export const plainEvent = (event: string): string => event.replace(/^\w+\/(.*)\/\w*$/, '$1').replace(/:\w+$/, '');
