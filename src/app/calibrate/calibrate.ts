import { resolve } from 'node:path';
import { ExpectedError, usageError } from '../../errors.js';
import type { Calibration } from '../../model/calibration.js';
import type { Comparison } from '../../model/comparison.js';
import { relayOf } from '../../relays/index.js';
import { calibrationReport, type CalibrationReport } from '../../report/calibration.js';
import { calibrationFolder, readCalibrations, writeCalibration } from '../../store/calibration-file.js';
import { createComparisonFolder } from '../../store/run-folder.js';
import {
  prepareComparison,
  runPrepared,
  type CompareHooks,
  type CompareRequest,
  type FinishedComparison,
} from '../compare/compare.js';
import { resolveSides, type ResolvedSide } from '../sides/sides.js';
import { makeCopiesOn, removeCopiesOn } from './copies-on.js';
import { makeCopies, removeCopies } from './copies.js';
import { ofMachine } from './known.js';
import { machinesFor } from './machine.js';
import { calibrationOf } from './record.js';

export interface FinishedCalibration extends FinishedComparison {
  report: CalibrationReport;
  /** Why the record could not be written, if so. */
  unrecorded: ExpectedError | null;
}

/**
 * Compares the relay of a scenario with itself: two copies of its executable, by the very procedure that compares two
 * builds. What came of it is added to the record of this user.
 */
export async function runCalibration(
  request: CompareRequest,
  hooks: CompareHooks,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<FinishedCalibration> {
  const { relay } = request.scenario;
  const sides = await resolveSides({ a: [relay], b: [relay] }, request.scenario, environment);
  const original = withProgram(sides.a[0]!);
  requireCopies(original);
  const prepared = await prepareComparison(request, sides);
  const machine = await machinesFor(request.scenario);
  const record = calibrationFolder(environment);
  const known = readCalibrations(record);

  const startedAt = new Date(prepared.comparison.started);
  const { id, path: folder } = createComparisonFolder(resolve(request.outputDir), startedAt, 'calibrate');
  try {
    const copies =
      original.program === null
        ? await makeCopiesOn(original, folder)
        : makeCopies({ ...original, program: original.program }, folder);
    const comparison: Comparison = {
      ...prepared.comparison,
      ...{ id, kind: 'calibrate', differences: [] },
      ...{ a: copies.a.side, b: copies.b.side },
    };
    const finished = await runPrepared(
      { ...prepared, comparison, sides: { a: [copies.a], b: [copies.b] }, folder },
      hooks,
    );
    const circumstances = { machine, program: original.side.program!, folder };
    const calibration = calibrationOf(finished.comparison, circumstances);
    const saved = typeof calibration === 'string' ? null : keep(record, calibration);
    const earlier = ofMachine(known.calibrations, machine);
    return {
      ...finished,
      report: calibrationReport(calibration, typeof saved === 'string' ? saved : null, earlier),
      unrecorded: saved instanceof ExpectedError ? saved : null,
    };
  } finally {
    removeCopies(folder);
    await removeCopiesOn(original, folder);
  }
}

function withProgram(side: ResolvedSide): ResolvedSide {
  if (side.side.program !== null) return side;
  throw usageError('no-relay', 'without a relay there is nothing to compare with itself', 'choose one with --relay');
}

/** A copy is found by PATH where relays run elsewhere, and our own relay never is. */
function requireCopies({ side, program }: ResolvedSide): void {
  if (program !== null || relayOf(side.relay).program.native !== true) return;
  throw usageError(
    'own-relay',
    `on other machines ${side.relay} is what Flimflam brings along, of which there are no two copies`,
    'choose another one with --relay, or leave --hosts out',
  );
}

/** The path of its file, or why there is none: what was measured is worth being printed all the same. */
function keep(folder: string, calibration: Calibration): string | ExpectedError {
  try {
    return writeCalibration(folder, calibration);
  } catch (error) {
    if (error instanceof ExpectedError) return error;
    throw error;
  }
}
