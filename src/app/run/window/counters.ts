import { join } from 'node:path';
import { sleep } from '../../../host/clock.js';
import { writeAddress } from '../../../model/address.js';
import { hostOfProcess, type Plan } from '../../../model/plan.js';
import type { Count } from '../../../model/readings.js';
import { parseMark, parseSample, type Mark } from '../../../workloads/load-program.js';
import { jointCounts, sumOf } from './joint-counts.js';
import { keptCounts } from './kept-series.js';
import type { Stage } from '../stage.js';

const intervalMs = 100;
/** The kernel's counters are read within microseconds of a mark; later than this they will not come. */
const patienceMs = 200;

/** One program that asks the kernel about sockets, for each host at which the result arrives. */
interface Counter {
  name: string;
  on: string;
  counted: Plan['counted'];
}

/** The counters of a plan; where there is only one, as on one machine, it is `sockets`. */
export function countersOf({ counted }: Pick<Plan, 'counted'>): Counter[] {
  const hosts = [...new Set(counted.map(({ on }) => on))];
  return hosts.map((on) => {
    const here = counted.filter((one) => one.on === on);
    return { name: hosts.length === 1 ? 'sockets' : `sockets-${here[0]!.end}`, on, counted: here };
  });
}

/**
 * Starts the programs that ask the kernel about the sockets at which the result arrives. A run without them is possible, and says so.
 * Receivers that tell their own count over time are the source of the series, else the kernel is.
 */
export async function startCounters(stage: Stage): Promise<void> {
  const { plan, workload, exits } = stage;
  const counters = countersOf(plan);
  const ownCounts = workload.window.kind === 'announced';
  for (const { name } of counters) exits.expect(name);
  followJointly(stage, ownCounts ? plan.counted.map(({ end }) => end) : counters.map(({ name }) => name));
  await Promise.all(counters.map((counter) => startCounter(stage, counter, ownCounts ? null : intervalMs)));
}

async function startCounter(
  { plan, posts, guardian, watchers, trouble }: Stage,
  { name, on, counted }: Counter,
  everyMs: number | null,
): Promise<void> {
  const argv = [
    posts.on(on).host.native('flimflam-sockets'),
    ...counted.flatMap(({ address, end }) => [end === 'client' ? '--connected' : '--listening', writeAddress(address)]),
    ...(everyMs === null ? [] : ['--interval', String(everyMs)]),
  ];
  const { folder: cwd, environment } = hostOfProcess(plan, { on });
  const log = join(cwd, `${name}.log`);
  const pid = await trouble.race(guardian.start({ on, name, argv, cpus: null, log, environment, cwd }));
  watchers.watch(on, 'flimflam', pid);
}

function followJointly(stage: Stage, sources: readonly string[]): void {
  const add = jointCounts(sources, keptCounts(stage.seen, stage.seen.counts));
  for (const source of sources) followCounts(stage, source, (count) => add(source, count));
}

function followCounts({ guardian }: Stage, source: string, onCount: (count: Count) => void): void {
  guardian.onLine(source, (line) => {
    const sample = parseSample(line);
    if (sample !== null) onCount(countOf(sample));
  });
}

/**
 * Asks every program that listens to Flimflam, on these hosts, for its counters at a time of the clock; 0 is at once. A client or server
 * that is not ours must not be asked: when it ends with something unread, the kernel resets its channel, and its last
 * words are lost.
 */
export function snapshotAt(
  { plan, guardian, workload }: Stage,
  timeNs: number,
  isAsked: (on: string) => boolean = () => true,
): void {
  const listening = plan.processes.filter(
    ({ channel, role }) => channel && (role.startsWith('relay') || workload.window.kind === 'announced'),
  );
  for (const { name, on } of [...listening, ...countersOf(plan)]) if (isAsked(on)) guardian.mark(name, timeNs);
}

/** The kernel's counts at both marks, once they are there; null if they do not come. */
export async function kernelCounts({ guardian, plan }: Stage): Promise<{ begin: Count; end: Count } | null> {
  const names = countersOf(plan).map(({ name }) => name);
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const marks = names.map((name) => marksIn(guardian.output(name)).map(countOf));
    const [begins, ends] = [marks.flatMap(([begin]) => begin ?? []), marks.flatMap(([, end]) => end ?? [])];
    if (begins.length === names.length && ends.length === names.length)
      return { begin: sumOf(begins), end: sumOf(ends) };
    if (Date.now() > deadline) return null;
    await sleep(2);
  }
}

export const marksIn = (output: string): Mark[] =>
  output
    .split('\n')
    .map(parseMark)
    .filter((mark) => mark !== null);

function countOf({ timeNs, counters: { rx = 0, ops = 0, sockets } }: Mark): Count {
  return {
    timeNs,
    bytes: rx,
    ...(sockets === undefined ? {} : { sockets }),
    ...(ops === 0 ? {} : { operations: ops }),
  };
}
