import type { Scenario } from '../model/scenario.js';
import type { AxisName } from '../model/sweep.js';
import { writeMessageSize } from '../units/message-size.js';
import { writeRate, type Rate } from '../units/rate.js';

/** The option that changes along a curve, with its values. */
export type Axis =
  | { name: 'jobs' | 'relay_threads' | 'hops'; values: readonly number[] }
  | { name: 'message_size'; values: readonly { request: number; response: number }[] }
  | { name: 'rate'; values: readonly Rate[] };

/** One value of an axis. */
export interface AxisValue {
  /** As the option takes it. */
  text: string;
  /** For a plot. */
  number: number;
  /** The same scenario with this value. */
  apply: (scenario: Scenario) => Scenario;
}

/** How the axis is written on the command line. */
export const axisOption = (name: AxisName): string => `--${name.replace('_', '-')}`;

/** The values of an axis, in their order. */
export function valuesOf(axis: Axis): AxisValue[] {
  if (axis.name === 'message_size') {
    return axis.values.map((messageSize) => ({
      text: writeMessageSize(messageSize),
      number: Math.max(messageSize.request, messageSize.response),
      apply: (scenario) => ({ ...scenario, load: { ...scenario.load, messageSize } }),
    }));
  }
  if (axis.name === 'rate') {
    return axis.values.map((rate) => ({
      text: writeRate(rate),
      number: rate.perSecond,
      apply: (scenario) => ({ ...scenario, load: { ...scenario.load, rate } }),
    }));
  }
  const { name, values } = axis;
  const longest = Math.max(...values);
  return values.map((value) => ({
    text: String(value),
    number: value,
    apply: (scenario) => {
      if (name === 'hops') return withHops(scenario, value, longest);
      return name === 'jobs' ? { ...scenario, jobs: value } : { ...scenario, relayThreads: value };
    },
  }));
}

/** No hops are the chain without a relay. What is said of relays that only a longer chain of the axis has is left out. */
function withHops(scenario: Scenario, hops: number, longest: number): Scenario {
  if (hops === 0) return withoutRelay(scenario);
  const isMissing = (role: string): boolean => {
    const relay = Number(/^relay(\d+)$/.exec(role)?.[1] ?? 0);
    return relay > hops && relay <= longest;
  };
  const present = <T>(byRole: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(byRole).filter(([role]) => !isMissing(role)));
  const { cpus, deployment } = scenario;
  return {
    ...scenario,
    hops,
    cpus: present(cpus),
    deployment: { ...deployment, configs: present(deployment.configs), hosts: present(deployment.hosts) },
  };
}

/** The same with client and server alone: what is said of relays is left out. */
export function withoutRelay(scenario: Scenario): Scenario {
  const ends = Object.entries(scenario.cpus).filter(([role]) => !role.startsWith('relay'));
  const deployment = { ...scenario.deployment, configs: {} };
  return { ...scenario, relay: 'none', hops: 0, relayOptions: {}, cpus: Object.fromEntries(ends), deployment };
}
