/** A value at a place, such as a cost at a length of chain. */
export interface Placed {
  at: number;
  value: number;
}

/**
 * By how much a value changes on the way from one place to another, for each step of one, in every pass that has both. Both
 * ends of a difference are of one pass, so that a drift of the machine from pass to pass is in neither. With more places
 * between the ends this is the mean of the differences of neighbours, whatever their order: no straight line is assumed.
 */
export function changePerStep(passes: readonly (readonly Placed[])[], from: number, to: number): number[] {
  if (from === to) throw new RangeError('no step between a place and itself');
  return passes.flatMap((pass) => {
    const [first, last] = [from, to].map((place) => pass.find(({ at }) => at === place));
    return first === undefined || last === undefined ? [] : [(last.value - first.value) / (to - from)];
  });
}
