/**
 * Nodes whose share reaches the least one, as indices in their order; the root always stays. A share is of the node with
 * everything below it, so a parent is never left out before its children.
 */
export function nodesAbove(shares: readonly number[], least: number): number[] {
  return shares.flatMap((share, node) => (node === 0 || share >= least ? [node] : []));
}

/** For every node the nearest one that is kept: itself, or the caller that stands for it. As indices of the kept ones. */
export function standIns(parent: readonly number[], kept: readonly number[]): number[] {
  const place: number[] = Array.from({ length: parent.length }, () => -1);
  for (const [at, node] of kept.entries()) place[node] = at;
  for (let node = 1; node < parent.length; node++) {
    if (place[node] === -1) place[node] = place[parent[node]!]!;
  }
  return place;
}

/** A table of frames with only those that are used, and the place of each of them in it. */
export function framesUsed<T extends Record<string, readonly unknown[]>>(
  frames: T,
  used: readonly number[],
): { frames: T; frame: number[] } {
  const first = [...new Set(used)];
  const place = new Map(first.map((frame, at) => [frame, at]));
  const columns = Object.entries(frames).map(([name, column]) => [name, first.map((frame) => column[frame])]);
  return { frames: Object.fromEntries(columns) as T, frame: used.map((frame) => place.get(frame)!) };
}
