import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ExpectedError } from '../../errors.js';
import { hostOfProcess, otherHosts, relaysOf, type Plan } from '../../model/plan.js';
import { thisMachine } from '../../model/placement.js';
import { parseSample } from '../../workloads/load-program.js';
import type { Workload } from '../../workloads/workload.js';
import { AttachedWatch, lookAtAttached } from './chain/attached.js';
import { countersOf, startCounters } from './window/counters.js';
import { cutAt, isInterruption } from './result/cut.js';
import { deferred } from './deferred.js';
import { nothingSeen, type Execution, type Hooks, type PartUp } from './execution.js';
import { watchExits } from './chain/exits.js';
import type { Instrument } from './stage.js';
import { startProcess, type Stage } from './stage.js';
import { putFiles } from './posts/files.js';
import { openPosts, type Posts } from './posts/posts.js';
import { Routers } from './routers/routers.js';
import { explainedByTls, watchTls } from './chain/tls-watch.js';
import { Trouble } from './trouble.js';
import { requireWays } from './chain/ways.js';
import { measureWindow } from './window/window.js';

/** TERM, then this long, then KILL: with it everything is stopped well within 2 s. */
const killAfterMs = 1000;

/** Carries a plan out: starts the chain from the server's end, loads it, reads everything at the marks, stops all. */
export async function execute(
  plan: Plan,
  workload: Workload,
  hooks: Hooks,
  instrument: Instrument,
  checkpoint: (seen: Execution) => void,
): Promise<Execution> {
  const seen = nothingSeen();
  const names = talkers(plan, instrument);
  let posts: Posts | null = null;
  try {
    posts = await openPosts(plan, names, (line) => parseSample(line) !== null);
    await Promise.all([putFiles(plan, posts), requireWays(plan, posts)]);
  } catch (error) {
    await posts?.leave(0);
    // On this machine alone nothing was begun that could be told of.
    if (!(error instanceof ExpectedError) || otherHosts(plan).length === 0) throw error;
    return { ...seen, problem: error };
  }
  const { supervisors: guardian, watchers } = posts;
  const trouble = new Trouble();
  using attached = new AttachedWatch(plan, trouble);
  const exits = watchExits(posts, plan, trouble, () => attached.lost());
  const forward = (on: string, port: number): Promise<number> => posts.on(on).host.forward(port);
  const routers = new Routers(plan, seen, process.env['FLIMFLAM_ROUTER_SERIES'] !== 'off', forward);
  const early = deferred<void>();
  const parts = { plan, workload, hooks, posts, guardian, watchers, exits, trouble, instrument, routers, seen };
  const stage: Stage = { ...parts, sampler: watchers.here, early: early.promise, checkpoint: () => checkpoint(seen) };

  const stop = (): void => trouble.report(hooks.signal.reason as Error);
  // A window that has begun can end in good order, if Flimflam decides on its end.
  const interrupt = (): void => {
    if (workload.window.kind === 'announced' && isInWindow(seen)) early.resolve();
    else stop();
  };
  hooks.again?.addEventListener('abort', stop);
  hooks.signal.addEventListener('abort', interrupt);
  if (hooks.signal.aborted) interrupt();
  try {
    await trouble.race(play(stage));
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    seen.problem = explainedByTls(plan, error);
    await keepWhatIsKnown(stage);
  } finally {
    hooks.signal.removeEventListener('abort', interrupt);
    hooks.again?.removeEventListener('abort', stop);
    hooks.onProgress({ phase: 'stopping', secondsLeft: null, bitsPerSecond: null });
    hooks.onEvent('stopping all');
    exits.expectAll();
    await routers.close();
    await posts.leave(hooks.again?.aborted === true ? 0 : killAfterMs, broughtBack(plan));
    seen.outputs = { client: guardian.output('client'), server: guardian.output('server') };
    for (const name of names.keys()) if (!instrument.channels.has(name)) keepOutput(plan, name, guardian.output(name));
  }
  // Elsewhere the logs are here only now.
  if (seen.problem !== null && otherHosts(plan).length > 0) seen.problem = explainedByTls(plan, seen.problem);
  return seen;
}

/** Who talks with Flimflam, by the host on which that is. */
function talkers(plan: Plan, { channels }: Instrument): Map<string, string> {
  const own = plan.processes.filter(({ channel }) => channel).map(({ name, on }) => [name, on] as const);
  const counters = countersOf(plan).map(({ name, on }) => [name, on] as const);
  return new Map([...own, ...counters, ...channels]);
}

/** What was read when somebody wanted no more. */
const cutMark = 'cut';

const isInWindow = ({ begin, end }: Execution): boolean => begin !== null && end === null;

/** The window ends here when somebody wants no more; when something broke, with the last look at what was whole. */
async function keepWhatIsKnown({ seen, sampler, watchers }: Stage): Promise<void> {
  if (seen.problem === null || !isInWindow(seen)) return;
  if (!isInterruption(seen.problem)) {
    if (seen.lately !== null) Object.assign(seen, cutAt(seen, seen.lately));
    return;
  }
  const here = sampler.read();
  watchers.end();
  watchers.readAt(cutMark, 0);
  Object.assign(seen, cutAt(seen, { here, elsewhere: await watchers.collect(cutMark) }));
}

async function play(stage: Stage): Promise<void> {
  const { plan, hooks, posts, guardian, watchers, seen, trouble } = stage;
  const client = plan.processes.find(({ role }) => role === 'client');
  if (client === undefined) throw new Error('a plan has a client');
  hooks.onProgress({ phase: 'starting', secondsLeft: null, bitsPerSecond: null });
  seen.sharedHosts = await trouble.race(posts.shared());
  watchers.watch(thisMachine, 'flimflam', process.pid);
  for (const { on, pid } of guardian.guardians()) watchers.watch(on, 'flimflam', pid);
  for (const { role, name, on } of relaysOf(plan)) {
    watchers.watchLog(on, role, join(hostOfProcess(plan, { on }).folder, `${name}.log`));
  }
  lookAtAttached(stage);
  using _tls = watchTls(stage);
  for (const one of plan.processes) if (one !== client) await startProcess(stage, one);
  await startCounters(stage);
  await measureWindow(stage, client);
  seen.sharedHosts = [...new Set([...seen.sharedHosts, ...(await trouble.race(posts.shared()))])];
  if (hooks.hold !== null) await trouble.race(hooks.hold(partsUp(stage)));
}

function partsUp({ guardian, plan }: Stage): PartUp[] {
  const others = plan.attached.map(({ role, pid }) => ({ name: role, pid, ports: [] }));
  const ours = plan.processes.flatMap(({ name, on, listens }) => {
    const pid = guardian.pidsOn(on).find((one) => one.name === name)?.pid;
    // The client has ended, even if its group is not known to be gone yet.
    if (pid === undefined || guardian.exitOf(name) !== null) return [];
    return [{ name: on === thisMachine ? name : `${name} on ${on}`, pid, ports: listens }];
  });
  return [...others, ...ours];
}

function keepOutput(plan: Plan, name: string, text: string): void {
  try {
    writeFileSync(join(plan.folder, `${name}.out`), text);
  } catch {
    // The summary, written next, reports a full disk; the raw output is the lesser loss.
  }
}

/** What of a run on other hosts is worth keeping: not what was put there, and no keys. */
function broughtBack({ processes, tls }: Plan): (path: string) => boolean {
  const put = new Set(processes.flatMap(({ files }) => files.map(({ path }) => path)));
  return (path) => !put.has(path) && !(tls !== null && path.startsWith('tls/'));
}
