import { ExpectedError } from '../../../errors.js';
import { nowNs, until } from '../../../host/clock.js';
import { thisMachine } from '../../../model/placement.js';
import type { PlannedProcess } from '../../../model/plan.js';
import { clockTicksPerSecond } from '../../../model/readings.js';
import { beginMark, endMark } from '../posts/watchers.js';
import { announce, announceNow } from './announce.js';
import { kernelCounts, marksIn } from './counters.js';
import { deferred } from '../deferred.js';
import { endEarly } from './early.js';
import { intervalCounts } from './interval-counts.js';
import { lookAfterConnections, lookBeforeConnections } from './memory.js';
import { keptCounts } from './kept-series.js';
import { startProcess, type Stage } from '../stage.js';
import { askRoutersAboutTls, untilTlsTold } from '../chain/tls-watch.js';
import { untilTrue } from '../until-true.js';
import { watch } from './watch.js';

/** Load is on and nothing else is to be done then; a query of a router takes some 30 ms. */
const approachNs = 0.5e9;

/** How long a client may be late with a mark or with its end. */
const lateMs = 10_000;

/** Starts the client and reads everything at both marks of the window. */
export async function measureWindow(stage: Stage, client: PlannedProcess): Promise<void> {
  const { window } = stage.workload;
  if (window.kind === 'announced') await announcedWindow(stage, client);
  else await ownWindow(stage, client, window);
  stage.seen.elsewhere = await stage.trouble.race(stage.watchers.collect(endMark));
  if (window.kind === 'own') completeClient(stage, client);
  await untilTlsTold(stage);
  await lookAfterConnections(stage);
  await stage.trouble.race(stage.instrument.close(stage));
  await stage.trouble.race(stage.routers.close());
}

/** Starts the client, and before or after it the instrument that looks at the window. */
async function startClient(stage: Stage, client: PlannedProcess): Promise<void> {
  const { instrument, trouble } = stage;
  await trouble.race(stage.routers.open());
  if (!instrument.wantsClient) await trouble.race(instrument.open(stage));
  await lookBeforeConnections(stage);
  await startProcess(stage, client);
  if (instrument.wantsClient) await trouble.race(instrument.open(stage));
}

function approach(stage: Stage, beginNs: number): void {
  const { instrument, trouble } = stage;
  trouble.race(until(beginNs - approachNs)).then(
    () => instrument.approach(stage).catch((error: Error) => trouble.report(error)),
    // Trouble is known to everybody.
    () => {},
  );
}

/** Flimflam says when: client, kernel's counters and /proc are read at the same two times of one clock. */
async function announcedWindow(stage: Stage, client: PlannedProcess): Promise<void> {
  const { plan, guardian, sampler, watchers, trouble, exits, instrument, seen } = stage;
  await startClient(stage, client);
  const beginNs = nowNs() + plan.scenario.warmup * 1e9;
  const endNs = beginNs + plan.scenario.duration * 1e9;
  seen.marks = { beginNs, endNs };
  approach(stage, beginNs);
  announce(stage, beginMark, beginNs);
  announce(stage, endMark, endNs);
  using _watching = watch(stage);
  await trouble.race(until(beginNs));
  instrument.begin(stage);
  seen.begin = sampler.read();
  watchers.begin();
  const isEarly = await trouble.race(Promise.race([until(endNs).then(() => false), stage.early.then(() => true)]));
  if (isEarly) {
    await endEarly(stage);
    seen.elsewhere = await trouble.race(watchers.collect(endMark));
    throw stage.hooks.signal.reason as Error;
  }
  const ended = instrument.end(stage);
  seen.end = sampler.read();
  watchers.end();
  const looked = stage.routers.end();
  await inPatience(stage, () => plan.counted.every(({ end }) => marksIn(guardian.output(end)).length >= 2));
  await trouble.race(Promise.all([ended, looked]));
  // Before the connections end: the kernel forgets what it counted on them.
  seen.kernel = await kernelCounts(stage);
  await trouble.race(askRoutersAboutTls(stage));
  exits.expect('client');
  // The load goes on until here, so that nothing of the client is missing when /proc is read.
  guardian.write('client', 'quit');
  await inPatience(stage, () => guardian.exitOf('client') !== null);
  if (guardian.exitOf('client')?.code !== 0) throw await exits.describe('client');
}

