/** A place in pixels; null where nothing is known. */
export type Point = readonly [x: number, y: number | null];

/** Pixels; a line is wider. */
const columnWidth = 1.5;

/**
 * A line that looks the same with fewer points: of those in a narrow column the first, the lowest, the highest and
 * the last one. Points come with growing x.
 */
export function thinned(points: readonly Point[], pixels: number): readonly Point[] {
  if (points.length <= (4 * pixels) / columnWidth) return points;
  const columns = new Map<number, Point[]>();
  for (const point of points) {
    const column = Math.floor(point[0] / columnWidth);
    const found = columns.get(column);
    if (found === undefined) columns.set(column, [point]);
    else found.push(point);
  }
  return [...columns.values()].flatMap(outlineOf);
}

function outlineOf(column: readonly Point[]): readonly Point[] {
  if (column.length <= 4) return column;
  const known = column.filter(([, y]) => y !== null);
  if (known.length === 0) return [column[0]!];
  let [lowest, highest] = [known[0]!, known[0]!];
  for (const point of known) {
    if (point[1]! < lowest[1]!) lowest = point;
    if (point[1]! > highest[1]!) highest = point;
  }
  // A gap within a column is shown when everything that is missing there is missing.
  const kept = new Set([known[0]!, lowest, highest, known.at(-1)!]);
  return known.filter((point) => kept.has(point));
}
