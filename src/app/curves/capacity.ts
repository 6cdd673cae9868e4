import { resolve } from 'node:path';
import { ExpectedError, usageError } from '../../errors.js';
import { capacitySchemaVersion, type Capacity, type CapacityAnswer, type CapacityStep } from '../../model/capacity.js';
import { configurationOf } from '../../model/configuration.js';
import { partHostsOf } from '../../model/hosts.js';
import { workloadNames } from '../../model/names.js';
import type { Scenario } from '../../model/scenario.js';
import type { Warning } from '../../model/summary.js';
import { checkScenario } from '../../scenario/scenario.js';
import { nextTrial, type NextTrial } from '../../stats/edge-search.js';
import { writeCapacity } from '../../store/curve-files.js';
import { createCurveFolder } from '../../store/run-folder.js';
import { workloadOf } from '../../workloads/index.js';
import { isSpoilt, lostHost } from '../../report/comparison/pairs.js';
import type { Hooks } from '../run/execution.js';
import { requirePermissions } from '../run/requirements.js';
import { dryRun, runScenario } from '../run/run.js';
import { mostAttempts } from './attempts.js';
import { stepOf, type Slo } from './capacity-step.js';

export interface CapacityRequest {
  /** Its rate is of no account. */
  scenario: Scenario;
  slo: Slo;
  /** Requests per second: the lowest and the highest rate to try. */
  from: number;
  to: number;
  precision: number;
  /** Parent of all folders. */
  outputDir: string;
}

export interface CapacityHooks extends Hooks {
  /** Called before each run. */
  onRun: (place: string) => void;
}

/** Looks for the highest rate that is answered in time: decides everything first, then runs. */
export async function findCapacity(
  request: CapacityRequest,
  hooks: CapacityHooks,
): Promise<{ capacity: Capacity; folder: string }> {
  const parent = resolve(request.outputDir);
  requireOpenLoop(request.scenario);
  checkScenario(atRate(request.scenario, request.to));
  const { scenario, warnings } = checkScenario(atRate(request.scenario, request.from));
  requirePermissions(scenario, process.env);
  const planned = await dryRun({ scenario, outputDir: parent, warnings });
  const capacity = begin(request, scenario, planned.warnings, parent);
  const { id, path } = createCurveFolder(parent, 'capacity', new Date(capacity.started));
  return { capacity: await searchCapacity({ ...capacity, id }, scenario, path, hooks), folder: path };
}

function requireOpenLoop({ workload }: Scenario): void {
  if (workloadOf(workload).takes.rate === 'requests') return;
  const others = workloadNames.filter((name) => workloadOf(name).takes.rate === 'requests');
  throw usageError('no-open-loop', `${workload} has no open loop`, `workloads that do: ${others.join(', ')}`);
}

const atRate = (scenario: Scenario, perSecond: number): Scenario => ({
  ...scenario,
  load: { ...scenario.load, rate: { unit: 'requests', perSecond } },
});

function begin(
  { slo, from, to, precision }: CapacityRequest,
  scenario: Scenario,
  warnings: Warning[],
  parent: string,
): Capacity {
  return {
    schema_version: capacitySchemaVersion,
    id: '',
    started: new Date().toISOString(),
    ended: null,
    status: 'interrupted',
    configuration: configurationOf(scenario, parent),
    environment: null,
    hosts: [],
    slo: slo.limit,
    metric: slo.metric,
    from,
    to,
    precision,
    answer: null,
    steps: [],
    warnings,
  };
}

/** Makes step after step until the edge is found, or it is interrupted. capacity.json in `folder` is whole after each. */
export async function searchCapacity(
  begun: Capacity,
  scenario: Scenario,
  folder: string,
  hooks: CapacityHooks,
  run: typeof runScenario = runScenario,
): Promise<Capacity> {
  let capacity = begun;
  const keep = (change: Partial<Capacity>): void => {
    capacity = { ...capacity, ...change };
    writeCapacity(folder, capacity);
  };
  keep({});
  while (!hooks.signal.aborted) {
    const next = nextTrial(trialsOf(capacity.steps), capacity);
    if (next.kind === 'end') {
      keep({ status: 'complete', answer: answerOf(next, capacity.steps), ended: new Date().toISOString() });
      return capacity;
    }
    await makeStep(next);
  }
  keep({ ended: new Date().toISOString() });
  return capacity;

  async function makeStep({ at: rate, why }: NextTrial & { kind: 'try' }): Promise<void> {
    const slo: Slo = { limit: capacity.slo, metric: capacity.metric };
    const outputDir = capacity.configuration.output_dir;
    for (let attempt = 1; attempt <= mostAttempts && !hooks.signal.aborted; attempt++) {
      hooks.onRun(`step ${capacity.steps.length + 1}: ${rate}/s`);
      const { summary, unsaved } = await run({ scenario: atRate(scenario, rate), outputDir, warnings: [] }, hooks);
      if (unsaved !== null) throw unsaved;
      const step = stepOf(summary, { rate, why, attempt }, slo, attempt === mostAttempts);
      keep({
        steps: [...capacity.steps, step],
        environment: capacity.environment ?? summary.environment,
        hosts: capacity.hosts.length > 0 ? capacity.hosts : partHostsOf(summary),
      });
      if (step.passed !== null) return;
      // A machine that goes away again and again leaves a rate of which nothing can be said, and so the search.
      if (attempt === mostAttempts && lostHost(step)) throw lostAgain(step);
    }
  }
}

const lostAgain = ({ rate, reason }: CapacityStep): ExpectedError =>
  new ExpectedError(
    reason?.code ?? 'host-lost',
    `${rate}/s was tried ${mostAttempts} times, and a host was lost each time: ${reason?.message ?? 'no reason is known'}`,
  );

const trialsOf = (steps: readonly CapacityStep[]) =>
  steps.flatMap(({ rate, passed }) => (passed === null ? [] : [{ at: rate, passed }]));

function answerOf(
  { passing, failing, settled }: NextTrial & { kind: 'end' },
  steps: readonly CapacityStep[],
): CapacityAnswer {
  const against = steps.filter(({ rate, passed }) => rate === failing && passed === false);
  return {
    passing,
    failing,
    settled,
    generator_late: against.some(({ generator_late: late }) => late),
    doubtful: against.some(isSpoilt),
  };
}
