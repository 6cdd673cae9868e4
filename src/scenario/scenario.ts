import { usageError } from '../errors.js';
import { scenarioSchema, type Scenario } from '../model/scenario.js';
import type { Warning } from '../model/summary.js';
import { workloadOf } from '../workloads/index.js';
import { requireAttached, withAttachedFacts } from './attached.js';
import { requirePossible } from './combinations.js';
import { withDefinitions } from './definitions.js';
import { placesOfEnds, requireHosts } from './hosts.js';
import { requireLoad } from './load.js';
import { longWindowWarnings } from './long-window.js';
import { requirePossibleQuota } from './quota.js';
import { checkRelayConfigs } from './relay-config.js';
import { requireRelayOptions } from './relay-options.js';
import { requireTls } from './tls.js';

export interface CheckedScenario {
  scenario: Scenario;
  /** What was changed of what the user asked for, and why. */
  warnings: Warning[];
}

/** Makes what the user asked for into a scenario that can be run, or throws a usage error that says why not. */
export function checkScenario(given: Scenario): CheckedScenario {
  requireAttached(given);
  const asked = withoutHops(withAttachedFacts(given));
  requirePossible(asked);
  const { scenario, warnings } = inWholeSeconds(withDefinitions(asked));
  const parsed = scenarioSchema.safeParse(scenario);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw usageError('bad-value', `${issue?.path.join('.') ?? 'option'}: ${issue?.message ?? 'is not valid'}`);
  }
  requireJobs(scenario);
  requireLoad(scenario);
  requirePossibleQuota(scenario);
  requireTls(scenario);
  requireRelayOptions(scenario);
  const notes = checkRelayConfigs(scenario);
  requireRoles(scenario);
  requireHosts(scenario);
  return { scenario, warnings: [...warnings, ...notes, ...longWindowWarnings(scenario)] };
}

/**
 * A chain of no relays is the chain without a relay, whichever was named. What is for relays alone is refused there, but for
 * their hosts: many chains are asked for at once, and one without relays is among them.
 */
function withoutHops(scenario: Scenario): Scenario {
  const { relay, hops, deployment } = scenario;
  if (relay !== 'none' && (hops !== 0 || deployment.attached !== null)) return scenario;
  return { ...scenario, relay: 'none', hops: 0, deployment: { ...deployment, hosts: placesOfEnds(deployment.hosts) } };
}

function inWholeSeconds(scenario: Scenario): CheckedScenario {
  const warmup = Math.max(1, Math.ceil(scenario.warmup));
  const duration = Math.ceil(scenario.duration);
  if (!workloadOf(scenario.workload).wholeSeconds || (warmup === scenario.warmup && duration === scenario.duration)) {
    return { scenario, warnings: [] };
  }
  return {
    scenario: { ...scenario, warmup, duration },
    warnings: [
      {
        code: 'whole-seconds',
        message: `${scenario.workload} counts whole seconds: warm-up ${warmup} s, window ${duration} s`,
        advice: 'give whole seconds, and at least 1, for --warmup and --duration',
      },
    ],
  };
}

function requireJobs({ workload, jobs }: Scenario): void {
  const { maxJobs } = workloadOf(workload);
  if (maxJobs !== null && jobs > maxJobs) {
    throw usageError(
      'too-many-jobs',
      `${workload} can do at most ${maxJobs} jobs, not ${jobs}`,
      'use the workload builtin',
    );
  }
}

function requireRoles({ cpus, hops }: Scenario): void {
  const roles = ['client', 'server', ...Array.from({ length: hops }, (_, index) => `relay${index + 1}`)];
  for (const role of Object.keys(cpus)) {
    if (!roles.includes(role)) {
      throw usageError('unknown-role', `--cpus: there is no '${role}' in this chain`, `it has ${roles.join(', ')}`);
    }
  }
}
