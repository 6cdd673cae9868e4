import { join } from 'node:path';
import { sleep } from '../../host/clock.js';
import type { Sampler } from '../../host/sampler.js';
import { hostOfProcess, type Plan, type PlannedProcess } from '../../model/plan.js';
import { thisMachine } from '../../model/placement.js';
import type { Workload } from '../../workloads/workload.js';
import type { Execution, Hooks } from './execution.js';
import type { Exits } from './chain/exits.js';
import { holdToQuota, watchQuota } from './chain/quota.js';
import { untilReady } from './chain/readiness.js';
import { mappedOn } from '../host-programs.js';
import type { Posts } from './posts/posts.js';
import type { Supervisors } from './posts/supervisors.js';
import type { Watchers } from './posts/watchers.js';
import type { Routers } from './routers/routers.js';
import type { Trouble } from './trouble.js';

/** What the parts of a run that is going on share. */
export interface Stage {
  plan: Plan;
  workload: Workload;
  hooks: Hooks;
  /** What it has of each host, and all of them together. */
  posts: Posts;
  guardian: Supervisors;
  watchers: Watchers;
  /** Of this machine. */
  sampler: Sampler;
  exits: Exits;
  trouble: Trouble;
  instrument: Instrument;
  routers: Routers;
  /** Resolves when somebody wants no more of a window that could go on. */
  early: Promise<void>;
  /** Saves what was seen so far. */
  checkpoint: () => void;
  /** Filled as the run goes on. */
  seen: Execution;
}

/** Looks at the window while a run goes on: perf, or a reader of the routers' statistics. */
export interface Instrument {
  /** Names of processes that it starts and that talk with Flimflam, with the host of each. */
  readonly channels: ReadonlyMap<string, string>;
  /** Whether it looks at the client too, and so is opened only when that is up. */
  readonly wantsClient: boolean;
  /** Gets ready, so that beginning takes no time. */
  open: (stage: Stage) => Promise<void>;
  /** Called shortly before the window, when the load is on. */
  approach: (stage: Stage) => Promise<void>;
  /** Called at the first mark. */
  begin: (stage: Stage) => void;
  /** Called at the second mark; the load goes on until it is done, if the client lets Flimflam decide. */
  end: (stage: Stage) => Promise<void>;
  /** Called when the client has ended; the rest of the chain is still up. */
  close: (stage: Stage) => Promise<void>;
}

/** Where the log of a process is in the end, and from the start if it runs here. */
export const logOf = (plan: Plan, name: string): string => join(plan.folder, `${name}.log`);

/** Starts a process and waits until it is ready. */
export async function startProcess(stage: Stage, process: PlannedProcess): Promise<void> {
  const { plan, guardian, watchers, trouble, exits, hooks, seen } = stage;
  const { name, role, cpus, on } = process;
  const { folder: cwd, environment } = hostOfProcess(plan, process);
  const post = stage.posts.on(on);
  exits.willListen(process);
  const { argv, cgroup } = holdToQuota(guardian, process, environment);
  const log = join(cwd, `${name}.log`);
  const pid = await trouble.race(guardian.start({ on, name, argv, cpus, cgroup, log, environment, cwd }));
  watchers.watch(on, role, pid);
  // While it starts: to load what asks a router takes nearly as long as some routers need.
  if (process.management !== null) void import('../../router/ready.js');
  const where = on === thisMachine ? '' : ` on ${on}`;
  hooks.onEvent(`started ${name}${where}, pid ${pid}: ${argv.join(' ')}`);
  for (const ready of process.ready) {
    const sawLine = (prefix: string): Promise<void> => untilPrinted(stage, name, prefix);
    await trouble.race(
      untilReady({ process, pid, post, ready, hops: plan.scenario.hops, signal: trouble.signal, sawLine }),
    );
  }
  // From here on it is the one that listens there: workers may still do so when their master has died.
  exits.willListen({ ...process, listens: [] });
  watchQuota(stage.sampler, process, pid);
  hooks.onEvent(`${name} is ready`);
  if (role.startsWith('relay')) seen.libraries[role] = await trouble.race(mappedOn(post.host, pid));
}

/** Resolves when the process has printed a line with this prefix, before or after the question. */
async function untilPrinted({ guardian, trouble }: Stage, name: string, prefix: string): Promise<void> {
  const printed = (): boolean => `\n${guardian.output(name)}`.includes(`\n${prefix}`);
  while (!printed() && !trouble.signal.aborted) await sleep(2);
}
