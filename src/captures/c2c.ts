import type { Capture } from './capture.js';
import { noAccesses, perfReport } from './memory-report.js';

/** Cache lines shown on the terminal; the file has all of them. */
const shownLines = 15;
/** Characters of their table. */
const shownColumns = 98;

/** Which cache lines CPUs take from each other, and which functions touch them. */
export const c2c: Capture = {
  name: 'c2c',
  needs: () => ['cache-lines'],
  file: 'perf.data',
  // What stands before `--` is read by `perf c2c record` itself, to which -k is --all-kernel. No frequency is asked for:
  // perf has one of its own here, and ARM's sampling takes none.
  perf: ({ extra }) => ['c2c', 'record', '--', ...extra],
  async digest(captured) {
    // Looking up source lines starts addr2line for each address, which may take minutes.
    const words = ['c2c', 'report', '--stdio', '--no-source', '--full-symbols'];
    const { text, lost } = await perfReport(captured, words);
    const report = topOfCacheLines(text);
    if (report === null) throw noAccesses();
    return { files: { 'c2c.txt': text }, report, lost, warnings: [] };
  },
};

/**
 * The top of what `perf c2c report --stdio` prints: totals that are not zero, and the cache lines with the most loads
 * that met a line which another CPU had modified (HITM). Null when nothing was sampled. Samples of its lines:
 * `  Load Local HITM                   :        340`, `  LLC Misses to Local DRAM          :      100.0%`, and
 * `      0      0x7f2a4c000000     0     261   20.29%       69       69        0      346      302 ...`.
 */
export function topOfCacheLines(text: string): string | null {
  const sections = sectionsOf(text);
  const totals = (sections.get('Trace Event Information') ?? [])
    .map((line) => line.trim())
    .filter((line) => /:\s+(?=[\d.]*[1-9])[\d.]+%?$/.test(line));
  if (totals.length === 0) return null;
  const table = firstColumns(sections.get('Shared Data Cache Line Table') ?? []);
  const headings = table.filter((line) => /^ .*[A-Za-z]{3}/.test(line));
  const rows = table.filter((line) => /^ +\d+ /.test(line));
  if (rows.length === 0) {
    return [...totals, '', 'No load met a cache line that another CPU had modified.'].join('\n');
  }
  const shown = rows.length > shownLines ? `the first ${shownLines} of ${rows.length}` : `${rows.length}`;
  return [...totals, '', `Cache lines that CPUs share: ${shown}`, ...headings, ...rows.slice(0, shownLines)].join('\n');
}

/** The columns that the terminal has room for: they lie where the dots are, behind the sign of a comment. */
function firstColumns(table: readonly string[]): string[] {
  const dots = table.find((line) => /^# \.+ /.test(line)) ?? '';
  const ends = [...dots.matchAll(/\.+/g)].map(({ index, 0: { length } }) => index + length);
  const end = ends.findLast((end) => end <= shownColumns);
  return table.map((line) => line.replace('#', ' ').slice(1, end).trimEnd());
}

/** Lines by the heading above them, which stands between two rules of `=`. */
function sectionsOf(text: string): Map<string, string[]> {
  const sections = new Map<string, string[]>();
  const lines = text.split('\n');
  let current: string[] = [];
  for (const [at, line] of lines.entries()) {
    if (/^=+$/.test(line)) continue;
    if (/^=+$/.test(lines[at - 1] ?? '') && /^=+$/.test(lines[at + 1] ?? '')) {
      current = [];
      sections.set(line.trim(), current);
    } else if (line.trim() !== '') current.push(line.trimEnd());
  }
  return sections;
}
