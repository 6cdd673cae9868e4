import { existsSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Captured, Findings } from '../captures/capture.js';
import { captures } from '../captures/index.js';
import { ownersOf, ownersUnknown } from '../captures/owners.js';
import { usageError } from '../errors.js';
import { readPageScript } from '../host/page-script.js';
import type { Profile } from '../model/profile.js';
import type { Summary, Warning } from '../model/summary.js';
import { differencePage, type DifferenceSide } from '../report/flamegraph/difference-page.js';
import { surroundingsOf } from '../report/flamegraph/of-run.js';
import { flamegraphPage } from '../report/flamegraph/page.js';
import { makeRoom } from '../store/link-here.js';
import { summaryName } from '../store/names.js';
import { profileName, readProfile } from '../store/profile-file.js';
import { runFoldersIn } from '../store/clean.js';
import { readSummary } from '../store/summary-file.js';
import { writeWhole } from '../store/document.js';
import { requirePerf } from './capabilities.js';

export interface PageMade {
  /** Name of the page, in the folder where the user stands. */
  name: string;
  warnings: Warning[];
}

const pageName = 'flamegraph.html';

/** Makes the page of a `perf.data`, or of a captured run that is given by its folder. */
export async function pageOfFile(source: string, signal: AbortSignal): Promise<PageMade> {
  const path = existing(source);
  const isFolder = statSync(path).isDirectory();
  const summary = summaryBeside(isFolder ? path : dirname(path));
  if (isFolder && existsSync(join(path, profileName))) return pageOfSaved(path, summary);
  const found = await readCapture(isFolder ? join(path, 'perf.data') : path, summary, signal);
  const { tree } = found.profile;
  const around =
    summary === null
      ? {
          title: basename(source),
          facts: [{ label: 'File', value: path }],
          warnings: found.warnings,
          texts: [],
          bundle: readPageScript(),
        }
      : surroundingsOf({ ...summary, warnings: [...summary.warnings, ...found.warnings] }, readPageScript());
  keep(pageName, flamegraphPage({ ...around, profile: tree }));
  for (const [name, text] of Object.entries(found.files ?? {})) if (name !== profileName) keep(name, text);
  return { name: pageName, warnings: found.warnings };
}

function pageOfSaved(folder: string, summary: Summary | null): PageMade {
  if (summary === null) throw usageError('no-run', `${folder} holds no ${summaryName}`, 'name a perf.data');
  keep(pageName, flamegraphPage({ ...surroundingsOf(summary, readPageScript()), profile: readProfile(folder) }));
  return { name: pageName, warnings: [] };
}

/** The summary of the run that a file belongs to, if it belongs to one that was captured. */
function summaryBeside(folder: string): Summary | null {
  if (!existsSync(join(folder, summaryName))) return null;
  const summary = readSummary(folder);
  return summary.capture === null ? null : summary;
}

type WithProfile = Findings & { profile: { tree: Profile } };

/** Reads a perf.data as the capture did that wrote it; one of unknown origin is taken for samples of CPU time. */
async function readCapture(file: string, summary: Summary | null, signal: AbortSignal): Promise<WithProfile> {
  const capture = summary?.capture ?? null;
  const kind = capture?.kind === 'offcpu' ? captures.offcpu : captures.flamegraph;
  const captured: Captured = {
    file,
    folder: dirname(file),
    perf: requirePerf(),
    ownerOf: capture === null ? ownersUnknown : ownersOf(capture.threads, capture.targets),
    marks: capture?.window == null ? null : { beginNs: capture.window.from * 1e9, endNs: capture.window.to * 1e9 },
    signal,
  };
  const findings = await kind.digest(captured, { events: null, frequency: 0, callGraph: 'fp', extra: [] });
  if (findings.profile === undefined) throw new Error(`${kind.name} makes a profile`);
  return findings as WithProfile;
}

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

/** The absolute path of what links lead to: `perf.data` here is a link into the folder of its run. */
function existing(source: string): string {
  const path = resolve(source);
  if (!existsSync(path))
    throw usageError('no-such-file', `there is no ${source}`, 'name a perf.data, or the folder of a captured run');
  return realpathSync(path);
}

/** Writes a file where the user stands; what was there keeps its place as `old.NAME`. */
function keep(name: string, text: string): void {
  makeRoom(process.cwd(), name, `old.${name}`);
  writeWhole(join(process.cwd(), name), text);
}
