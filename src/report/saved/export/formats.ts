import type { ExportFormatName } from '../../../model/export-formats.js';
import type { Summary } from '../../../model/summary.js';
import type { UsualOptions } from '../scenario-words.js';
import { benchstat } from './benchstat.js';
import { exportColumns } from './columns.js';
import { csv } from './csv.js';
import { markdown } from './markdown.js';

/** Runs as text, one row a run; `usual` are options that need no word where people read. */
export type ExportFormat = (runs: readonly Summary[], usual: UsualOptions) => string;

/** An array with an object for each run; the names are those of the columns of csv. */
const json: ExportFormat = (runs) =>
  `${JSON.stringify(
    runs.map((run) => Object.fromEntries(exportColumns.map(({ name, of }) => [name, of(run)]))),
    null,
    2,
  )}\n`;

export const exportFormats: Readonly<Record<ExportFormatName, ExportFormat>> = { csv, markdown, benchstat, json };
