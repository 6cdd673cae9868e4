import { resolve } from 'node:path';
import { ExpectedError } from '../../errors.js';
import { partHostsOf } from '../../model/hosts.js';
import type { Summary } from '../../model/summary.js';
import type { Sweep, SweepRun } from '../../model/sweep.js';
import { isSpoilt } from '../../report/comparison/pairs.js';
import { pointOf } from '../../report/curves/spread.js';
import { randomFrom, shuffled } from '../../stats/shuffle.js';
import { createCurveFolder } from '../../store/run-folder.js';
import { writeSweep } from '../../store/curve-files.js';
import type { Hooks } from '../run/execution.js';
import { runScenario } from '../run/run.js';
import { mostAttempts } from './attempts.js';
import { prepareSweep, type Cell, type PreparedSweep, type SweepRequest } from './sweep-plan.js';
import { notBegun, sweepRun } from './sweep-run.js';

export interface SweepHooks extends Hooks {
  /** Called before each run; `secondsAfter` is the least time that the runs after it will take. */
  onRun: (place: string, secondsAfter: number) => void;
}

/** Measures every point of every curve: decides everything first, then runs. */
export async function runSweep(request: SweepRequest, hooks: SweepHooks): Promise<{ sweep: Sweep; folder: string }> {
  const prepared = await prepareSweep(request);
  const { started } = prepared.sweep;
  const { id, path } = createCurveFolder(resolve(request.outputDir), 'sweep', new Date(started));
  const sweep = await measurePoints({ ...prepared, sweep: { ...prepared.sweep, id } }, path, hooks);
  return { sweep, folder: path };
}

/** Runs all points, pass after pass, each in an order of its own. sweep.json in `folder` is whole after every run. */
export async function measurePoints(
  { sweep: begun, cells }: PreparedSweep,
  folder: string,
  hooks: SweepHooks,
  run: typeof runScenario = runScenario,
): Promise<Sweep> {
  let sweep = begun;
  const keep = (change: Partial<Sweep>): void => {
    sweep = { ...sweep, ...change };
    writeSweep(folder, sweep);
  };
  keep({});
  const random = randomFrom(sweep.seed);
  // Shuffled anew in each pass, so that a slow drift of the machine hits all points alike.
  const order = Array.from({ length: sweep.repeat }, (_, at) =>
    shuffled(cells, random).map((cell) => ({ cell, repeat: at + 1 })),
  ).flat();
  for (const [at, { cell, repeat }] of order.entries()) {
    const after = order.slice(at + 1).reduce((sum, one) => sum + secondsOf(one.cell), 0);
    for (let attempt = 1; attempt <= mostAttempts && !hooks.signal.aborted; attempt++) {
      hooks.onRun(`${at + 1}/${order.length} ${cell.title}`, after);
      const made = await makeRun(cell, { repeat, attempt });
      const { environment, hosts } = made;
      keep({
        curves: withRun(sweep.curves, cell, made.run),
        environment: sweep.environment ?? environment,
        hosts: sweep.hosts.length > 0 ? sweep.hosts : hosts,
      });
      // One that could not even be begun is not begun again: what is missing for it would be missed by all.
      if (made.run.folder === null || !isSpoilt(made.run)) break;
    }
  }
  keep({ status: hooks.signal.aborted ? 'interrupted' : 'complete', ended: new Date().toISOString() });
  return sweep;

  async function makeRun(
    { scenario, environment, program, warnings }: Cell,
    place: Pick<SweepRun, 'repeat' | 'attempt'>,
  ): Promise<{ run: SweepRun } & Pick<Sweep, 'environment' | 'hosts'>> {
    const outputDir = sweep.configuration.output_dir;
    try {
      const { summary, unsaved } = await run({ scenario, environment, relay: program, outputDir, warnings }, hooks);
      if (unsaved !== null) throw unsaved;
      const made = sweepRun(summary, sweep.counted === 'operations', place);
      return { run: made, environment: machineOf(summary), hosts: partHostsOf(summary) };
    } catch (error) {
      // A point that cannot be run is a point without figures; but without a place to write to, nothing can be kept.
      if (!(error instanceof ExpectedError) || error.code === 'cannot-write') throw error;
      return { run: notBegun(place, { code: error.code, message: error.message }), environment: null, hosts: [] };
    }
  }
}

const secondsOf = ({ scenario }: Cell): number => scenario.warmup + scenario.duration;

/** The machine without the programs, which differ from curve to curve. */
function machineOf({ environment }: Summary): Sweep['environment'] {
  if (environment === null) return null;
  const { relay: _relay, client: _client, server: _server, ...machine } = environment;
  return machine;
}

function withRun(curves: Sweep['curves'], { curve, point }: Cell, run: SweepRun): Sweep['curves'] {
  return curves.map((one, at) =>
    at === curve
      ? { ...one, points: one.points.map((old, place) => (place === point ? pointOf([...old.runs, run]) : old)) }
      : one,
  );
}
