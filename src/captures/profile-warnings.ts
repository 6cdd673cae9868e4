import { roleTitle } from '../model/names.js';
import type { Profile, ProfileFacts } from '../model/profile.js';
import { poorRoles, stackRemedy } from '../model/stack-quality.js';
import type { Warning } from '../model/summary.js';
import { formatCount, formatPercent } from '../units/quantity.js';
import type { CaptureOptions } from './capture.js';
import { isClock } from './profile-tree.js';
import { unknownName } from './script-frames.js';

/** How a profile was made. */
export interface Circumstances {
  /** Events that perf could not keep up with. */
  lost: number;
  /** Samples of other events, by event. */
  leftOut: ReadonlyMap<string, number>;
  callGraph: CaptureOptions['callGraph'];
}

/** What a reader of a profile should know. */
export function profileWarnings(
  profile: Profile,
  facts: ProfileFacts,
  { lost, leftOut, callGraph }: Circumstances,
): Warning[] {
  return [
    ...samplesLost(lost, profile),
    ...eventsLeftOut(leftOut, profile),
    ...poorStacks(facts, callGraph),
    ...clockSamples(profile),
    ...kernelHidden(profile),
  ];
}

function samplesLost(lost: number, { samples }: Profile): Warning[] {
  if (lost === 0) return [];
  return [
    {
      code: 'samples-lost',
      message: `perf could not keep up and lost ${formatCount(lost)} events beside ${formatCount(samples)} samples: what was busiest is shown too small`,
      advice: 'use a lower --freq, --call-graph fp, one relay (--target relay1), or leave a CPU to perf (--cpus)',
    },
  ];
}

function eventsLeftOut(leftOut: ReadonlyMap<string, number>, { event }: Profile): Warning[] {
  if (leftOut.size === 0) return [];
  const others = [...leftOut].map(([name, samples]) => `${name} (${formatCount(samples)} samples)`);
  return [
    {
      code: 'events-left-out',
      message: `only ${event} is shown, the first of several events; left out: ${others.join(', ')}`,
      advice: 'record one event at a time, or see perf report for all of them',
    },
  ];
}

function poorStacks(facts: ProfileFacts, callGraph: Circumstances['callGraph']): Warning[] {
  const advice = stackRemedy(facts, callGraph);
  if (advice === null) return [];
  const shares = poorRoles(facts).map(
    (role) => `${formatPercent(facts.roles[role]!.stacks.poor)} of ${roleTitle(role)}`,
  );
  const message = `callers are missing in stacks that are short or begin in an unknown function: ${shares.join(', ')}`;
  return [{ code: 'poor-stacks', message, advice }];
}

function clockSamples({ event }: Profile): Warning[] {
  if (!isClock(event)) return [];
  return [
    {
      code: 'clock-samples',
      message: `samples come from the kernel's clock (${event}), not from a counter of the CPU: the clock lands where interrupts are enabled again, so _raw_spin_unlock_irqrestore, finish_task_switch and their like are charged for what others did`,
      advice: 'read these as a part of their callers; a machine with hardware counters (cycles) samples exactly',
    },
  ];
}

/** Modifiers of an event as perf writes them behind it (perf-list(1)): `cycles:u`, `cpu-clock:uppp`. */
const modifiers = /[:/]([ukhGHIpPSDWe]+)$/u;

function kernelHidden({ event, frames }: Profile): Warning[] {
  const kernel = frames.name.filter((_, at) => frames.kind[at] === 'kernel');
  const letters = modifiers.exec(event)?.[1] ?? '';
  const userOnly = letters.includes('u') && !letters.includes('k');
  const nameless = kernel.length > 0 && kernel.every((name) => name === unknownName);
  if (!userOnly && !nameless) return [];
  const lines = 'sudo sysctl kernel.kptr_restrict=0 kernel.perf_event_paranoid=1';
  return [
    userOnly
      ? {
          code: 'kernel-hidden',
          message: `only user space was sampled (${event}): time in the kernel is missing`,
          advice: `as another user than root: ${lines}`,
        }
      : { code: 'kernel-hidden', message: "the kernel's functions have no names", advice: lines },
  ];
}
