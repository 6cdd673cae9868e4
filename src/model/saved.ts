import type { Capacity } from './capacity.js';
import type { Comparison } from './comparison.js';
import type { Bench, Status, Summary } from './summary.js';
import type { Sweep } from './sweep.js';

/** What can lie in an output folder, by the command that made it; `comparisons` are those of several workloads. */
export const savedKinds = ['run', 'bench', 'comparison', 'comparisons', 'sweep', 'capacity'] as const;
export type SavedKind = (typeof savedKinds)[number];

/** What is read of each kind; of several workloads their comparisons, in order. */
export interface SavedDocuments {
  run: Summary;
  bench: Bench;
  comparison: Comparison;
  comparisons: readonly [Comparison, ...Comparison[]];
  sweep: Sweep;
  capacity: Capacity;
}

/** A document with its kind. */
export type SavedDocument = { [Kind in SavedKind]: { kind: Kind; document: SavedDocuments[Kind] } }[SavedKind];

/** One of an output folder, as `flimflam list --json` prints it. Null where it is not known, or where a kind has none. */
export interface SavedEntry {
  /** Name of the folder; of what lies in a comparison, its path below the output folder. */
  id: string;
  /** The shortest ending of the name that `flimflam show` takes. */
  name: string;
  /** Absolute path. */
  path: string;
  kind: SavedKind;
  started: string | null;
  /** A bench has the worst status of its runs; a comparison that was stopped is `failed`. */
  status: Status | 'unreadable';
  /** Why it is not `ok`, in a sentence. */
  reason: string | null;
  workloads: string[];
  relays: string[];
  protocols: string[];
  /** Workload, relay, and the options that are not as usual. */
  scenario: string;
  /** What was recorded of the window, such as `stat`: such a run is slower for it. */
  captured: string | null;
  build: SavedBuild | null;
  bits_per_second: number | null;
  operations_per_second: number | null;
  /** CPU-seconds of all relays by `relays_cost_unit`. */
  relays_cost: number | null;
  relays_cost_unit: 'GB' | '1000 operations' | null;
  /** Seconds. */
  latency_p99: number | null;
  /** The answer in a sentence, of what is no single run. */
  answer: string | null;
}

/** The relay that was measured; a router is what it is together with its Proton. */
export interface SavedBuild {
  version: string | null;
  build_id: string | null;
  proton_build_id: string | null;
}
