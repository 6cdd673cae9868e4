/** Pure parsers of files under /proc; `man 5 proc` describes each. */

export interface ProcessStat {
  comm: string;
  state: string;
  parent: number;
  processGroup: number;
  /** Clock ticks, exited threads included. */
  userTicks: number;
  systemTicks: number;
  /** Both kinds, of the children that it has waited for. */
  reapedTicks: number;
  /** Pages. */
  rssPages: number;
}

/**
 * Parses /proc/PID/stat. The name may hold blanks and brackets, so it ends at the last `)`.
 * Sample: `77 (wrkr_0 (x)) S 1 77 77 0 -1 4194560 ...`.
 */
export function parseStat(text: string): ProcessStat | null {
  const open = text.indexOf('(');
  const close = text.lastIndexOf(')');
  if (open < 0 || close < open) return null;
  // The fields after the name; field 3 of the manual page is the first of them.
  const fields = text.slice(close + 2).split(' ');
  const field = (manual: number): number => Number(fields[manual - 3]);
  return {
    comm: text.slice(open + 1, close),
    state: fields[0] ?? '?',
    parent: field(4),
    processGroup: field(5),
    userTicks: field(14),
    systemTicks: field(15),
    reapedTicks: field(16) + field(17),
    rssPages: field(24),
  };
}

export interface SchedStat {
  cpuNs: number;
  /** Time spent runnable but waiting for a CPU. */
  runDelayNs: number;
}

/** Parses /proc/PID/task/TID/schedstat; null on kernels without it. Sample: `1099865 0 1`. */
export function parseSchedStat(text: string): SchedStat | null {
  const match = /^(\d+) (\d+) \d+/.exec(text);
  return match === null ? null : { cpuNs: Number(match[1]), runDelayNs: Number(match[2]) };
}

/** The sum of voluntary and involuntary context switches in /proc/PID/task/TID/status. */
export function parseContextSwitches(text: string): number {
  return [...text.matchAll(/^(?:non)?voluntary_ctxt_switches:\s+(\d+)/gm)].reduce((sum, [, n]) => sum + Number(n), 0);
}

/** The machine's CPU time, in clock ticks, summed over all CPUs. */
export interface MachineTicks {
  idle: number;
  steal: number;
  cpus: number;
  /** In software interrupts, in nobody's name. */
  softirqTicks: number;
}

/** Parses /proc/stat: `cpu  user nice system idle iowait irq softirq steal guest guest_nice`. */
export function parseMachineStat(text: string): MachineTicks | null {
  const fields = /^cpu +(.*)$/m.exec(text)?.[1]?.split(' ').map(Number);
  if (fields === undefined) return null;
  const [, , , idle = 0, iowait = 0, , softirqTicks = 0, steal = 0] = fields;
  return { idle: idle + iowait, steal, cpus: [...text.matchAll(/^cpu\d+ /gm)].length, softirqTicks };
}

export interface ListeningSocket {
  /** IPv4 address; 0.0.0.0 is every one. Null: one of IPv6. */
  host: string | null;
  port: number;
  inode: number;
}

/**
 * LISTEN sockets in /proc/net/tcp and /proc/net/tcp6.
 * Sample: `   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 12345 1 ...`.
 */
export function parseListening(text: string): ListeningSocket[] {
  return [...text.matchAll(/^ *\d+: ([0-9A-F]{8,32}):([0-9A-F]{4}) \S+ 0A (?:\S+ +){3}\d+ +\d+ +(\d+)/gm)].map(
    ([, host = '', port = '', inode]) => ({ host: hostOf(host), port: parseInt(port, 16), inode: Number(inode) }),
  );
}

/** The kernel prints addresses as words in its own byte order: `0100007F`. A socket of every IPv6 address takes IPv4 too. */
function hostOf(hex: string): string | null {
  if (/^0{32}$/.test(hex)) return '0.0.0.0';
  const word = hex.length === 8 ? hex : /^0{16}FFFF0000([0-9A-F]{8})$/.exec(hex)?.[1];
  return word === undefined ? null : Buffer.from(word, 'hex').reverse().join('.');
}
