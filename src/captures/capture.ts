import type { PerfMachine } from '../host/perf-machine.js';
import type { CapabilityName } from '../model/capability.js';
import type { Capture as CaptureFound } from '../model/capture.js';
import type { callGraphs } from '../model/capture-options.js';
import type { CaptureName } from '../model/names.js';
import type { Profile } from '../model/profile.js';
import type { Warning } from '../model/summary.js';
import type { OwnerOf } from './owners.js';

/** What a user may choose of a capture. */
export interface CaptureOptions {
  /** Events for `perf stat`, comma-separated as perf takes them; null: what this machine has. */
  events: string | null;
  /** Samples a second and CPU. */
  frequency: number;
  callGraph: (typeof callGraphs)[number];
  /** Goes to perf as it is. */
  extra: readonly string[];
}

/** What is there of a capture when the run is over: of one perf, on one machine. */
export interface Captured {
  /** Absolute path of the file that perf wrote, on the machine of that perf. */
  file: string;
  perf: Pick<PerfMachine, 'print' | 'text' | 'facts' | 'syscallNames'>;
  ownerOf: OwnerOf;
  /** CLOCK_MONOTONIC nanoseconds of that machine; null for a file of which no run is known. */
  marks: { beginNs: number; endNs: number } | null;
  signal: AbortSignal | null;
}

/** What a capture makes of it. */
export interface Findings {
  stat?: NonNullable<CaptureFound['stat']>;
  profile?: { facts: NonNullable<CaptureFound['profile']>; tree: Profile };
  syscalls?: NonNullable<CaptureFound['syscalls']>;
  /** Files to keep in the run folder, by name. */
  files?: Record<string, string>;
  /** Top of perf's own report, for the terminal. */
  report?: string;
  lost: number | null;
  warnings: Warning[];
}

/** One way to look at the window with perf. Starting perf and switching it on and off is not its business. */
export interface Capture {
  name: CaptureName;
  /** What must be possible here. */
  needs: (options: CaptureOptions) => readonly CapabilityName[];
  /** The file that perf writes. */
  file: string;
  /** Events worth having; those of them that work here are handed to `perf`. */
  candidates?: readonly string[];
  /** What perf is told, but for the window, the file and the processes. */
  perf: (options: CaptureOptions, events: readonly string[]) => readonly string[];
  /** Reads what perf wrote. Throws an expected error when there is nothing in it. */
  digest: (captured: Captured, options: CaptureOptions) => Promise<Findings>;
}
