/** What is in a file that perf recorded. */
export interface Recorded {
  /** Samples by event, as perf names it with its modifiers. */
  samples: ReadonlyMap<string, number>;
  /** Records of a thread that was switched in or out. */
  switches: number;
}

/**
 * Reads `perf report --stats`. Samples of its lines: `cpu-clock:uhppp stats:`, `          SAMPLE events:         44`,
 * `          SWITCH events:          2  (12.5%)`.
 */
export function parseRecorded(text: string): Recorded {
  const samples = new Map<string, number>();
  let event: string | null = null;
  let switches = 0;
  for (const line of text.split('\n')) {
    const heading = /^(\S.*) stats:$/.exec(line)?.[1];
    if (heading !== undefined) event = heading === 'Aggregated' ? null : heading;
    const [, kind, count] = /^\s+([A-Z]\w*) events:\s+(\d+)/.exec(line) ?? [];
    if (kind === 'SWITCH' && event === null) switches = Number(count);
    if (kind === 'SAMPLE' && event !== null) samples.set(event, Number(count));
  }
  return { samples, switches };
}

/** An event that `perf stat` was asked to count. */
export interface Counted {
  /** As perf names it, with its modifiers. */
  event: string;
  /** Null if perf says `<not supported>` or `<not counted>`. */
  count: number | null;
  supported: boolean;
}

/** Reads `perf stat -x ,`. Samples: `1.03,msec,task-clock:u,917850,100.00,,`, `<not supported>,,cycles:u,0,100.00,,`. */
export function parseCounted(text: string): Counted[] {
  return text.split('\n').flatMap((line) => {
    const [, count = '', event = ''] = /^(\d[\d.]*|<not (?:supported|counted)>),[^,]*,([^,]+),/.exec(line) ?? [];
    if (event === '') return [];
    const number = count.startsWith('<') ? null : Number(count);
    return [{ event, count: number, supported: count !== '<not supported>' }];
  });
}

/**
 * Whether perf left the kernel out, by the modifiers that it then gives an event: `cycles:u`, `cpu-clock:uhppp`,
 * `ibs_op//u`, and for a tracepoint `sched:sched_switchu`.
 */
export const isUserOnly = (event: string): boolean => /[:/]u[a-zA-Z]*$/.test(event);

/** What perf takes in place of cycles where there are none (6.7 and newer: task-clock). */
export const isClock = (event: string): boolean => /^(?:cpu|task)-clock\b/.test(event);

/** Lines that say nothing about what went wrong. */
const noise = /^(?:Error:|\[ ?perf |perf_event_open\(|WARNING:|Warning:|Usage:|or:|$)/;

/** Longest quotation of perf. */
const longest = 160;

/** perf's own words about what went wrong: the first line that says something; null if it says nothing. */
export function firstWords(text: string): string | null {
  // Sample: `event syntax error: 'sched:sched_switch'`, and below `                     \___ unsupported tracepoint`.
  const pointed = /\\___ (.+)/.exec(text)?.[1];
  const lines = text.split('\n').map((line) => line.trim());
  const line = pointed ?? lines.find((one) => !noise.test(one));
  return line === undefined ? null : plain(line).slice(0, longest);
}

/** Without what a terminal would obey, and without the dot at its end: it becomes part of a sentence. */
const plain = (line: string): string =>
  line
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim()
    .replace(/\.$/, '');

/**
 * Whether perf can follow stacks by debug information, by `perf version --build-options`; true where it does not say.
 * Samples: `          dwarf-unwind: [ on  ]  # HAVE_DWARF_UNWIND_SUPPORT` (6.11 and newer), before that one of
 * `             libunwind: [ OFF ]  # HAVE_LIBUNWIND_SUPPORT`, `    libdw-dwarf-unwind: [ on  ]  # HAVE_DWARF_SUPPORT`.
 */
export function hasUnwinder(options: string): boolean {
  const states = (name: string): boolean[] =>
    [...options.matchAll(new RegExp(String.raw`^ *${name}: \[ *(\w+)`, 'gm'))].map(([, state]) => state === 'on');
  const [decisive] = states('dwarf-unwind');
  const either = [...states('libunwind'), ...states('libdw-dwarf-unwind')];
  return decisive ?? (either.length === 0 || either.includes(true));
}
