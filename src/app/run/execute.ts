import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ExpectedError } from '../../errors.js';
import { Guardian } from '../../host/guardian.js';
import { otherGuardians } from '../../host/other-runs.js';
import { Sampler } from '../../host/sampler.js';
import { relaysOf, type Plan } from '../../model/plan.js';
import { writing } from '../../store/write-error.js';
import { parseSample } from '../../workloads/load-program.js';
import type { Workload } from '../../workloads/workload.js';
import { AttachedWatch, lookAtAttached } from './chain/attached.js';
import { startCounters } from './window/counters.js';
import { cutAt, isInterruption } from './result/cut.js';
import { deferred } from './deferred.js';
import { nothingSeen, type Execution, type Hooks, type PartUp } from './execution.js';
import { watchExits } from './chain/exits.js';
import type { Instrument } from './stage.js';
import { logOf, startProcess, type Stage } from './stage.js';
import { Routers } from './routers/routers.js';
import { explainedByTls, watchTls } from './chain/tls-watch.js';
import { Trouble } from './trouble.js';
import { measureWindow } from './window/window.js';

/** Absolute paths of our own programs. */
export interface OwnPrograms {
  guardian: string;
  sockets: string;
}

/** TERM, then this long, then KILL: with it everything is stopped well within 2 s. */
const killAfterMs = 1000;

/** Carries a plan out: starts the chain from the server's end, loads it, reads everything at the marks, stops all. */
export async function execute(
  plan: Plan,
  workload: Workload,
  own: OwnPrograms,
  hooks: Hooks,
  instrument: Instrument,
  checkpoint: (seen: Execution) => void,
): Promise<Execution> {
  writeFiles(plan);
  const talkers = plan.processes.filter(({ channel }) => channel).map(({ name }) => name);
  const channels = [...talkers, 'sockets', ...instrument.channels];
  const trouble = new Trouble();
  const guardian = new Guardian(own.guardian, channels, (line) => parseSample(line) !== null);
  using attached = new AttachedWatch(plan, trouble);
  const exits = watchExits(guardian, plan, trouble, () => attached.lost());
  const logs = Object.fromEntries(relaysOf(plan).map(({ role, name }) => [role, logOf(plan, name)]));
  const sampler = new Sampler(logs);
  const seen = nothingSeen();
  const routers = new Routers(plan, seen, process.env['FLIMFLAM_ROUTER_SERIES'] !== 'off');
  const early = deferred<void>();
  const parts = { plan, workload, hooks, guardian, sampler, exits, trouble, instrument, routers, seen };
  const stage: Stage = { ...parts, early: early.promise, checkpoint: () => checkpoint(seen) };

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
    await trouble.race(play(stage, own));
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    seen.problem = explainedByTls(plan, error);
    keepWhatIsKnown(stage);
  } finally {
    hooks.signal.removeEventListener('abort', interrupt);
    hooks.again?.removeEventListener('abort', stop);
    hooks.onProgress({ phase: 'stopping', secondsLeft: null, bitsPerSecond: null });
    hooks.onEvent('stopping all');
    exits.expectAll();
    await routers.close();
    await guardian.stop(hooks.again?.aborted === true ? 0 : killAfterMs);
    sampler[Symbol.dispose]();
    seen.outputs = { client: guardian.output('client'), server: guardian.output('server') };
    for (const name of [...talkers, 'sockets']) keepOutput(plan, name, guardian.output(name));
  }
  return seen;
}

const isInWindow = ({ begin, end }: Execution): boolean => begin !== null && end === null;

/** The window ends here when somebody wants no more; when something broke, with the last look at what was whole. */
function keepWhatIsKnown({ seen, sampler }: Stage): void {
  if (seen.problem === null || !isInWindow(seen)) return;
  const end = isInterruption(seen.problem) ? sampler.read() : seen.lately;
  if (end !== null) Object.assign(seen, cutAt(seen, end));
}

async function play(stage: Stage, own: OwnPrograms): Promise<void> {
  const { plan, hooks, guardian, sampler, seen, trouble } = stage;
  const client = plan.processes.find(({ role }) => role === 'client');
  if (client === undefined) throw new Error('a plan has a client');
  hooks.onProgress({ phase: 'starting', secondsLeft: null, bitsPerSecond: null });
  seen.anotherRun = otherGuardians(guardian.pid);
  sampler.watch('flimflam', process.pid);
  if (guardian.pid !== undefined) sampler.watch('flimflam', guardian.pid);
  lookAtAttached(stage);
  using _tls = watchTls(stage);
  for (const one of plan.processes) if (one !== client) await startProcess(stage, one);
  await startCounters(stage, own.sockets);
  await measureWindow(stage, client);
  seen.anotherRun ||= otherGuardians(guardian.pid);
  if (hooks.hold !== null) await trouble.race(hooks.hold(partsUp(stage)));
}

function partsUp({ guardian, plan }: Stage): PartUp[] {
  const others = plan.attached.map(({ role, pid }) => ({ name: role, pid, ports: [] }));
  const ours = guardian.pids().flatMap(({ name, pid }) => {
    const planned = plan.processes.find((one) => one.name === name);
    // The client has ended, even if its group is not known to be gone yet.
    return planned === undefined || guardian.exitOf(name) !== null ? [] : [{ name, pid, ports: planned.listens }];
  });
  return [...others, ...ours];
}

function writeFiles({ folder, processes }: Plan): void {
  writing(folder, () => {
    for (const { files } of processes) {
      for (const { path, text } of files) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
    }
  });
}

function keepOutput(plan: Plan, name: string, text: string): void {
  try {
    writeFileSync(join(plan.folder, `${name}.out`), text);
  } catch {
    // The summary, written next, reports a full disk; the raw output is the lesser loss.
  }
}
