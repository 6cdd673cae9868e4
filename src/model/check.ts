import type { Calibration } from './calibration.js';
import type { CaptureFinding } from './capability.js';

/** What `flimflam check` found out: facts about the machine, and a finding for each thing that a command needs. */
export interface CheckReport {
  facts: { name: string; value: string }[];
  findings: Finding[];
  /** What can be captured here; empty if perf was to be left out. */
  captures: CaptureFinding[];
  calibrations: CalibrationsFound;
  /** Whether everything that is required is there and works. */
  ok: boolean;
}

/** The record that `flimflam calibrate` keeps, of this machine. */
export interface CalibrationsFound {
  scenarios: CalibratedScenario[];
  /** Of all scenarios. */
  falseCalls: { judged: number; called: number; interval: { lower: number; upper: number } | null };
  /** Why files of the record could not be read. */
  skipped: string[];
}

/** Comparisons of builds with themselves in one scenario, judged by one metric. */
export interface CalibratedScenario {
  configuration: Calibration['configuration'];
  primary: string;
  comparisons: number;
  /** Their median, on the log scale. */
  noise: number;
  /** Share: what 30 pairs see of it. */
  detectable: number;
  /** Those with a verdict, and those that called a difference. */
  judged: number;
  called: number;
}

export interface Finding {
  name: string;
  /** `broken`: it is there, but does not work; `note` says why. */
  state: 'found' | 'missing' | 'broken';
  required: boolean;
  /** What it is for. */
  purpose: string;
  version: string | null;
  /** Absolute path. */
  path: string | null;
  build_id: string | null;
  /** One line about its state. */
  note: string | null;
  /** What to do about it. */
  remedy: string | null;
  /** Libraries of interest that it would load; a path of null is one that the loader does not find. */
  libraries: { name: string; path: string | null; build_id: string | null }[];
}
