/** How a series is made shorter. */
export interface ThinningRule<T> {
  /** Of the older part at most so many are kept. */
  most: number;
  /** So many of the newest stay as they are: the end of a window is known only when it is over. */
  newest: number;
  /** Two neighbours as one: of what only grows the later one tells all; of a level the highest is kept. */
  merge: (earlier: T, later: T) => T;
  /** Those that stay as they are, because figures are taken right there; never joined, nor others across them. */
  exact: (sample: T) => boolean;
}

/**
 * Keeps a series of samples that come at even times within bounds, in place: whoever reads `samples` always sees all of
 * it, in order. When it is full, every two neighbours become one, and from then on new ones are joined as coarsely.
 */
export class Thinning<T> {
  readonly #rule: ThinningRule<T>;
  #stride = 1;
  /** `samples` before this place are the older part. */
  #older = 0;

  constructor(
    readonly samples: T[],
    rule: ThinningRule<T>,
  ) {
    this.#rule = rule;
  }

  /** How many samples one of the older part stands for: a power of two. */
  get stride(): number {
    return this.#stride;
  }

  add(sample: T): void {
    const { newest, most } = this.#rule;
    this.samples.push(sample);
    // Seldom, and in whole groups.
    const aged = this.samples.length - this.#older - newest;
    if (aged < Math.max(newest, this.#stride)) return;
    this.#join(this.#older, aged - (aged % this.#stride), this.#stride);
    if (this.#older <= most) return;
    this.#stride *= 2;
    this.#join(0, this.#older, 2);
  }

  /** Joins so many samples from a place on by groups; they are then the end of the older part. */
  #join(from: number, count: number, by: number): void {
    const joined = joinedBy(this.samples.slice(from, from + count), by, this.#rule);
    this.samples.splice(from, count, ...joined);
    this.#older = from + joined.length;
  }
}

/** Groups of neighbours as one each; a group ends where an exact sample stands. */
export function joinedBy<T>(
  samples: readonly T[],
  by: number,
  { merge, exact }: Pick<ThinningRule<T>, 'merge' | 'exact'>,
): T[] {
  const joined: T[] = [];
  let group = 0;
  for (const sample of samples) {
    if (exact(sample)) {
      joined.push(sample);
      group = 0;
    } else if (group === 0) {
      joined.push(sample);
      group = by - 1;
    } else {
      joined.push(merge(joined.pop()!, sample));
      group -= 1;
    }
  }
  return joined;
}

/** A series at nearly even steps: what follows another sooner than this, in nanoseconds, is joined with the next. */
export function evenly<T extends { timeNs: number }>(
  samples: readonly T[],
  intervalNs: number,
  merge: ThinningRule<T>['merge'],
): T[] {
  const even: T[] = [];
  let waiting: T | null = null;
  for (const sample of samples) {
    const last = even.at(-1);
    const next: T = waiting === null ? sample : merge(waiting, sample);
    // A sample is never quite on time.
    const isDue = last === undefined || sample.timeNs - last.timeNs >= 0.75 * intervalNs;
    if (isDue) even.push(next);
    waiting = isDue ? null : next;
  }
  return waiting === null ? even : [...even, waiting];
}
