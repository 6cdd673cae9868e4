import type { LineListener } from './guardian-lines.js';
import type { ChildSpec, Exit } from './guardian.js';

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
