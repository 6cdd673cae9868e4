import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { usageError } from '../../errors.js';
import { readPageScript } from '../../host/page-script.js';
import type { Profile } from '../../model/profile.js';
import type { Warning } from '../../model/summary.js';
import { differencePage, type DifferenceSide } from '../../report/flamegraph/difference-page.js';
import { runFoldersIn } from '../../store/clean.js';
import { summaryName } from '../../store/names.js';
import { profileName, readProfile } from '../../store/profile-file.js';
import { readSummary } from '../../store/summary-file.js';
import { keep, pageName, type PageMade } from './page-made.js';
import { existing } from './page-source.js';

/** Makes the page of what differs between two runs, or between two folders that hold several captured runs each. */
export function pageOfDifference(a: string, b: string): PageMade {
  const sides = [sideOf(a), sideOf(b)] as const;
  const work = sides.every(({ runs }) => runs.every(({ operations }) => operations !== null)) ? 'operations' : 'bytes';
  const side = ({ label, runs }: LoadedSide): DifferenceSide => ({
    label,
    runs: runs.map((run) => ({ ...run, work: work === 'operations' ? run.operations! : run.bytes })),
  });
  const warnings = sides.flatMap(({ runs }) => runs.flatMap(({ doubts }) => doubts));
  const page = differencePage({
    title: `${sides[0].label} against ${sides[1].label}`,
    facts: [],
    warnings,
    texts: [],
    bundle: readPageScript(),
    work,
    a: side(sides[0]),
    b: side(sides[1]),
  });
  keep(pageName, page);
  return { name: pageName, warnings };
}

interface LoadedSide {
  label: string;
  runs: { label: string; profile: Profile; bytes: number; operations: number | null; doubts: Warning[] }[];
}

function sideOf(source: string): LoadedSide {
  const path = existing(source);
  const folder = statSync(path).isDirectory() ? path : dirname(path);
  const folders = existsSync(join(folder, summaryName)) ? [folder] : runFoldersIn(folder);
  const runs = folders.filter((one) => existsSync(join(one, profileName))).map(loadRun);
  if (runs.length === 0) {
    throw usageError('no-captures', `${source} holds no captured run`, 'flimflam flamegraph (or record) makes one');
  }
  return { label: source, runs };
}

function loadRun(folder: string): LoadedSide['runs'][number] {
  const { id, status, status_reason: reason, results } = readSummary(folder);
  if (results === null) throw usageError('no-results', `the run in ${folder} has no results`, 'leave it out');
  const doubt = { code: `${status}-run`, message: `${id}: ${reason?.message ?? status}`, advice: 'capture it again' };
  return {
    label: id,
    profile: readProfile(folder),
    bytes: results.bits / 8,
    operations: results.operations,
    doubts: status === 'ok' ? [] : [doubt],
  };
}
