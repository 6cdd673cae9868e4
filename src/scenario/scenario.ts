import { usageError } from '../errors.js';
import { scenarioSchema, type Scenario } from '../model/scenario.js';
import type { Warning } from '../model/summary.js';
import { relayOf } from '../relays/index.js';
import { workloadOf } from '../workloads/index.js';
import { requirePossible } from './combinations.js';
import { requireLoad } from './load.js';

export interface CheckedScenario {
  scenario: Scenario;
  /** What was changed of what the user asked for, and why. */
  warnings: Warning[];
}

/** Makes what the user asked for into a scenario that can be run, or throws a usage error that says why not. */
export function checkScenario(asked: Scenario): CheckedScenario {
  requirePossible(asked);
  const { scenario, warnings } = inWholeSeconds({ ...asked, hops: asked.relay === 'none' ? 0 : asked.hops });
  const parsed = scenarioSchema.safeParse(scenario);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw usageError('bad-value', `${issue?.path.join('.') ?? 'option'}: ${issue?.message ?? 'is not valid'}`);
  }
  if (scenario.relay !== 'none' && scenario.hops === 0) {
    throw usageError('bad-hops', '--hops 0 leaves no relay in the chain', 'use --relay none');
  }
  requireJobs(scenario);
  requireLoad(scenario);
  requireRelayOptions(scenario);
  requireRoles(scenario);
  return { scenario, warnings };
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

function requireRelayOptions({ relay, relayOptions }: Scenario): void {
  const known = relay === 'none' ? {} : relayOf(relay).options;
  for (const [key, value] of Object.entries(relayOptions)) {
    const option = Object.hasOwn(known, key) ? known[key] : undefined;
    if (option === undefined) {
      const names = Object.keys(known);
      throw usageError(
        'unknown-relay-option',
        `${relay} knows no option '${key}'`,
        names.length === 0 ? `${relay} has no options` : `it knows ${names.join(', ')}`,
      );
    }
    const problem = option.check(value);
    if (problem !== null) throw usageError('bad-relay-option', `--relay-option ${key}=${value}: ${problem}`);
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
