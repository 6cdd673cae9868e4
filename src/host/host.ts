import type { Address } from '../model/address.js';
import type { Reading, Sample } from '../model/readings.js';
import type { Files } from './files.js';
import type { PrintEnd } from './printing.js';
import type { Supervisor } from './supervisor.js';

/** How the monotonic clock of a host lies against ours. All times elsewhere are of our own clock. */
export interface HostClock {
  /** Theirs - ours, in nanoseconds. */
  readonly offsetNs: number;
  /** Half of the shortest round trip, in nanoseconds: the offset cannot be farther off. 0 for this machine. */
  readonly uncertaintyNs: number;
  /** Measures anew: clocks drift, some by 0.1 ms a second. */
  measure: () => Promise<void>;
}

/** What a program printed that was run to its end. */
export interface Ran {
  stdout: string;
  stderr: string;
  /** Null when a signal ended it, or it did not end in time. */
  code: number | null;
}

export interface RunToEnd {
  /** Of the program; what is left out is as on that host. */
  environment?: Readonly<Record<string, string>>;
  /** Milliseconds. */
  timeout?: number;
  /** Written to its stdin. */
  input?: string | Buffer;
  signal?: AbortSignal;
}

/**
 * A machine on which parts of a chain can run: this one, or one that is reached with ssh. It lasts as long as the command;
 * what belongs to one run is its `Post`.
 */
export interface Host {
  /** As ssh understands it; `localhost` for this machine. */
  readonly name: string;
  /** The address at which it answered ssh; for this machine the loopback. */
  readonly address: string;
  readonly clock: HostClock;
  /** Whether we are root there. */
  readonly asRoot: boolean;
  /** The environment that programs get there. */
  readonly environment: Readonly<Record<string, string>>;
  /** Absolute path there of one of our native programs, such as `flimflam-load`. */
  native: (executable: string) => string;
  /**
   * What a function makes of the files there. On another machine it is called again and again, with more and more of them,
   * until everything that it asks for is known: so it must have no effects, and ask for the same in the same order.
   */
  look: <T>(read: (files: Files) => T) => Promise<T>;
  /** Runs a program there to its end; never throws but when the host is lost. */
  run: (argv: readonly string[], options?: RunToEnd) => Promise<Ran>;
  /**
   * Runs a program there that prints, and hands over its stdout as it comes; rejects with the signal's reason when that
   * comes first.
   */
  print: (
    argv: readonly string[],
    options: { environment: Readonly<Record<string, string>>; signal: AbortSignal | null },
    onBytes: (bytes: Buffer) => void,
  ) => Promise<PrintEnd>;
  /** Copies a file from there to this path here. */
  fetch: (path: string, here: string) => Promise<void>;
  /** Finds ports there on which nobody listens, outside the range of outgoing connections. */
  freePorts: (address: string, count: number) => Promise<number[]>;
  /** Takes connections to an address there, and does nothing with them, until it is closed. */
  listen: (address: Address) => Promise<Listening>;
  /** Why nobody there reaches an address, in the words of its C library; null when a connection came about in that time. */
  reach: (address: Address, patienceMs: number) => Promise<string | null>;
  /** A port of our loopback that leads to a port of theirs; the same one for this machine. */
  forward: (port: number) => Promise<number>;
  /** The folder there of a run whose folder here is this one; of this machine it is the same. */
  folderOf: (runFolder: string) => string;
  /** Takes a post there for one run, in that folder. */
  post: (wanted: PostWanted) => Promise<Post>;
  /** Resolves when nothing of ours is left there. */
  close: () => Promise<void>;
}

export interface Listening {
  /** Why nobody can listen there; null when somebody does. */
  why: string | null;
  /** Whether somebody else does. */
  isTaken: boolean;
  /** Resolves when nobody listens any more. */
  close: () => Promise<void>;
}

export interface PostWanted {
  /** Absolute path of the run folder, which is on this machine. */
  folder: string;
  /** Names of the children whose stdin and stdout shall be connected to Flimflam. */
  channels: readonly string[];
  /** Lines that need not be kept once they were heard. */
  isPassing: (line: string) => boolean;
}

/** What a run has of a host: a folder, processes, and somebody who watches them. */
export interface Post {
  readonly host: Host;
  /** Absolute path there; of this machine it is the run folder. */
  readonly folder: string;
  readonly supervisor: Supervisor;
  readonly watcher: Watcher;
  /** Writes a file below the folder. Of private ones (keys) only the owner may read anything. */
  put: (path: string, text: string | Buffer) => Promise<void>;
  /** Brings the files of the folder there into the run folder here, by their paths in it; nothing to do on this machine. */
  bringBack: (wanted: (path: string) => boolean) => Promise<void>;
  /** Sockets that take connections to this address, by inode. */
  listeners: (address: Address) => Promise<number[]>;
  /** Whether a process of the group that this one leads holds one of these sockets. */
  holds: (leader: number, inodes: readonly number[]) => Promise<boolean>;
  /** Bytes of Flimflam's own that went there and came from there so far; null for this machine. */
  traffic: () => { sent: number; received: number } | null;
  /**
   * Ends everything that was started, TERM first, KILL after the delay; then brings back these files, as `bringBack` does,
   * and removes the folder there. On this machine files stay where they are.
   */
  leave: (killAfterMs: number, wanted: (path: string) => boolean) => Promise<void>;
}

/** Samples the processes of a run on one host. Times are of our clock, wherever it is. */
export interface Watcher {
  /** Watches the process group that this process leads, as part of a role. */
  watch: (role: string, leader: number) => void;
  /** Tells the size of a log by role in every sample. */
  watchLog: (role: string, path: string) => void;
  /** Finds the processes of every group, new workers included. */
  refresh: () => void;
  /** Calls back with a sample every 100 ms, at whole multiples of that, until the function that is returned is called. */
  follow: (onSample: (sample: Sample) => void) => () => void;
  /** Reads everything at this time, or at once when it has passed. */
  readAt: (mark: string, timeNs: number) => void;
  /** What was read at a mark; asked for after the window, since it is long. Null if there was no such reading. */
  readingAt: (mark: string) => Promise<Reading | null>;
}
