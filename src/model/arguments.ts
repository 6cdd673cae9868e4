import type { Capture } from './capture.js';
import type { Deployment } from './deployment.js';
import { usualLoad, type SavedLoad } from './load.js';
import type { Placements } from './placement.js';
import type { Summary } from './summary.js';
import { writeMessageSize } from '../units/message-size.js';
import { writeRate } from '../units/rate.js';

/** The options that ask for the same capture; what goes to perf itself stands after `--`. */
export function captureArgumentsOf({ options }: Capture): { before: string[][]; after: string[] } {
  const { target, events, frequency, call_graph: callGraph, extra } = options;
  return {
    before: [
      ['--target', target],
      ...(events === null ? [] : [['--events', events]]),
      ...(frequency === null ? [] : [['--freq', String(frequency)]]),
      ...(callGraph === null ? [] : [['--call-graph', callGraph]]),
    ],
    after: extra.length === 0 ? [] : ['--', ...extra],
  };
}

/** The options of `flimflam run` that ask for exactly this configuration, one option a group of words. */
export function argumentsOf(configuration: Summary['configuration']): string[][] {
  const { workload, relay, protocol, jobs, warmup, duration, hops } = configuration;
  // How relays are started is not asked of those that run already.
  const attached = configuration.deployment.attached !== null;
  const cpus = Object.entries(configuration.cpus).map(([role, list]) => `${role.replace('_', '')}=${list.join(',')}`);
  return [
    ['--workload', workload],
    ['--relay', relay],
    ['--protocol', protocol],
    ['--jobs', String(jobs)],
    ['--warmup', String(warmup)],
    ['--duration', String(duration)],
    ...(attached ? [] : [['--cpu-limit', String(configuration.cpu_limit)]]),
    ...(cpus.length > 0 ? [['--cpus', cpus.join('/')]] : []),
    ...(attached ? [] : [['--relay-threads', String(configuration.relay_threads)]]),
    // Without a relay there are no hops, and none to ask for.
    ...(hops > 0 && !attached ? [['--hops', String(hops)]] : []),
    ...Object.entries(configuration.relay_options).map(([key, value]) => ['--relay-option', `${key}=${value}`]),
    ...loadArguments(configuration.load),
    ...deploymentArguments(configuration.deployment),
    ['--output', configuration.output_dir],
  ];
}

/** Only what was asked for. */
function loadArguments(load: SavedLoad): string[][] {
  const { direction, message_size: size, rate, verify, light, reader_rate, active, background, half_close } = load;
  return [
    ...(direction === usualLoad.direction ? [] : [['--direction', direction]]),
    ...(size === null ? [] : [['--message-size', writeMessageSize(size)]]),
    ...(rate === null ? [] : [['--rate', writeRate({ unit: rate.unit, perSecond: rate.per_second })]]),
    ...(verify ? [['--verify']] : []),
    ...(light ? [['--light']] : []),
    ...(reader_rate === null ? [] : [['--reader-rate', writeRate({ unit: 'bits', perSecond: reader_rate })]]),
    ...(active === null ? [] : [['--active', String(active)]]),
    ...(background === 0 ? [] : [['--background', String(background)]]),
    ...(half_close ? [['--half-close']] : []),
  ];
}

function deploymentArguments(deployment: Deployment): string[][] {
  const { tls, certificates, quota, configs, attached, definitions, hosts } = deployment;
  return [
    ...definitions.map((file) => ['--file', file]),
    ...(tls === 'none' ? [] : [['--tls', tls]]),
    ...(certificates === null ? [] : [['--tls-dir', certificates]]),
    ...(quota === null ? [] : [['--cpu-quota', String(quota)]]),
    ...Object.entries(configs).map(([role, { path }]) => ['--relay-config', role === 'all' ? path : `${role}=${path}`]),
    ...(attached === null ? [] : attachArguments(attached)),
    ...(Object.keys(hosts).length === 0 ? [] : [['--hosts', writeHosts(hosts)]]),
  ];
}

/** Sample: `relay1=lab1,server=lab2/10.0.0.2`. */
export const writeHosts = (hosts: Placements): string =>
  Object.entries(hosts)
    .map(([role, { host, address }]) => `${role}=${host}${address === null ? '' : `/${address}`}`)
    .join(',');

function attachArguments({ address, server, pids, management }: NonNullable<Deployment['attached']>): string[][] {
  return [
    ['--attach', address],
    ['--attach-server', server],
    ...(pids.length === 0 ? [] : [['--attach-pids', pids.join(',')]]),
    ...(management === null ? [] : [['--attach-management', management]]),
  ];
}
