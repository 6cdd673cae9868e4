import { dirname, join, resolve } from 'node:path';
import { ExpectedError } from '../../errors.js';
import { nowNs } from '../../host/clock.js';
import { startPath } from '../../host/package-root.js';
import { readBuilds } from '../../host/builds.js';
import { readIfThere } from '../../host/read-if-there.js';
import { configurationOf } from '../../model/configuration.js';
import { thisMachine } from '../../model/placement.js';
import type { Plan } from '../../model/plan.js';
import type { InstalledProgram } from '../../model/program.js';
import type { Scenario } from '../../model/scenario.js';
import type { Environment, Summary, Warning } from '../../model/summary.js';
import { isPossible } from '../../scenario/combinations.js';
import { ownChain } from '../../scenario/attached.js';
import { makePlan } from '../../scenario/plan.js';
import { checkScenario } from '../../scenario/scenario.js';
import { writeWhole } from '../../store/document.js';
import { writeReproduce } from '../../store/reproduce.js';
import { createRunFolder, pointLatestTo } from '../../store/run-folder.js';
import { writeSummary } from '../../store/summary-file.js';
import { workloadOf } from '../../workloads/index.js';
import { withAttachedRelay } from './chain/attached.js';
import { withCertificates } from './chain/certificates.js';
import { untilLastLook } from './result/cut.js';
import { describeHosts, readEnvironment } from './environment.js';
import type { Evidence } from './evidence.js';
import { execute } from './execute.js';
import type { Execution, Hooks } from './execution.js';
import { keepHistogramLog } from './result/histogram-log.js';
import { noInstrument } from './instrument.js';
import type { Observer } from '../capture/observer.js';
import { gatherFacts, movedTo } from './facts.js';
import { placedPrograms } from './placed-programs.js';
import { requireParts, requirePermissions } from './requirements.js';
import { logsInWindow } from './result/logs-in-window.js';
import { PortTaken } from './chain/readiness.js';
import { planOf, summarize } from './result/summarize.js';

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
  const programs = await placedPrograms(scenario, environment, request.relay);
  requirePermissions(scenario, environment);
  const partsWarnings = await requireParts(scenario, programs, environment);
  const parent = resolve(request.outputDir);
  // What a plan refuses is refused before anything is written.
  const facts = await gatherFacts(scenario, programs, parent, environment);
  makePlan(scenario, facts);
  const startedAt = new Date();
  const { id, path: folder } = createRunFolder(parent, scenario, startedAt);
  // Found out while the chain starts and warms up, not before.
  let known: Environment | null = null;
  const environmentLater = readEnvironment(programs.described, environment)
    .then((found) => withAttachedRelay(found, scenario, environment))
    .then((found) => (known = found))
    .catch(() => null);
  const hostsLater = describeHosts(scenario).catch(() => ({}));

  for (let attempt = 1; ; attempt++) {
    const factsHere = attempt === 1 ? movedTo(folder, facts) : gatherFacts(scenario, programs, folder, environment);
    const { plan, warnings } = makePlan(scenario, await factsHere);
    const instrument = request.observer?.instrument(plan) ?? noInstrument;
    const evidence = {
      ...{ id, startedAt, outputDir: parent, plan, workload: workloadOf(scenario.workload) },
      warnings: [...request.warnings, ...partsWarnings, ...warnings],
      readFile: (path: string) => readIfThere(join(folder, path)),
    };
    const summaryOf = (seen: Execution, found: Pick<Evidence, 'environment' | 'builds' | 'hosts'>): Summary => {
      const plain = summarize({ ...evidence, ...found, execution: seen, logs: logsInWindow(plan, seen) });
      // From its first saving on, a run tells that it was looked into.
      return { ...plain, capture: request.observer?.describe(plan, seen, plain) ?? null };
    };
    // A full disk is no reason to end a run: the next time there may be room.
    const checkpoint = (seen: Execution): void => {
      const last = untilLastLook(seen);
      if (last !== null) saveRun(folder, summaryOf(last, { environment: known, builds: [] }));
    };
    const execution = await withCertificates(plan, () =>
      execute(plan, evidence.workload, hooks, instrument, checkpoint),
    );
    const otherPorts = scenario.deployment.attached === null && attempt < tries;
    if (execution.problem instanceof PortTaken && otherPorts) continue;
    if (execution.end !== null && execution.marks !== null) {
      const { beginNs, endNs } = execution.marks;
      const start = new Date(Date.now() - (nowNs() - beginNs) / 1e6);
      keepHistogramLog(plan, evidence.workload, start, (endNs - beginNs) / 1e9);
    }
    const summary = summaryOf(execution, {
      environment: await environmentLater,
      // Files of another machine cannot be read here, and those of the same names are others.
      builds: isHere(plan, 'relay1') ? readBuilds(execution.libraries['relay1'] ?? []) : [],
      hosts: await hostsLater,
    });
    return { summary, folder, execution, unsaved: saveRun(folder, summary) };
  }
}

const isHere = ({ processes }: Plan, name: string): boolean =>
  processes.every((process) => process.name !== name || process.on === thisMachine);

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
      ...ownChain(request.scenario),
    });
    const { results } = (await start({ ...request, relay: null, scenario }, hooks)).summary;
    // Of one that was cut short the rate is that of another window.
    if (hooks.signal.aborted) break;
    const rate = results?.operations_per_second ?? results?.bits_per_second;
    if (rate !== undefined) ceilings[relay] = rate;
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
  const programs = await placedPrograms(scenario, environment, relay);
  const partsWarnings = await requireParts(scenario, programs, environment);
  const { plan, warnings } = makePlan(
    scenario,
    await gatherFacts(scenario, programs, join(parent, 'dry-run'), environment),
  );
  return {
    configuration: configurationOf(scenario, parent),
    plan: planOf(plan),
    warnings: [...earlier, ...partsWarnings, ...warnings],
  };
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
