import { existsSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ExpectedError, usageError } from '../../errors.js';
import { captures } from '../../captures/index.js';
import type { Findings } from '../../captures/capture.js';
import { joinedFindings, type Part } from '../../captures/joined.js';
import { ownersOf } from '../../captures/owners.js';
import { roleKey, roleTitle } from '../../model/names.js';
import { thisMachine } from '../../model/placement.js';
import { perWork } from '../../model/event-counts.js';
import { workOf } from '../../model/work.js';
import type { Scenario } from '../../model/scenario.js';
import type { Summary, Warning } from '../../model/summary.js';
import { relayOf } from '../../relays/index.js';
import { attachedRouters } from '../../scenario/attached.js';
import { requireManagement } from '../../scenario/relay-config.js';
import { targetRoles } from '../../scenario/targets.js';
import { writeWhole } from '../../store/document.js';
import type { Hooks } from '../run/execution.js';
import { requireShortCapture } from './capture-length.js';
import type { CaptureOrder } from './nothing-captured.js';
import type { Observer } from './observer.js';
import { linkResult, pagesOf } from './results.js';
import { orderPerf } from './perf-order.js';
import { captureFolder, fileOf, pathThere, perfArguments, stemOf, type PerfOrder } from './perf-look.js';
import { perfObserver } from './perf-observer.js';
import { routerObserver } from './router-observer.js';
import { runScenario, saveRun, type FinishedRun, type RunRequest } from '../run/run.js';

export interface CapturedRun extends FinishedRun {
  findings: Findings | null;
  /** Why nothing could be made of what was captured, if so. */
  unread: ExpectedError | null;
  /** What is now in the folder where the user stands. */
  link: string | null;
}

/** A look, decided on and found possible. */
export interface PreparedCapture {
  observer: Observer;
  warnings: Warning[];
  /** Null for what perf has no part in. */
  perf: PerfOrder | null;
}

/** Finds out whether a capture is possible here, before anything is started; throws when it is not. */
export async function prepareCapture(order: CaptureOrder, scenario: Scenario): Promise<PreparedCapture> {
  const { kind, target } = order;
  if (kind === 'skstat') {
    const { relay } = scenario;
    if (relay === 'none' || relayOf(relay).management !== true) {
      throw usageError('no-routers', `skstat asks Skupper routers, and this chain has none`, 'use --relay skrouterd');
    }
    const roles = attachedRouters(target, scenario) ?? targetRoles(target, scenario);
    if (!roles.every((role) => role.startsWith('relay'))) {
      throw usageError('bad-target', `--target ${target}: only routers have statistics`, 'use relays, relay1, ...');
    }
    requireManagement(scenario, roles);
    return { observer: routerObserver(order, roles), warnings: [], perf: null };
  }
  requireShortCapture(captures[kind], scenario);
  const { perf, warnings } = await orderPerf(
    order,
    captures[kind],
    targetRoles(target, scenario),
    scenario.deployment.hosts,
  );
  return { observer: perfObserver(perf), warnings, perf };
}

/** What becomes of a captured run beside its figures. */
export interface Keeping {
  /** Whether the user finds the result where he stands. */
  link: boolean;
  /** Whether what perf wrote stays once it is read; every system call of a few seconds can be hundreds of megabytes. */
  data: boolean;
}

/** Runs a scenario with something that looks at its window, and makes of it what there is to be made. */
export async function captureRun(
  request: RunRequest,
  prepared: PreparedCapture,
  hooks: Hooks,
  keeping: Keeping = { link: true, data: true },
): Promise<CapturedRun> {
  const { observer, perf } = prepared;
  const warnings = [...request.warnings, ...prepared.warnings];
  const run = await runScenario({ ...request, observer, warnings }, hooks);
  const complete = run.execution.end !== null && run.execution.problem === null;
  const plain: CapturedRun = { ...run, findings: null, unread: null, link: null };
  if (perf === null || !complete || hooks.signal.aborted) return plain;
  hooks.onProgress({ phase: 'reading the capture', secondsLeft: null, bitsPerSecond: null });
  try {
    return keep(
      plain,
      await digest(run, perf, hooks, keeping.data),
      keeping,
      perf.looks.map((look) => fileOf(perf, look)),
    );
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    return { ...plain, unread: error, link: keeping.link ? linkResult(run.folder, perf.kind) : null };
  }
}

