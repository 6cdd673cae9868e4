import type { LineListener } from './guardian-lines.js';

/** What a guardian tells, in whatever way it is reached. */
export interface GuardianEars {
  /** One event, its fields as they were written. */
  onEvent: (fields: readonly string[]) => void;
  /** A line that a child with a channel printed, all times in it and the time of its arrival of our clock. */
  onLine: (name: string, ...line: Parameters<LineListener>) => void;
  /** The guardian has ended, or nothing is heard of it any more. */
  onEnd: (cause: Error | null) => void;
}

/** How a guardian is reached: as our own child, or through the connection to another machine. */
export interface GuardianLink {
  /** Of the guardian, on its machine. */
  readonly pid: number | undefined;
  /** To be called once, at the begin. */
  hear: (ears: GuardianEars) => void;
  send: (fields: readonly string[]) => void;
  /** The field CHANNEL of the command that starts this child. */
  channelOf: (name: string) => string;
  /** Writes a line to the stdin of a child with a channel; to one that is gone it does nothing. */
  say: (name: string, line: string) => void;
  /** A time of our clock on the clock of its machine. */
  theirTime: (timeNs: number) => number;
  /** Kills groups of processes when the guardian could not; on another machine it has done so itself. */
  kill: (groups: readonly number[]) => void;
  /** Has the guardian kill what is left, and lets it go. */
  end: () => Promise<void>;
  /** Resolves when the last words of every child have arrived. */
  close: () => Promise<void>;
}
