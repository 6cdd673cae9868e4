import type { Metric } from './metrics.js';
import type { SavedBuild } from './saved.js';
import type { Status } from './summary.js';

/** Consecutive runs of one build, folded: as `flimflam history --json` prints it. */
export interface HistoryPoint {
  /** Begin of the first run, and of the last. */
  time: string;
  until: string;
  build: SavedBuild | null;
  /** The build for people. */
  label: string;
  /** Median, least and most over the runs with status `ok`; null without one that has the figure. */
  value: number | null;
  low: number | null;
  high: number | null;
  /** How many runs that is. */
  n: number;
  /** Runs that are shown and not counted, by status. */
  not_counted: Partial<Record<Status, number>>;
  /** Share by which the median lies above that of the point before that has one. */
  change: number | null;
  /** Where 95 % of such medians lie when nothing has changed since then; null where the band is not known. */
  band: { low: number; high: number } | null;
  /** Whether the median lies beyond the band. It is a hint: only `flimflam compare` tells for sure. */
  marked: boolean;
  /** What has changed beside the relay since the point before: `kernel 6.12.48 -> 6.12.51`. */
  also: string[];
  /** Names of the run folders. */
  runs: string[];
}

/** What the band is taken from. */
export interface HistoryBand {
  /** Comparisons of a build with itself on this machine (`flimflam calibrate`), or the repeated runs shown here. */
  source: 'calibrations' | 'repeats';
  /** Standard deviation of ln of a single run: 0.03 is about 3 %. */
  deviation: number;
  /** Comparisons, or runs. */
  of: number;
}

/** One metric of one scenario over builds and days. */
export interface History {
  metric: Pick<Metric, 'name' | 'title' | 'unit' | 'good'>;
  /** Oldest first. */
  points: HistoryPoint[];
  band: HistoryBand | null;
  /** Why there is none, in a sentence. */
  why_no_band: string | null;
}