type OwnWindow = Extract<Stage['workload']['window'], { kind: 'own' }>;

/** The client says when, by flushed lines; everything else is read as soon as a line is here. */
async function ownWindow(stage: Stage, client: PlannedProcess, { mark, interval }: OwnWindow): Promise<void> {
  const { plan, guardian, sampler, watchers, trouble, exits, instrument, seen } = stage;
  const { scenario } = plan;
  const marks = { begin: deferred<number>(), end: deferred<number>() };
  const passed = new Set<string>();
  let ended = Promise.resolve();
  let looked = Promise.resolve();
  const addInterval = intervalCounts(scenario.jobs, keptCounts(seen, seen.toldCounts));
  guardian.onLine('client', (line, timeNs) => {
    let which: 'begin' | 'end' | null;
    try {
      const told = interval?.(line) ?? null;
      if (told !== null) addInterval(told, timeNs);
      which = mark(line, scenario);
    } catch (error) {
      // A workload of the user's own could not read the line.
      trouble.report(error as Error);
      return;
    }
    // With several threads the first one counts.
    if (which === null || passed.has(which)) return;
    passed.add(which);
    // Without a warm-up the first mark comes before the watching.
    if (seen.samples.length === 0) watchers.refresh();
    if (which === 'begin') instrument.begin(stage);
    else ended = instrument.end(stage);
    announceNow(stage, which === 'begin' ? beginMark : endMark);
    seen[which] = sampler.read();
    watchers[which]();
    if (which === 'end') {
      looked = stage.routers.end();
      exits.expect('client');
    }
    marks[which].resolve(timeNs);
  });
  await startClient(stage, client);
  const expectedNs = nowNs() + scenario.warmup * 1e9;
  seen.marks = { beginNs: expectedNs, endNs: expectedNs + scenario.duration * 1e9 };
  approach(stage, seen.marks.beginNs);
  using _watching = watch(stage);
  const beginNs = await inTime(stage, marks.begin.promise, scenario.warmup, 'begin');
  seen.marks = { beginNs, endNs: beginNs + scenario.duration * 1e9 };
  const endNs = await inTime(stage, marks.end.promise, scenario.duration, 'end');
  seen.marks = { beginNs, endNs };
  await trouble.race(Promise.all([ended, looked]));
  await inPatience(stage, () => guardian.exitOf('client') !== null);
  if (guardian.exitOf('client')?.code !== 0) throw await exits.describe('client');
  await trouble.race(askRoutersAboutTls(stage));
  seen.kernel = await kernelCounts(stage);
}

const ticks = (microseconds: number): number => (microseconds / 1e6) * clockTicksPerSecond;

/** A client that keeps its own time ends with the window, perhaps before it was read; then its whole use is known. */
function completeClient({ guardian, seen }: Stage, { on }: PlannedProcess): void {
  const { begin, end } = (on === thisMachine ? seen : seen.elsewhere[on]) ?? { begin: null, end: null };
  const exit = guardian.exitOf('client');
  if (exit === null || begin === null || end === null) return;
  const ended = (end.roles['client'] ??= {});
  for (const pid of Object.keys(begin.roles['client'] ?? {}).map(Number)) {
    if (pid in ended) continue;
    ended[pid] = {
      userTicks: ticks(exit.cpu.userMicroseconds),
      systemTicks: ticks(exit.cpu.systemMicroseconds),
      threads: {},
    };
  }
}

function inTime<T>({ trouble }: Stage, step: Promise<T>, seconds: number, which: string): Promise<T> {
  let timer: NodeJS.Timeout;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => {
        const message = `the client printed nothing that tells the ${which} of its window`;
        reject(new ExpectedError('client-garbage', message, 'see client.out in the run folder'));
      },
      seconds * 1000 + lateMs,
    );
  });
  return trouble.race(Promise.race([step, late])).finally(() => clearTimeout(timer));
}

async function inPatience(stage: Stage, done: () => boolean): Promise<void> {
  if (await untilTrue(stage, done, lateMs)) return;
  throw new ExpectedError('client-late', `the client did not end within ${lateMs / 1000} s after the window`);
}
