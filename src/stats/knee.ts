/** A place of a curve. */
export interface CurvePoint {
  x: number;
  y: number;
}

/**
 * Where a curve bends: the first place from which on it has all but a tenth of the most that it ever has. `rising`: only
 * where nothing much further out was tried, so that it may go on; `flat`: from the first place on, so that more brings
 * nothing.
 */
export type Knee = { kind: 'knee'; x: number } | { kind: 'rising' } | { kind: 'flat' };

/** What is as good as the most: less than any change of a design brings, and more than the noise of short runs. */
export const kneeShare = 0.9;

/** A curve goes on behind its knee when something was tried that is larger by so much. */
export const kneeReach = 1.4;

/** The knee of a curve; null with fewer than two places. */
export function kneeOf(points: readonly CurvePoint[]): Knee | null {
  const sorted = [...points].sort((one, other) => one.x - other.x);
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined || first.x === last.x) return null;
  const most = Math.max(...sorted.map(({ y }) => y));
  // The highest place passes if no other does.
  const { x } = sorted.find(({ y }) => y >= kneeShare * most)!;
  if (x === first.x) return { kind: 'flat' };
  return last.x >= x * kneeReach ? { kind: 'knee', x } : { kind: 'rising' };
}
