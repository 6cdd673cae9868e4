import type { CaptureName } from './names.js';
import type { Warning } from './summary.js';

/** Something that a capture asks of perf and the kernel, found out by trying it. */
export type CapabilityName =
  /** perf is here, starts, and can be switched on and off from outside (perf 5.10). */
  | 'perf'
  | 'counting'
  | 'sampling'
  /** Call chains by the CPU's record of branches. */
  | 'lbr'
  /** Call chains by debug information. */
  | 'dwarf'
  /** The kernel's tracepoint where threads are switched. */
  | 'switches'
  /** The kernel's tracepoints where system calls begin and end. */
  | 'syscalls'
  /** Samples of memory accesses. */
  | 'memory'
  /** The same, of cache lines that CPUs share. */
  | 'cache-lines';

export interface Capability {
  name: CapabilityName;
  possible: boolean;
  /** Why not, in one clause; null if possible. */
  cause: string | null;
  /** The exact line that changes it; null if nothing does, or nothing is wanting. */
  remedy: string | null;
  /** What it cannot do here although it is possible. */
  limits: readonly Limit[];
}

/** Something that is less than it could be, worth a warning beside every result. */
export interface Limit extends Warning {
  /** Whether the advice is a line to type. */
  changeable: boolean;
}

/** A row of the table of `flimflam check`. */
export interface CaptureFinding {
  capture: CaptureName;
  possible: boolean;
  /** What it can do here, or why it cannot. */
  note: string;
  /** What to do about it, or what to use instead. */
  remedy: string | null;
}
