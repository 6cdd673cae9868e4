import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { topOfCacheLines } from '../../captures/c2c.js';
import { topOfAccesses } from '../../captures/mem.js';
import { ExpectedError } from '../../errors.js';
import { readIfThere } from '../../host/read-if-there.js';
import type { Comparison } from '../../model/comparison.js';
import type { Summary } from '../../model/summary.js';
import { calibrationReport, type CalibrationReport } from '../../report/calibration.js';
import type { Graph } from '../../report/flamegraph/document.js';
import type { RunExtras } from '../../report/pages/run-content.js';
import { latencyCurves } from '../../report/run/latency-curves.js';
import { calibrationFolder, readCalibrations } from '../../store/calibration-file.js';
import { latencyLogName } from '../../store/names.js';
import { profileName, readProfile } from '../../store/profile-file.js';
import { ofMachine } from '../calibrate/known.js';
import { graphOfDifference } from '../capture/flamegraph-difference.js';

/** What a run folder holds beside its summary. `shown` is the folder as the user would type it. */
export function extrasOf(summary: Summary, folder: string, shown: string): RunExtras {
  const log = readIfThere(join(folder, latencyLogName));
  return {
    latency: log === null ? null : unlessFaulty(() => latencyCurves(log, summary)),
    profile: existsSync(join(folder, profileName)) ? unlessFaulty(() => readProfile(folder)) : null,
    report: memoryReport(summary, folder),
    folder: shown,
  };
}

/** What the user's record tells of a calibration and of those before it; null where it is not in the record. */
export function calibrationOf({ id }: Comparison, environment: NodeJS.ProcessEnv): CalibrationReport | null {
  const folder = calibrationFolder(environment);
  const { calibrations } = readCalibrations(folder);
  const own = calibrations.find((one) => one.id === id);
  if (own === undefined) return null;
  const earlier = ofMachine(calibrations, own.machine).filter(({ started }) => started < own.started);
  return calibrationReport(own, join(folder, `${id}.json`), earlier);
}

/** Of captures of memory the top of perf's own report, which lies whole in the run folder. */
function memoryReport({ capture }: Summary, folder: string): string | null {
  const kind = capture?.kind;
  if (kind !== 'c2c' && kind !== 'mem') return null;
  const text = readIfThere(join(folder, `${kind}.txt`));
  if (text === null) return null;
  return kind === 'c2c' ? topOfCacheLines(text) : topOfAccesses(text);
}

/** What differs between the profiles that were recorded to explain a comparison; null without them. */
export function differenceOf({ explanation, a, b }: Comparison, folder: string): Graph | null {
  const profiled = explanation?.captures.find(({ kind }) => kind === 'flamegraph' || kind === 'record');
  if (profiled === undefined) return null;
  const runs = (side: 'a' | 'b'): string[] =>
    profiled[side].map((name) => join(folder, name)).filter((path) => existsSync(join(path, profileName)));
  const sides = { a: runs('a'), b: runs('b') };
  if (sides.a.length === 0 || sides.b.length === 0) return null;
  return unlessFaulty(() =>
    graphOfDifference({ label: `A: ${a.spec}`, folders: sides.a }, { label: `B: ${b.spec}`, folders: sides.b }),
  );
}

/** A page without what lies beside the figures is better than none. */
function unlessFaulty<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof ExpectedError) return null;
    throw error;
  }
}
