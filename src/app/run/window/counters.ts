import { sleep } from '../../../host/clock.js';
import { writeAddress } from '../../../model/address.js';
import type { Count } from '../../../model/readings.js';
import { parseMark, parseSample, type Mark } from '../../../workloads/load-program.js';
import { jointCounts } from './joint-counts.js';
import { keptCounts } from './kept-series.js';
import { logOf, type Stage } from '../stage.js';

const name = 'sockets';
const intervalMs = 100;
/** The kernel's counters are read within microseconds of a mark; later than this they will not come. */
const patienceMs = 200;

/**
 * Starts the program that asks the kernel about the sockets at which the result arrives. A run without it is possible, and says so.
 * Receivers that tell their own count over time are the source of the series, else the kernel is.
 */
export async function startCounters(stage: Stage, executable: string): Promise<void> {
  const { plan, workload, guardian, sampler, exits, trouble } = stage;
  const ownCounts = workload.window.kind === 'announced';
  exits.expect(name);
  if (ownCounts) followEnds(stage);
  else followCounts(stage, name, keptCounts(stage.seen, stage.seen.counts));
  const argv = [
    executable,
    ...plan.counted.flatMap(({ address, end }) => [
      end === 'client' ? '--connected' : '--listening',
      writeAddress(address),
    ]),
  ];
  if (!ownCounts) argv.push('--interval', String(intervalMs));
  const pid = await trouble.race(
    guardian.start({ name, argv, cpus: null, log: logOf(plan, name), environment: plan.environment, cwd: plan.folder }),
  );
  sampler.watch('flimflam', pid);
}

function followEnds(stage: Stage): void {
  const ends = stage.plan.counted.map(({ end }) => end);
  const add = jointCounts(ends, keptCounts(stage.seen, stage.seen.counts));
  for (const end of ends) followCounts(stage, end, (count) => add(end, count));
}

function followCounts({ guardian }: Stage, source: string, onCount: (count: Count) => void): void {
  guardian.onLine(source, (line) => {
    const sample = parseSample(line);
    if (sample !== null) onCount(countOf(sample));
  });
}

/**
 * Asks every program that listens to Flimflam for its counters at a time of the clock; 0 is at once. A client or server
 * that is not ours must not be asked: when it ends with something unread, the kernel resets its channel, and its last
 * words are lost.
 */
export function snapshotAt({ plan, guardian, workload }: Stage, timeNs: number): void {
  const names = plan.processes
    .filter(({ channel, role }) => channel && (role.startsWith('relay') || workload.window.kind === 'announced'))
    .map((process) => process.name);
  for (const one of [...names, name]) guardian.write(one, `at ${Math.round(timeNs)}`);
}

/** The kernel's counts at both marks, once they are there; null if they do not come. */
export async function kernelCounts({ guardian }: Stage): Promise<{ begin: Count; end: Count } | null> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const [begin, end] = marksIn(guardian.output(name)).map(countOf);
    if (begin !== undefined && end !== undefined) return { begin, end };
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
