import { resolve } from 'node:path';
import { configurationOf } from '../../model/configuration.js';
import type { Scenario } from '../../model/scenario.js';
import type { Warning } from '../../model/summary.js';
import { sweepSchemaVersion, type Sweep } from '../../model/sweep.js';
import { pointOf } from '../../report/curves/spread.js';
import { valuesOf, withoutRelay, type Axis, type AxisValue } from '../../scenario/axis.js';
import { checkScenario } from '../../scenario/scenario.js';
import { countsOperations } from '../../workloads/index.js';
import { warningsOnce } from '../compare/record.js';
import { withDefinitionsOf } from '../definitions/saved.js';
import { requirePermissions } from '../run/requirements.js';
import { dryRun } from '../run/run.js';
import { resolveOne, type ResolvedSide } from '../sides/sides.js';

export interface SweepRequest {
  /** What all runs share. */
  scenario: Scenario;
  /** A relay, or a build of one, for each curve: as `compare` names its sides. */
  relays: readonly string[];
  axis: Axis;
  repeat: number;
  seed: number;
  /** Parent of all folders. */
  outputDir: string;
}

/** One point of one curve, ready to be run. */
export interface Cell {
  /** Places in the sweep. */
  curve: number;
  point: number;
  /** For people: `nginx, --jobs 4`. */
  title: string;
  scenario: Scenario;
  environment: Record<string, string>;
  program: ResolvedSide['program'];
  warnings: Warning[];
}

/** A sweep of which everything is decided, and nothing made yet. Its id is that of its folder, given later. */
export interface PreparedSweep {
  sweep: Sweep;
  cells: Cell[];
}

/** Finds the relays and checks every point, so that nothing is refused when half of the sweep is done. */
export async function prepareSweep(request: SweepRequest): Promise<PreparedSweep> {
  const { axis, repeat, seed } = request;
  const parent = resolve(request.outputDir);
  const values = valuesOf(axis);
  const curves: Sweep['curves'] = [];
  const cells: Cell[] = [];
  const warnings: Warning[] = [];
  for (const [curve, word] of request.relays.entries()) {
    const found = await resolveOne(word, baseFor(word, request.scenario, values), process.env);
    const { spec, relay, relay_options, variables, program } = found.side;
    curves.push({ spec, relay, relay_options, variables, program, points: values.map(() => pointOf([])) });
    for (const [point, value] of values.entries()) {
      const { scenario, warnings: changed } = checkScenario(value.apply(found.scenario));
      requirePermissions(scenario, process.env);
      const cell: Cell = {
        curve,
        point,
        title: `${word}, ${axis.name.replace('_', ' ')} ${value.text}`,
        scenario,
        environment: found.environment,
        program: scenario.relay === 'none' ? null : found.program,
        warnings: changed,
      };
      cells.push(cell);
      const { environment } = found;
      const planned = await dryRun({
        scenario,
        environment,
        relay: cell.program,
        outputDir: parent,
        warnings: changed,
      });
      warnings.push(...planned.warnings);
    }
  }
  const { scenario } = cells.reduce((one, other) => (other.scenario.hops > one.scenario.hops ? other : one));
  return {
    cells,
    sweep: {
      schema_version: sweepSchemaVersion,
      id: '',
      started: new Date().toISOString(),
      ended: null,
      status: 'interrupted',
      configuration: withDefinitionsOf(
        cells.map((cell) => cell.scenario),
        configurationOf(scenario, parent),
      ),
      environment: null,
      hosts: [],
      repeat,
      seed,
      counted: countsOperations(scenario) ? 'operations' : 'bits',
      axis: axis.name,
      values: values.map(({ text, number }) => ({ text, number })),
      curves,
      warnings: warningsOnce(warnings),
    },
  };
}

/** With the largest value, since a chain without hops has no relay to be found; what is for relays is not for `none`. */
function baseFor(word: string, scenario: Scenario, values: readonly AxisValue[]): Scenario {
  const largest = values.reduce((one, other) => (other.number > one.number ? other : one));
  const base = largest.apply(scenario);
  return word === 'none' ? withoutRelay(base) : base;
}
