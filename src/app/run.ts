import { join, resolve } from 'node:path';
import { packageRoot } from '../host/package-root.js';
import { readBuilds } from '../host/builds.js';
import { readEphemeralPorts, readLimits, readTopology } from '../host/machine.js';
import { freePorts } from '../host/ports.js';
import { readIfThere } from '../host/read-if-there.js';
import { relaysOf, type Plan } from '../model/plan.js';
import type { Reading } from '../model/readings.js';
import type { Scenario } from '../model/scenario.js';
import type { Summary, Warning } from '../model/summary.js';
import { isPossible } from '../scenario/combinations.js';
import { makePlan, portsNeeded } from '../scenario/plan.js';
import { checkScenario } from '../scenario/scenario.js';
import { writeReproduce } from '../store/reproduce.js';
import { createRunFolder } from '../store/run-folder.js';

import { writeSummary } from '../store/summary-file.js';
import { workloads } from '../workloads/index.js';
import { readEnvironment } from './environment.js';
import { execute } from './execute.js';
import type { Hooks } from './execution.js';
import { requireDescriptors } from './descriptors.js';
import { nativePath, programsOf, type RunPrograms } from './programs.js';
import { PortTaken } from './readiness.js';
import { summarize } from './summarize.js';

export interface RunRequest {
  scenario: Scenario;
  /** Parent of the run folders. */
  outputDir: string;
  /** Warnings from before. */
  warnings: Warning[];
}

export interface FinishedRun {
  summary: Summary;
  /** Absolute path of the run folder. */
  folder: string;
}

/** Another program can take a chosen port at any moment, but hardly three times in a row. */
const tries = 3;

/** Runs one scenario: decides everything first, then does it, then keeps what was seen of it. */
export async function runScenario(request: RunRequest, hooks: Hooks): Promise<FinishedRun> {
  const { scenario } = request;
  const programs = programsOf(scenario);
  requireDescriptors(scenario, readLimits());
  const parent = resolve(request.outputDir);
  const startedAt = new Date();
  const { id, path: folder } = createRunFolder(parent, scenario, startedAt);
  // Found out while the chain starts and warms up, not before.
  const environmentLater = readEnvironment(programs.described, process.env).catch(() => null);

  for (let attempt = 1; ; attempt++) {
    const { plan, warnings } = await planFor(scenario, programs, folder);
    const execution = await execute(plan, workloads[scenario.workload], nativePrograms(), hooks);
    if (execution.problem instanceof PortTaken && attempt < tries) continue;
    const summary = summarize({
      id,
      startedAt,
      outputDir: parent,
      plan,
      workload: workloads[scenario.workload],
      execution,
      environment: await environmentLater,
      warnings: [...request.warnings, ...warnings],
      builds: readBuilds(execution.libraries['relay1'] ?? []),
      logs: logsInWindow(plan, execution.begin, execution.end),
      readFile: (path) => readIfThere(join(folder, path)),
    });
    writeSummary(folder, summary);
    keepReproduceScript(folder, summary);
    return { summary, folder };
  }
}

/** Runs the same scenario without relays and over the builtin relay, and puts their rates into the summary. */
export async function runCeilings(run: FinishedRun, request: RunRequest, hooks: Hooks): Promise<FinishedRun> {
  const ceilings: Record<string, number> = {};
  for (const relay of ceilingRelays) {
    const combination = { ...request.scenario, relay, protocol: 'tcp' as const };
    if (!isPossible(combination)) continue;
    const { scenario } = checkScenario({
      ...combination,
      relayOptions: {},
      cpus: {},
      hops: Math.max(1, request.scenario.hops),
    });
    const { results } = (await runScenario({ ...request, scenario }, hooks)).summary;
    const rate = results?.operations_per_second ?? results?.bits_per_second;
    if (rate !== undefined) ceilings[relay] = rate;
    if (hooks.signal.aborted) break;
  }
  const summary = { ...run.summary, ceilings };
  writeSummary(run.folder, summary);
  return { ...run, summary };
}

const ceilingRelays = ['none', 'builtin'] as const;

/** The plan of a scenario without carrying it out; its folder is not made. */
export async function planOnly(scenario: Scenario, outputDir: string): Promise<{ plan: Plan; warnings: Warning[] }> {
  return planFor(scenario, programsOf(scenario), join(resolve(outputDir), 'dry-run'));
}

async function planFor(
  scenario: Scenario,
  programs: RunPrograms,
  folder: string,
): Promise<{ plan: Plan; warnings: Warning[] }> {
  return makePlan(scenario, {
    folder,
    ports: await freePorts(portsNeeded(scenario), readEphemeralPorts()),
    programs,
    topology: readTopology(),
    environment: Object.fromEntries(
      Object.entries(process.env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
    ),
    asRoot: process.getuid?.() === 0,
  });
}

function nativePrograms(): { guardian: string; sockets: string } {
  return { guardian: nativePath('flimflam-guardian'), sockets: nativePath('flimflam-sockets') };
}

/** What each relay logged between the readings at both marks. */
function logsInWindow(plan: Plan, begin: Reading | null, end: Reading | null): Record<string, string> {
  return Object.fromEntries(
    relaysOf(plan).map(({ role, name }) => {
      const log = readIfThere(join(plan.folder, `${name}.log`)) ?? '';
      const bytes = Buffer.from(log).subarray(begin?.logSizes[role] ?? 0, end?.logSizes[role] ?? undefined);
      return [role, bytes.toString()];
    }),
  );
}

function keepReproduceScript(folder: string, summary: Summary): void {
  writeReproduce(folder, {
    id: summary.id,
    launcher: [join(packageRoot, 'flimflam')],
    workingFolder: process.cwd(),
    configuration: summary.configuration,
    variables: summary.environment?.variables ?? {},
  });
}
