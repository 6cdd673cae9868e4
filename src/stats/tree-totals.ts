/** What each node of a tree in columns holds with everything below it; -1 is the parent of node 0, parents come first. */
export function treeTotals(parent: readonly number[], own: readonly number[]): number[] {
  const sums = parent.map((_, node) => own[node] ?? 0);
  for (let node = parent.length - 1; node > 0; node--) sums[parent[node]!]! += sums[node]!;
  return sums;
}
