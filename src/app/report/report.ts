import { statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ExpectedError, usageError } from '../../errors.js';
import { readPageScript } from '../../host/page-script.js';
import { reportPage, type Report } from '../../report/page/report.js';
import { historyReport } from '../../report/pages/history.js';
import { scenarioWords, type UsualOptions } from '../../report/saved/scenario-words.js';
import { findSaved, savedIn, type Saved } from '../../store/saved.js';
import { writing } from '../../store/write-error.js';
import { writeKeeping } from '../../store/write-keeping.js';
import { documentOf } from '../saved/entries.js';
import { findHistory } from '../saved/history.js';
import { runFoldersOf } from '../saved/runs-of.js';
import { reportOf, type ShownPath } from './saved-report.js';

export interface ReportRequest {
  /** The output folder. */
  parent: string;
  /** The page. */
  output: string;
  shown: ShownPath;
}

/** Writes the page of what these names stand for, or of what was made last; returns the absolute path of the page. */
export function writeReport(names: readonly string[], { parent, output, shown }: ReportRequest): string {
  const [first = newest(parent), ...others] = names.map((name) => findSaved(name, parent));
  return writePage(output, reportOf([first, ...others], shown));
}

export interface HistoryReportRequest {
  parent: string;
  output: string;
  /** A run of the scenario; null: the newest one. */
  like: string | null;
  usual: UsualOptions;
}

/** Writes the page of all saved runs of one scenario. */
export async function writeHistoryReport({ parent, output, like, usual }: HistoryReportRequest): Promise<string> {
  const run = like === null ? null : documentOf(findSaved(like, parent));
  if (run !== null && run.kind !== 'run')
    throw usageError('no-single-run', `${like} is no single run`, 'flimflam list --kind run shows those');
  const {
    newest: one,
    series,
    left_out,
  } = await findHistory(
    { ...{ parent, filters: {}, all: false, metric: null, usual }, like: run?.document ?? null },
    process.env,
  );
  const { configuration, environment, hosts } = one;
  const words = { scenario: scenarioWords(configuration, usual), environment, hosts, leftOut: { ...left_out } };
  return writePage(output, historyReport(series, words));
}

/** What was made last. The last run of a bench or of a curve stands for all of it. */
function newest(parent: string): Saved {
  const all = savedIn(parent);
  const last = all.at(-1);
  if (last === undefined) throw usageError('no-such-run', `nothing is saved in ${parent}`, 'flimflam run makes a run');
  if (last.kind !== 'run') return last;
  const owner = all.findLast(({ kind }) => kind === 'bench' || kind === 'sweep' || kind === 'capacity');
  return owner !== undefined && isMadeOf(owner, last) ? owner : last;
}

function isMadeOf(owner: Saved, run: Saved): boolean {
  try {
    return runFoldersOf(owner).includes(run.path);
  } catch (error) {
    // What cannot be read owns nothing that is known.
    if (error instanceof ExpectedError) return false;
    throw error;
  }
}

function writePage(output: string, report: Report): string {
  const path = resolve(output);
  const there = writing(dirname(path), () => statSync(path, { throwIfNoEntry: false }));
  if (there?.isDirectory() === true)
    throw usageError('output-is-folder', `${output} is a folder`, `--output ${join(output, 'report.html')}`);
  writeKeeping(path, reportPage(report, readPageScript('report')));
  return path;
}
