/** A chart as data: what is drawn, in which units. A page holds it as JSON, and it is drawn again for every width. */
export type Chart = XyChart | IntervalChart | BarChart | StripChart;

/** What the numbers of an axis are, which decides how they are written: seconds, bytes, bits per second, ... */
export type Quantity =
  'bits/s' | 'rate' | 'seconds' | 'duration' | 'bytes' | 'cores' | 'change' | 'share' | 'count' | 'number' | 'date';

export interface Axis {
  title: string;
  quantity: Quantity;
  /** `tail`: shares of a distribution, 0.5, 0.9, 0.99, 0.999, each ten times as far out as the one before. */
  scale: 'linear' | 'log' | 'tail';
  /** The least that is shown whatever the values are; without it, the values decide. */
  from?: number;
  to?: number;
  /** The values that are written at the axis; without it, round ones. */
  ticks?: readonly number[];
}

/** Colours by meaning are the page's business: a series has the number of one. */
export interface Series {
  name: string;
  /** Which of the page's twelve colours: the same thing has the same one in all charts of a page. */
  colour: number;
  x: readonly number[];
  /** Null: nothing is known there, and the line is broken. */
  y: readonly (number | null)[];
  /** Ends of an interval around each value. */
  low?: readonly (number | null)[];
  high?: readonly (number | null)[];
  drawn: 'line' | 'points' | 'both';
  /** The form of its points. */
  mark?: 'circle' | 'triangle' | 'square' | 'ring';
  /** What each point is, for whoever points at it. */
  labels?: readonly string[];
}

/** Lines, points and intervals over two axes. */
export interface XyChart {
  kind: 'xy';
  x: Axis;
  y: Axis;
  series: readonly Series[];
  /** Ranges of x or y with a name, such as the warm-up or a margin. */
  ranges?: readonly { axis: 'x' | 'y'; from: number; to: number; name: string }[];
  /** Values of x or y with a name, such as a limit. */
  rules?: readonly { axis: 'x' | 'y'; at: number; name: string }[];
}

/** Intervals below each other on one axis: a forest plot. */
export interface IntervalChart {
  kind: 'intervals';
  axis: Axis;
  rows: readonly { name: string; low: number; value: number; high: number; strong: boolean; text: string }[];
  /** From - to + this value counts as no change. */
  margin: number;
  /** Intervals are shown from - to + this value: what reaches farther ends in an arrow. Without it all are shown whole. */
  limit?: number;
}

/** Bars from zero, with the spread of what they are the middle of. */
export interface BarChart {
  kind: 'bars';
  axis: Axis;
  rows: readonly {
    name: string;
    colour: number;
    value: number | null;
    low: number | null;
    high: number | null;
    /** Beside the bar: the figure, or why there is none. */
    text: string;
    /** Not to be relied on: the bar is hollow. */
    doubtful?: boolean;
  }[];
}

/** Every value of some groups as a dot on one axis, with the median of each. */
export interface StripChart {
  kind: 'strips';
  axis: Axis;
  rows: readonly { name: string; colour: number; values: readonly number[]; labels?: readonly string[] }[];
}
