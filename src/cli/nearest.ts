/** The name that was probably meant: the one with the fewest edits, if they are few. */
export function nearest(text: string, names: readonly string[]): string | null {
  const ranked = names
    .map((name) => ({ name, edits: edits(text.toLowerCase(), name) }))
    .sort((a, b) => a.edits - b.edits);
  const best = ranked[0];
  return best !== undefined && best.edits <= Math.max(1, Math.floor(best.name.length * 0.4)) ? best.name : null;
}

/** Levenshtein distance, with a swap of neighbours as one edit (optimal string alignment). */
function edits(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replace = rows[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row[j] = Math.min(rows[i - 1]![j]! + 1, row[j - 1]! + 1, replace, swapped ? rows[i - 2]![j - 2]! + 1 : Infinity);
    }
    rows[i] = row;
  }
  return rows[a.length]![b.length]!;
}
