import type { LineListener } from './guardian-lines.js';

export interface Exit {
  code: number | null;
  signal: string | null;
  /** All the CPU time that it used: nothing is left of it in /proc. */
  cpu: { userMicroseconds: number; systemMicroseconds: number };
}

export interface ChildSpec {
  name: string;
  argv: readonly string[];
  environment: Readonly<Record<string, string>>;
  cwd: string;
  /** Takes stderr, and stdout too unless there is a channel. */
  log: string;
  cpus: readonly number[] | null;
  /** `cgroup.procs` of the cgroup in which it runs from its first instruction on; else that of Flimflam. */
  cgroup?: string | null;
}

/** Starts, hears and ends the processes of a run, on one host or on several: names are unique in the run. */
export interface Supervisor {
  /** The guardian's own; on several hosts that of this machine. */
  readonly pid: number | undefined;
  /** Called when a child has ended, and when the supervisor itself has, unasked, with the reason if there is one. */
  onExit: (name: string, exit: Exit) => void;
  onDeath: (cause: Error | null) => void;
  /** Starts a process and resolves with its id there, which is also that of its process group. */
  start: (child: ChildSpec) => Promise<number>;
  removeAtEnd: (cgroup: string) => void;
  /** Hears every line that a child with a channel prints, with the time of its arrival on our clock. */
  onLine: (name: string, listener: LineListener) => void;
  /** What a child has printed on its channel so far. */
  output: (name: string) => string;
  write: (name: string, line: string) => void;
  /** Asks a native program for its counters at a time of our clock; 0 is at once. */
  mark: (name: string, timeNs: number) => void;
  signal: (name: string, signal: 'INT' | 'TERM') => void;
  exitOf: (name: string) => Exit | null;
  pids: () => { name: string; pid: number }[];
}
