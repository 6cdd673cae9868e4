import { dirname, join, resolve } from 'node:path';
import { ExpectedError } from '../../errors.js';
import { nowNs } from '../../host/clock.js';
import { startPath } from '../../host/package-root.js';
import { readBuilds } from '../../host/builds.js';
import { readEphemeralPorts, readLimits, readTopology } from '../../host/machine.js';
import { freePorts } from '../../host/ports.js';
import { readIfThere } from '../../host/read-if-there.js';
import { configurationOf } from '../../model/configuration.js';
import { relaysOf, type Plan } from '../../model/plan.js';
import type { InstalledProgram } from '../../model/program.js';
import type { Scenario } from '../../model/scenario.js';
import type { Summary, Warning } from '../../model/summary.js';
import { isPossible } from '../../scenario/combinations.js';
import { makePlan, portsNeeded } from '../../scenario/plan.js';
import { checkScenario } from '../../scenario/scenario.js';
import { writeWhole } from '../../store/document.js';
import { writeReproduce } from '../../store/reproduce.js';
import { createRunFolder, pointLatestTo } from '../../store/run-folder.js';
import { writeSummary } from '../../store/summary-file.js';
import { workloadOf } from '../../workloads/index.js';
import { readEnvironment } from './environment.js';
import { execute } from './execute.js';
import type { Execution, Hooks } from './execution.js';
import { keepHistogramLog } from './histogram-log.js';
import { noInstrument } from './instrument.js';
import type { Observer } from '../capture/observer.js';
import { requireDescriptors } from './descriptors.js';
import { requireLocalPorts } from './local-ports.js';
import { nativePath, programsOf, type RunPrograms } from '../programs.js';
import { closingNs } from './ledger.js';
import { PortTaken } from './readiness.js';
import { planOf, summarize } from './summarize.js';

export interface RunRequest {
  scenario: Scenario;
  /** Parent of the run folders. */
  outputDir: string;
  /** Warnings from before. */
  warnings: Warning[];
  /** What looks at the window, if something does. */
  observer?: Observer;
  /** Of the processes of the run; its PATH is where the programs are looked for. Flimflam's own by default. */
  environment?: Variables;
  /** The program of the relays, if it is not to be looked for. */
  relay?: InstalledProgram | null;
}

type Variables = Readonly<Record<string, string | undefined>>;

export interface FinishedRun {
  summary: Summary;
  /** Absolute path of the run folder. */
  folder: string;
  execution: Execution;
  /** Why the run could not be written, if so: its figures are only here. */
  unsaved: ExpectedError | null;
}

/** Another program can take a chosen port at any moment, but hardly three times in a row. */
const tries = 3;

/** Runs one scenario: decides everything first, then does it, then keeps what was seen of it. */
export async function runScenario(request: RunRequest, hooks: Hooks): Promise<FinishedRun> {
  const { scenario, environment = process.env } = request;
  const programs = programsOf(scenario, environment, request.relay);
  requireDescriptors(scenario, readLimits());
  requireLocalPorts(scenario, readEphemeralPorts());
  const parent = resolve(request.outputDir);
  // What a plan refuses is refused before anything is written.
  await planFor(scenario, programs, parent, environment);
  const startedAt = new Date();
  const { id, path: folder } = createRunFolder(parent, scenario, startedAt);
  // Found out while the chain starts and warms up, not before.
  const environmentLater = readEnvironment(programs.described, environment).catch(() => null);

  for (let attempt = 1; ; attempt++) {
    const { plan, warnings } = await planFor(scenario, programs, folder, environment);
    const instrument = request.observer?.instrument(plan) ?? noInstrument;
    const execution = await execute(plan, workloadOf(scenario.workload), nativePrograms(), hooks, instrument);
    if (execution.problem instanceof PortTaken && attempt < tries) continue;
    if (execution.problem === null && execution.marks !== null) {
      const sinceBegin = (nowNs() - execution.marks.beginNs) / 1e6;
      keepHistogramLog(plan, workloadOf(scenario.workload), new Date(Date.now() - sinceBegin));
    }
    const plain = summarize({
      id,
      startedAt,
      outputDir: parent,
      plan,
      workload: workloadOf(scenario.workload),
      execution,
      environment: await environmentLater,
      warnings: [...request.warnings, ...warnings],
      builds: readBuilds(execution.libraries['relay1'] ?? []),
      logs: logsInWindow(plan, execution),
      readFile: (path) => readIfThere(join(folder, path)),
    });
    // From its first saving on, a run tells that it was looked into.
    const summary = { ...plain, capture: request.observer?.describe(plan, execution, plain) ?? null };
    return { summary, folder, execution, unsaved: saveRun(folder, summary) };
  }
}

