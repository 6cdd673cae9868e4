import type { Bench } from '../model/summary.js';
import { benchCells, benchColumns } from './bench/rows.js';
import { benchLegend, benchOptions, benchTroubles } from './bench/words.js';
import { labelled } from './layout.js';
import { machineLines } from './run/settings.js';
import { textTable } from './table.js';

export interface BenchTextOptions {
  /** Folder of bench.json, as it is shown to the user. */
  folder?: string;
}

/** A bench as text: the table, what did not work and why, what is missing, and how it was set up. */
export function benchText(bench: Bench, { folder }: BenchTextOptions = {}): string {
  const { rows, repeat, environment } = bench;
  const blocks = [
    rows.length === 0
      ? ['nothing could be run']
      : textTable(
          benchColumns(repeat),
          rows.map((row) => benchCells(row, repeat)),
        ),
    rows.length === 0 ? [] : labelled('', benchLegend(bench), 0),
    benchTroubles(bench).flatMap((trouble) => labelled('TROUBLE', trouble)),
    bench.missing.flatMap(({ program, needed_for, install }) =>
      labelled('MISSING', `${program}, needed for ${needed_for}: ${install}`),
    ),
    [
      ...labelled('CONFIGURATION', benchOptions(bench)),
      ...(environment === null ? [] : labelled('ENVIRONMENT', machineLines(bench, environment).join('\n'))),
      ...(folder === undefined ? [] : labelled('saved', folder)),
    ],
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}
