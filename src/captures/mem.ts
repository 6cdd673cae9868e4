import type { Capture } from './capture.js';
import { noAccesses, perfReport } from './memory-report.js';

/** Rows shown on the terminal, of all events together; the file has all of them. */
const shownRows = 20;

/** How deep in the memory functions reach, and what that costs them. */
export const mem: Capture = {
  name: 'mem',
  needs: () => ['memory'],
  file: 'perf.data',
  // What stands before `--` is read by `perf mem` itself, to which -D is --dump-raw-samples and -p --phys-data.
  perf: ({ extra }) => ['mem', 'record', '--', ...extra],
  async digest(captured) {
    // Without keys perf makes a row of nearly every sample, since latency and address are keys then.
    const words = ['mem', 'report', '--stdio', '--sort=mem,snoop,tlb,sym,dso'];
    const { text, lost } = await perfReport(captured, words);
    const report = topOfAccesses(text);
    if (report === null) throw noAccesses();
    return { files: { 'mem.txt': text }, report, lost, warnings: [] };
  },
};

/**
 * The first rows of every event in what `perf mem report --stdio` prints, its columns no wider than what they hold.
 * Null when nothing was sampled. Samples of its lines: `# Samples: 4K of event 'ibs_op//'`,
 * `# Overhead       Samples  Memory access ...`, `# ........  ............  ........................ ...`, and
 * `    12.34%            84  L3 hit                    HitM  ...  [k] finish_task_switch.isra.0  [kernel.kallsyms]  `.
 */
export function topOfAccesses(text: string): string | null {
  const events = text.split(/^(?=# Samples: )/m).flatMap((part) => {
    const lines = part.split('\n');
    const rows = lines.filter((line) => /^ +[\d.]+% /.test(line));
    const dots = lines.findIndex((line) => /^# \.+ /.test(line));
    const [, samples, event] = /^# Samples: (\S+) +of events? '(.*)'$/.exec(lines[0] ?? '') ?? [];
    return event === undefined || dots < 0 || rows.length === 0 ? [] : [{ samples, event, lines, dots, rows }];
  });
  if (events.length === 0) return null;
  const each = Math.ceil(shownRows / events.length);
  const blocks = events.map(({ samples, event, lines, dots, rows }) => {
    const shown = rows.slice(0, each);
    const number =
      shown.length < rows.length ? `the first ${shown.length} of ${rows.length} rows` : `${rows.length} rows`;
    const table = narrowed(lines[dots] ?? '', [lines[dots - 1] ?? '', ...shown]);
    return [`${samples} samples of ${event}: ${number}, by weight (the latency of loads)`, ...table].join('\n');
  });
  return blocks.join('\n\n');
}

/** Columns lie where the dots are; each becomes as wide as its widest cell. */
function narrowed(dots: string, lines: readonly string[]): string[] {
  const columns = [...dots.matchAll(/\.+/g)].map(({ index, 0: { length } }) => ({ start: index, end: index + length }));
  const last = columns.length - 1;
  const table = lines.map((line) =>
    columns.map(({ start, end }, at) =>
      line.slice(at === 0 ? 0 : start, at === last ? undefined : end).replace('#', ' '),
    ),
  );
  const widths = columns.map((_, at) => Math.max(...table.map((cells) => cells[at]?.trim().length ?? 0)));
  // perf aligns figures to the right and words to the left.
  const isFigure = (at: number): boolean => table.slice(1).every((cells) => /^[\d.]+%?$/.test(cells[at]?.trim() ?? ''));
  const pad = (cell: string, at: number): string =>
    isFigure(at) ? cell.trim().padStart(widths[at] ?? 0) : cell.trim().padEnd(widths[at] ?? 0);
  return table.map((cells) => cells.map(pad).join('  ').trimEnd());
}
