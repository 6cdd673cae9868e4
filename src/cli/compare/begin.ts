import type { CompareRequest, NamedSides } from '../../app/compare/compare.js';
import type { Design } from '../../app/compare/extent.js';
import { usageError } from '../../errors.js';
import { roleTitle } from '../../model/names.js';
import { thisMachine } from '../../model/placement.js';
import type { Scenario } from '../../model/scenario.js';
import type { CheckedScenario } from '../../scenario/scenario.js';
import { formatDuration } from '../../units/duration.js';
import { listenForInterrupts } from '../interrupt.js';
import { tell } from '../output.js';
import { scenarioFrom } from '../scenario-options.js';
import { beginSeveral, requireOfSeveral } from './begin-several.js';
import { isSameBuild, skippingFaults } from './bisect.js';
import { concludeRun } from './conclude.js';
import { follow } from './follow.js';
import type { CompareOptions } from './options.js';

/** Compares two builds that the user named, and prints what came of it. */
export async function beginComparison(a: string, b: string, options: CompareOptions): Promise<void> {
  const { checkScenario } = await import('../../scenario/scenario.js');
  const { runComparison } = await import('../../app/compare/compare.js');
  const workloads = options.workloads ?? [options.workload];
  if (workloads.length > 1) requireOfSeveral(options);
  const asked = await askedDesign(options, workloads.length);
  const wanting = options.bisect === true ? '--bisect' : options.failOn === undefined ? null : '--fail-on';
  if (wanting !== null && asked?.schedule.looks.length === 0) {
    throw usageError('no-verdict', `${wanting} wants a verdict`, 'give an even number of pairs, at least 8');
  }
  const [checked, ...more] = workloads.map((workload) => checkScenario(scenarioFrom({ ...options, workload })));
  if (checked === undefined) throw new RangeError('no workload');
  requireBuiltHere(options);
  using interrupts = listenForInterrupts();
  const names = await builtSides(a, b, options, interrupts.signal);
  if (options.bisect === true && (await isSameBuild(names, checked.scenario))) return;
  const design = asked ?? (await designWithin(options, names, [checked, ...more]));
  const request: CompareRequest = {
    ...checked,
    ...design,
    outputDir: options.output,
    margin: options.margin,
    seed: options.seed ?? Math.floor(Math.random() * 2 ** 32),
    metric: options.metric ?? null,
    explain: options.explain === true,
  };
  if (more.length > 0) {
    const requests = [checked, ...more].map(({ scenario, warnings }) =>
      Object.assign({}, request, { scenario, warnings }),
    );
    await beginSeveral(requests, names, options, interrupts.signal);
    return;
  }
  const finished = await follow(options, interrupts.signal, (hooks) => runComparison(request, names, hooks));
  await concludeRun(finished, options, interrupts.signal);
}

/** How many pairs the options ask for, judged when; null where that depends on the time that a pair takes. */
async function askedDesign({ pairs, quick, timeBudget }: CompareOptions, workloads: number): Promise<Design | null> {
  const { scheduleFor } = await import('../../app/compare/extent.js');
  return timeBudget === undefined ? scheduleFor({ pairs: pairs ?? null, quick: quick === true, workloads }) : null;
}

/** The most pairs for which there is time, which is told. */
async function designWithin(
  { timeBudget = 0, quiet }: CompareOptions,
  names: NamedSides,
  checked: readonly CheckedScenario[],
): Promise<Design> {
  const { chainsOf, findSides } = await import('../../app/compare/compare.js');
  const { scheduleWithin } = await import('../../app/compare/extent.js');
  const chains: Scenario[][] = [];
  for (const { scenario } of checked) chains.push(chainsOf(await findSides(names, scenario)));
  const design = scheduleWithin(timeBudget, chains);
  const most = `${design.mode === 'looks' ? 'up to ' : ''}${design.schedule.pairs} pairs`;
  const each = checked.length === 1 ? '' : ` of each of ${checked.length} workloads`;
  if (quiet !== true) tell(`--time-budget of ${formatDuration(timeBudget)}: there is time for ${most}${each}`);
  return design;
}

/** A checkout is on this machine, and so is what is built of it. */
function requireBuiltHere({ hosts = {}, repo, build, bisect }: CompareOptions): void {
  const placed = Object.entries(hosts).find(([role, { host }]) => role.startsWith('relay') && host !== thisMachine);
  const [given] = [
    ...(repo === undefined ? [] : ['--repo']),
    ...(build === undefined ? [] : ['--build']),
    ...(bisect === true ? ['--bisect'] : []),
  ];
  if (placed === undefined || given === undefined) return;
  const [role, { host }] = placed;
  throw usageError(
    'hosts-build',
    `${given} is for builds that are made on this machine, and --hosts places ${roleTitle(role)} on ${host}`,
    `install the builds on ${host} and name their folders there, or leave ${given} out`,
  );
}

/** The sides as they are compared: revisions are built first, each at most once. */
async function builtSides(a: string, b: string, options: CompareOptions, signal: AbortSignal): Promise<NamedSides> {
  const { repo, build } = options;
  const names = { a, b, also: { a: options.alsoA ?? [], b: options.alsoB ?? [] }, force: options.force === true };
  if (repo === undefined && build === undefined) return names;
  if (repo === undefined || build === undefined) {
    throw usageError('half-a-build', '--repo and --build belong together', "--repo DIR --build 'COMMAND'");
  }
  const { buildRevision, buildCache } = await import('../../app/sides/build-revision.js');
  const made = async (revision: string): Promise<string> => {
    const request = { repo, revision, command: build, cacheFolder: buildCache(process.env) };
    return (await buildRevision(request, { signal, say: tell })).folder;
  };
  const madeAll = async (revisions: readonly string[]): Promise<string[]> => {
    const folders: string[] = [];
    for (const revision of revisions) folders.push(await made(revision));
    return folders;
  };
  return {
    ...names,
    a: await made(a),
    b: await (options.bisect === true ? skippingFaults(() => made(b)) : made(b)),
    also: { a: await madeAll(names.also.a), b: await madeAll(names.also.b) },
  };
}