/** A ceiling beside a captured run is captured too, for a look costs speed; nothing is made of what was captured. */
export async function captureCeiling(request: RunRequest, order: CaptureOrder, hooks: Hooks): Promise<FinishedRun> {
  // Reading statistics outside of the window costs it nothing.
  if (order.kind === 'skstat') return runScenario(request, hooks);
  const { observer } = await prepareCapture({ ...order, target: 'relays' }, request.scenario);
  return runScenario({ ...request, observer }, hooks);
}

/** The command of perf, for --dry-run: process ids are not known before the start. */
export function plannedCapture({ perf }: PreparedCapture): string[] | Record<string, string[]> | null {
  if (perf === null) return null;
  const commands = perf.looks.map((look): [string, string[]] => {
    const pids = look.roles.map((role) => `<${role}>`).join(',');
    return [look.on, perfArguments(perf, look, fileOf(perf, look), pids)];
  });
  // By host where there are several.
  return commands.length === 1 ? commands[0]![1] : Object.fromEntries(commands);
}

/** Writes everything that was made of a capture: into the run folder, and as a link where the user stands. */
function keep(
  run: CapturedRun,
  findings: Findings,
  { link, data }: Keeping,
  dataFiles: readonly string[],
): CapturedRun {
  const { folder } = run;
  const pages = pagesOf(run.summary, findings);
  const files = { ...findings.files, ...pages };
  for (const [name, text] of Object.entries(files)) writeWhole(join(folder, name), text);
  if (!data) for (const name of dataFiles) rmSync(join(folder, name), { force: true });
  const sizes = dataFiles.flatMap((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? []);
  const bytes = sizes.length === 0 ? null : sizes.reduce((sum, size) => sum + size, 0);
  const kept = dataFiles.filter((name) => existsSync(join(folder, name)));
  const summary = withFindings(run.summary, findings, [...kept, ...Object.keys(files)], bytes);
  const unsaved = run.unsaved ?? saveRun(folder, summary);
  return { ...run, summary, unsaved, findings, link: link ? linkResult(folder, summary.capture!.kind) : null };
}

/** Reads what each perf wrote where that is, and brings it here if it is to be kept. */
async function digest(
  { folder, summary, execution }: FinishedRun,
  order: PerfOrder,
  hooks: Hooks,
  isKept: boolean,
): Promise<Findings> {
  const { capture, options } = order;
  const { marks, elsewhere } = execution;
  const found = summary.capture;
  if (found === null) throw new Error('a captured run says that it is one');
  const parts = order.looks.map(async (look): Promise<Part> => {
    const { on, perf, roles } = look;
    const keys = new Set(roles.map(roleKey));
    const file = pathThere(order, look, folder);
    const offsetNs = elsewhere[on]?.clock.offsetNs ?? 0;
    try {
      const findings = await capture.digest(
        {
          ...{ file, perf, signal: hooks.signal },
          ownerOf: ownersOf(
            found.threads.filter(({ role }) => keys.has(role)),
            found.targets,
          ),
          marks: marks === null ? null : { beginNs: marks.beginNs + offsetNs, endNs: marks.endNs + offsetNs },
        },
        options,
      );
      return { roles: roles.map(roleTitle).join(', '), stem: stemOf(look), findings };
    } finally {
      if (on !== thisMachine) {
        if (isKept) await perf.host.fetch(file, join(folder, fileOf(order, look))).catch(() => {});
        await perf.host.run(['rm', '-rf', captureFolder(look, folder)]).catch(() => {});
      }
    }
  });
  return joinedFindings(await Promise.all(parts));
}

/** The summary of a run with what was found in its capture, and the files that are there of it; `bytes`: perf's own. */
function withFindings(summary: Summary, findings: Findings, files: readonly string[], bytes: number | null): Summary {
  const { capture } = summary;
  if (capture === null) return summary;
  // What was expected beforehand is told better by what came of it.
  const told = new Set(findings.warnings.map(({ code }) => code));
  if (findings.stat !== undefined) told.add('software-events');
  return {
    ...summary,
    capture: {
      ...capture,
      files: [...files],
      // Elsewhere its size is known only now; of what was thrown away it was known before.
      cost: { ...capture.cost, data: bytes ?? capture.cost.data, lost: findings.lost },
      stat: findings.stat === undefined ? null : perWork(findings.stat, workOf(summary.results)),
      profile: findings.profile?.facts ?? null,
      syscalls: findings.syscalls ?? null,
    },
    warnings: [...summary.warnings.filter(({ code }) => !told.has(code)), ...findings.warnings],
  };
}
