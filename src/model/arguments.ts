import type { Summary } from './summary.js';

/** The options of `flimflam run` that ask for exactly this configuration, one option a group of words. */
export function argumentsOf(configuration: Summary['configuration']): string[][] {
  const { workload, relay, protocol, jobs, warmup, duration, hops } = configuration;
  const cpus = Object.entries(configuration.cpus).map(([role, list]) => `${role.replace('_', '')}=${list.join(',')}`);
  return [
    ['--workload', workload],
    ['--relay', relay],
    ['--protocol', protocol],
    ['--jobs', String(jobs)],
    ['--warmup', String(warmup)],
    ['--duration', String(duration)],
    ['--cpu-limit', String(configuration.cpu_limit)],
    ...(cpus.length > 0 ? [['--cpus', cpus.join('/')]] : []),
    ['--relay-threads', String(configuration.relay_threads)],
    // Without a relay there are no hops, and none to ask for.
    ...(hops > 0 ? [['--hops', String(hops)]] : []),
    ...Object.entries(configuration.relay_options).map(([key, value]) => ['--relay-option', `${key}=${value}`]),
    ['--output', configuration.output_dir],
  ];
}