/** Runs the same scenario without relays and over the builtin relay, and puts their rates into the summary. */
export async function runCeilings<Run extends FinishedRun>(
  run: Run,
  request: RunRequest,
  hooks: Hooks,
  start: (request: RunRequest, hooks: Hooks) => Promise<FinishedRun> = runScenario,
): Promise<Run> {
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
    const { results } = (await start({ ...request, relay: null, scenario }, hooks)).summary;
    const rate = results?.operations_per_second ?? results?.bits_per_second;
    if (rate !== undefined) ceilings[relay] = rate;
    if (hooks.signal.aborted) break;
  }
  const summary = { ...run.summary, ceilings };
  const unsaved = saveRun(run.folder, summary);
  pointLatestTo(dirname(run.folder), summary.id);
  return { ...run, summary, unsaved };
}

const ceilingRelays = ['none', 'builtin'] as const;

/** What a run would do, in the form of its summary, without doing it; its folder is not made. */
export async function dryRun({
  scenario,
  outputDir,
  warnings: earlier,
  environment = process.env,
  relay,
}: RunRequest): Promise<Pick<Summary, 'configuration' | 'plan' | 'warnings'>> {
  const parent = resolve(outputDir);
  const programs = programsOf(scenario, environment, relay);
  const { plan, warnings } = await planFor(scenario, programs, join(parent, 'dry-run'), environment);
  return {
    configuration: configurationOf(scenario, parent),
    plan: planOf(plan),
    warnings: [...earlier, ...warnings],
  };
}

async function planFor(
  scenario: Scenario,
  programs: RunPrograms,
  folder: string,
  environment: Variables,
): Promise<{ plan: Plan; warnings: Warning[] }> {
  return makePlan(scenario, {
    folder,
    ports: await freePorts(portsNeeded(scenario), readEphemeralPorts()),
    programs,
    topology: readTopology(),
    environment: Object.fromEntries(
      Object.entries(environment).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
    ),
    asRoot: process.getuid?.() === 0,
  });
}

function nativePrograms(): { guardian: string; sockets: string } {
  return { guardian: nativePath('flimflam-guardian'), sockets: nativePath('flimflam-sockets') };
}

/**
 * What each relay logged in the window. Taken between samples, not readings: a client that ends with the window
 * makes relays complain of its end before the last reading is done.
 */
function logsInWindow(plan: Plan, { samples, marks }: Execution): Record<string, string> {
  if (marks === null) return {};
  const first = samples.findLast(({ timeNs }) => timeNs <= marks.beginNs) ?? samples[0];
  const own = workloadOf(plan.scenario.workload).window.kind === 'own';
  const last = samples.findLast(({ timeNs }) => timeNs <= marks.endNs - (own ? closingNs : 0));
  return Object.fromEntries(
    relaysOf(plan).map(({ role, name }) => {
      const log = Buffer.from(readIfThere(join(plan.folder, `${name}.log`)) ?? '');
      return [role, log.subarray(first?.logSizes[role] ?? 0, last?.logSizes[role] ?? log.length).toString()];
    }),
  );
}

/** Writes everything that is made of a summary into its folder; says why that failed, if so. */
export function saveRun(folder: string, summary: Summary): ExpectedError | null {
  try {
    writeSummary(folder, summary);
    keepReproduceScript(folder, summary);
    keepLibraries(folder, summary);
    return null;
  } catch (error) {
    if (error instanceof ExpectedError) return error;
    throw error;
  }
}

/** For people: summary.json has the same under `trust.libraries`. */
function keepLibraries(folder: string, { trust }: Summary): void {
  for (const [role, binaries] of Object.entries(trust?.libraries ?? {})) {
    const lines = binaries.map(({ path, build_id }) => `${build_id ?? '-'} ${path}\n`);
    writeWhole(join(folder, `${role.replace('_', '')}.libraries`), lines.join(''));
  }
}

function keepReproduceScript(folder: string, summary: Summary): void {
  writeReproduce(folder, {
    id: summary.id,
    launcher: [startPath()],
    workingFolder: process.cwd(),
    configuration: summary.configuration,
    capture: summary.capture,
    variables: summary.environment?.variables ?? {},
  });
}
