import type { ExpectedError } from '../../errors.js';
import type { Count, Reading, Sample } from '../../model/readings.js';
import type { Logged } from './result/relay-log.js';
import type { Binary } from '../../model/summary.js';
import type { RouterTls } from '../../router/tls.js';
import type { RoutersSeen } from './routers/router-looks.js';

/** Begin and end of a window, CLOCK_MONOTONIC nanoseconds. */
export interface Marks {
  beginNs: number;
  endNs: number;
}

/** What was seen on another machine than this one. Times are of our clock. */
export interface HostSeen {
  begin: Reading | null;
  end: Reading | null;
  /** Theirs - ours at the begin of the window, and how far off that can be, in nanoseconds. */
  clock: { offsetNs: number; uncertaintyNs: number };
  /** Bytes that Flimflam itself sent there and got from there over ssh between the marks. */
  own: { sent: number; received: number } | null;
}

/** A reading of all hosts within the window. */
export interface Looked {
  here: Reading;
  elsewhere: Record<string, HostSeen>;
}

/** All that was seen of a run, raw. What was not reached is null or empty. */
export interface Execution {
  /** Why it did not come to its end; null when it did. */
  problem: ExpectedError | null;
  marks: Marks | null;
  begin: Reading | null;
  end: Reading | null;
  samples: Sample[];
  /** How many samples, 100 ms apart, one of them or of the counts stands for by now, but at the marks. */
  stride: number;
  /** The last reading in a long window before its end: what is left when it is cut short. */
  lately: Looked | null;
  /** Of logs that were cut, by role: bytes that were taken away, the end of the last line, what counted in the window. */
  cutLogs: Record<string, { bytes: number; rest: string; logged: Logged }>;
  /** The client's payload over time: its own count, or else the kernel's. */
  counts: Count[];
  /** The same as a client tells that keeps its own time: seldom, and of what it sent. */
  toldCounts: Count[];
  /** What the routers told of themselves over time. */
  routers: RoutersSeen;
  /** Before the client connected, and after the end of its connections, where somebody wants to know. */
  memory: { before: Sample | null; after: Sample | null };
  /** The kernel's count of the sockets at which the result arrives, at both marks. */
  kernel: { begin: Count; end: Count } | null;
  outputs: { client: string; server: string };
  /** What routers told of their TLS connections, by role. */
  tls: Record<string, RouterTls>;
  libraries: Record<string, Binary[]>;
  /** The hosts on which another Flimflam was at work too. */
  sharedHosts: readonly string[];
  /** By name of the host. */
  elsewhere: Record<string, HostSeen>;
}

export const nothingSeen = (): Execution => ({
  problem: null,
  marks: null,
  begin: null,
  end: null,
  samples: [],
  stride: 1,
  lately: null,
  cutLogs: {},
  counts: [],
  toldCounts: [],
  routers: { looks: [], intervalNs: 0, missed: {} },
  memory: { before: null, after: null },
  kernel: null,
  outputs: { client: '', server: '' },
  tls: {},
  libraries: {},
  sharedHosts: [],
  elsewhere: {},
});

/** The best that is known of the payload over time: where nobody counts it often, what the client tells. */
export const countsOverTime = ({ counts, toldCounts }: Pick<Execution, 'counts' | 'toldCounts'>): readonly Count[] =>
  counts.length >= 2 ? counts : toldCounts;

/** What a run tells while it is going on. */
export interface Progress {
  phase: 'starting' | 'warm-up' | 'window' | 'stopping' | 'reading the capture' | `waiting for ${string}`;
  secondsLeft: number | null;
  bitsPerSecond: number | null;
}

/** A process that is up, for somebody who wants to look at it. */
export interface PartUp {
  name: string;
  pid: number;
  ports: readonly number[];
}

/** How a run is followed and ended from outside. */
export interface Hooks {
  /** Aborted by Ctrl-C or TERM; its reason is the error to end with. */
  signal: AbortSignal;
  /** Aborted by a second Ctrl-C: what is still to be measured is let go. */
  again?: AbortSignal;
  onProgress: (progress: Progress) => void;
  /** Hears every step, in words. */
  onEvent: (text: string) => void;
  /** Called after the window while the chain is still up. */
  hold: ((parts: readonly PartUp[]) => Promise<void>) | null;
}
