import type { PerfMachine } from './perf-machine.js';
import { isUserOnly, parseCounted } from './perf-answers.js';
import { noCounters } from './perf-causes.js';
import { readPerfFacts, type PerfFacts } from './perf-facts.js';

/**
 * Tries which events perf can count here. perf ends well whether or not it can, so only what it writes is evidence.
 * Each is tried alone: one name that perf does not know makes it refuse a whole list.
 */
export async function probeEvents(
  perf: PerfMachine,
  events: readonly string[],
): Promise<{ supported: string[]; unsupported: string[] }> {
  const found = await Promise.all(events.map((event) => isCounted(perf, event)));
  return {
    supported: events.filter((_, at) => found[at]),
    unsupported: events.filter((_, at) => !found[at]),
  };
}

/** Milliseconds. */
const patience = 5000;

async function isCounted(perf: PerfMachine, event: string): Promise<boolean> {
  const { text } = await perf.run(['stat', '-x', ',', '-e', event, '--', 'true'], patience);
  return countedIn(text);
}

/**
 * Whether perf counted something that means something, in the text that it wrote of one event. On CPUs with two kinds
 * of cores an event has a line of each, and one of them is enough.
 */
export const countedIn = (text: string): boolean =>
  parseCounted(text).some(({ event, count }) => count !== null && !isHidden(event));

/** Events that happen in the kernel and nowhere else. */
const kernelEvent = /^(?:context-switches|cs|cpu-migrations|migrations)(?![\w-])/;

/**
 * Whether an event can only be counted as 0: perf leaves the kernel out when the user may not look into it, and there
 * is where threads are switched. Seen with perf 6.1: 12 `context-switches`, and 0 `context-switches:u`.
 */
export const isHidden = (event: string): boolean => kernelEvent.test(event) && isUserOnly(event);

/** Why events are not counted here, as far as it can be seen; events with the same cause together. */
export function uncountedCauses(
  events: readonly string[],
  facts: PerfFacts = readPerfFacts(),
): { events: string[]; cause: string }[] {
  const unknown = facts.pmu ? 'perf and the kernel know no such event of this CPU' : noCounters(facts);
  const hidden = 'they happen in the kernel, into which this user may not look (see flimflam check)';
  return [
    { events: events.filter((event) => !kernelEvent.test(event)), cause: unknown },
    { events: events.filter((event) => kernelEvent.test(event)), cause: hidden },
  ].filter(({ events }) => events.length > 0);
}
