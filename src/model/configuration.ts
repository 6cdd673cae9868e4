import { loadOf, savedLoad } from './load.js';
import type { Scenario } from './scenario.js';
import type { Summary } from './summary.js';

type Configuration = Summary['configuration'];

/** A scenario as it is saved. */
export function configurationOf(scenario: Scenario, outputDir: string): Configuration {
  return {
    workload: scenario.workload,
    relay: scenario.relay,
    protocol: scenario.protocol,
    jobs: scenario.jobs,
    warmup: scenario.warmup,
    duration: scenario.duration,
    cpu_limit: scenario.cpuLimit,
    cpus: scenario.cpus,
    relay_threads: scenario.relayThreads,
    hops: scenario.hops,
    relay_options: scenario.relayOptions,
    load: savedLoad(scenario.load),
    deployment: scenario.deployment,
    output_dir: outputDir,
  };
}

/** The scenario of what is saved. */
export function scenarioOf(configuration: Configuration): Scenario {
  return {
    workload: configuration.workload,
    relay: configuration.relay,
    protocol: configuration.protocol,
    jobs: configuration.jobs,
    warmup: configuration.warmup,
    duration: configuration.duration,
    cpuLimit: configuration.cpu_limit,
    cpus: configuration.cpus,
    relayThreads: configuration.relay_threads,
    hops: configuration.hops,
    relayOptions: configuration.relay_options,
    load: loadOf(configuration.load),
    deployment: configuration.deployment,
  };
}
