import type { CapabilityName, Limit } from '../model/capability.js';
import { isClock, isUserOnly } from './perf-answers.js';
import { noCounters } from './perf-causes.js';
import type { PerfFacts } from './perf-facts.js';

/** Capabilities whose results show where in the kernel something was. */
const namesFunctions: ReadonlySet<CapabilityName> = new Set(['sampling', 'switches']);

/** What is less than it could be, by the events that perf really took and the settings behind them. */
export function limitsOf(name: CapabilityName, events: readonly string[], facts: PerfFacts): Limit[] {
  const limits: Limit[] = [];
  if (name === 'sampling' && events.some(isClock)) limits.push(byClock(facts));
  if (events.some(isUserOnly)) limits.push(userOnly(facts));
  else if (!facts.kernelNames && namesFunctions.has(name)) limits.push(namesHidden(facts));
  return limits;
}

const byClock = (facts: PerfFacts): Limit => ({
  code: 'clock-samples',
  message: `by cpu-clock: ${noCounters(facts)}`,
  advice: 'its samples of the kernel land where interrupts are enabled again, not where the time goes',
  changeable: false,
});

/** `perf stat` without the CPU's counters. */
export const softwareOnly = (facts: PerfFacts): Limit => ({
  code: 'software-events',
  message: `software events only: ${noCounters(facts)}`,
  advice: 'cycles, instructions and cache misses need a machine with performance counters',
  changeable: false,
});

const userOnly = ({ permission, kernelNames, kptrRestrict }: PerfFacts): Limit => ({
  code: 'kernel-hidden',
  message: `user space only: kernel.perf_event_paranoid=${permission.paranoid ?? 'unknown'}`,
  // Names that another setting hides would still be hidden then.
  advice: `sudo sysctl kernel.perf_event_paranoid=1${!kernelNames && kptrRestrict !== 0 ? ' kernel.kptr_restrict=0' : ''}`,
  changeable: true,
});

const namesHidden = ({ kptrRestrict }: PerfFacts): Limit => ({
  code: 'kernel-hidden',
  message: `functions of the kernel have no names: kernel.kptr_restrict=${kptrRestrict ?? 'unknown'}`,
  advice: 'sudo sysctl kernel.kptr_restrict=0',
  changeable: true,
});
