/**
 * Probabilities of several tests, adjusted so that rejecting where they are at most 5 % calls anything at all by chance in
 * at most 5 % of cases: S. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of
 * Statistics 6 (1979) 65-70. In the order in which they were given.
 */
export function holm(probabilities: readonly number[]): number[] {
  const ranked = probabilities.map((p, place) => ({ p, place })).sort((one, other) => one.p - other.p);
  const adjusted: number[] = [];
  let most = 0;
  for (const [rank, { p, place }] of ranked.entries()) {
    most = Math.max(most, Math.min(1, (ranked.length - rank) * p));
    adjusted[place] = most;
  }
  return adjusted;
}
