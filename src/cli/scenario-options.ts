import { Command, Option } from '@commander-js/extra-typings';
import type { Command as PlainCommand } from 'commander';
import { tlsNames, usualDeployment } from '../model/deployment.js';
import { directionNames, usualLoad, type Load } from '../model/load.js';
import { observerNames, protocolNames, relayNames, routerModes, workloadNames } from '../model/names.js';
import type { Placements } from '../model/placement.js';
import type { Scenario } from '../model/scenario.js';
import { hostPlaces } from './hosts-option.js';
import { cpuQuota, deploymentFrom, relayConfig, relayOptionsFrom } from './deployment-options.js';
import { bitRate, cpuSets, duration, keyValue, messageSize, oneOf, rate, showChoices, wholeNumber } from './values.js';

/** Written out, since each option that is added is a level of the type, and TypeScript follows no more than some fifty. */
export type RunOptions = {
  jobs: number;
  warmup: number;
  duration: number;
  cpuLimit: number;
  cpus?: Record<string, number[]>;
  relayThreads: number;
  hops: number;
  hosts?: Placements;
  relayOption?: Record<string, string>;
  output: string;
  quiet?: true;
  verbose?: true;
  debug?: true;
};

/** The options that every command which runs something has, whatever scenarios it runs. */
export function withRunOptions(name: string, leastHops = 1) {
  const command = new Command(name)
    .option('--jobs <n>', 'concurrent connections', wholeNumber(1, 1_000_000), 2)
    .option('--warmup <duration>', 'before the window: 5, 500ms, 2m', duration(0), 5)
    .option('--duration <duration>', 'of the window: 5, 500ms, 2m', duration(0.1), 5)
    .option('--cpu-limit <n>', 'logical CPUs for each relay; 0 pins nothing', wholeNumber(0, 4096), 1)
    .option('--cpus <sets>', 'CPU sets by role: relay1=2,3/relay2=4,5/client=6', cpuSets)
    .option('--relay-threads <n>', 'worker threads (or processes) of each relay', wholeNumber(1, 1024), 2)
    .option('--hops <n>', 'relays in the chain', wholeNumber(leastHops, 8), 2)
    .option('--hosts <list>', 'place roles on other machines: relay1=HOST,server=HOST/ADDRESS', hostPlaces)
    .option('--relay-option <key=value>', 'an option of the relay itself; can be repeated', keyValue)
    .option('--output <dir>', 'where the run folders go', 'flimflam-runs')
    .option('-q, --quiet', 'no progress, only the result')
    .option('--verbose', 'tell every step on stderr')
    .option('--debug', 'tell every step, and show the stack of errors');
  return command as Command<[], RunOptions>;
}

/** The options that choose the one scenario of a run. */
export function withScenarioOptions(name: string) {
  // No hops are the chain without a relay; what runs all relays has that one among them.
  const command = withRunOptions(name, 0)
    .option('-w, --workload <name>', 'client and server', oneOf('workload', workloadNames), 'builtin')
    .option('-r, --relay <name>', 'what stands between them', oneOf('relay', relayNames), 'skrouterd')
    .option('-p, --protocol <name>', 'what the relays speak', oneOf('protocol', protocolNames), 'tcp')
    .option('--direction <name>', 'which way the bytes of a stream go', oneOf('direction', directionNames), 'echo')
    .option('--message-size <bytes>', 'of a message, or of request:response: 100, 64k, 1k:1M', messageSize)
    .option('--rate <rate>', 'of all connections together: 2Gbps, or for requests 10k/s', rate)
    .option('--verify', 'check every byte where it arrives')
    .option('--light', 'spare client and server what can be spared')
    .option('--reader-rate <rate>', 'the receiver reads no faster: 100Mbps', bitRate)
    .option('--active <n>', 'connections that talk, the others stay idle; tells memory', wholeNumber(1, 1_000_000))
    .option('--tls <links>', 'mutual TLS on these links', oneOf('choice', tlsNames), 'none')
    .option('--tls-dir <dir>', 'certificates of your own: ca.crt, tls.crt and tls.key')
    .option('--observer <name>', 'what a router reads along in passing tcp', oneOf('observer', observerNames))
    .option('--router-mode <mode>', 'of relay 1', oneOf('mode', routerModes))
    .option('--data-connections <n>', 'between two routers, for payload: auto, or 1 to 64')
    .option('--relay-config <file>', 'your own configuration, with placeholders; or ROLE=FILE', relayConfig)
    .option('--cpu-quota <cpus>', 'the kernel lets each relay use no more: 0.5', cpuQuota)
    .option('--half-close', 'clients of a download close their sending end, and receive on')
    .option('--background <streams>', 'fill the chain beside the requests', wholeNumber(0, 100_000))
    .addOption(
      new Option('--adaptor <name>', 'the old name of --protocol')
        .argParser(oneOf('protocol', protocolNames))
        .hideHelp(),
    );
  showChoices(command.options, {
    '--workload': workloadNames,
    '--relay': relayNames,
    '--direction': directionNames,
    '--tls': tlsNames,
    '--observer': observerNames,
    '--router-mode': routerModes,
    '--protocol': protocolNames,
    '--adaptor': protocolNames,
  });
  return command;
}

/** Gives an option of these another default than `run` has. */
export function changeDefault(
  command: unknown,
  name: 'warmup' | 'duration' | 'workload',
  value: number | string,
): void {
  const plain = command as PlainCommand;
  plain.options.find(({ long }) => long === `--${name}`)?.default(value);
  plain.setOptionValueWithSource(name, value, 'default');
}

/** Takes an option out of help, and lets no short form lead to it. */
export function hideOption(command: { options: readonly Option[] }, long: `--${string}`): void {
  const option = command.options.find((one) => one.long === long);
  if (option !== undefined) Object.assign(option.hideHelp(), { short: undefined, flags: `${long} <value>` });
}

export type ScenarioOptions = ReturnType<ReturnType<typeof withScenarioOptions>['opts']>;

/** What the options say of every scenario, but for workload, relay, protocol and what is special in the load. */
export function commonPart(options: RunOptions): Omit<Scenario, 'workload' | 'relay' | 'protocol'> {
  return {
    jobs: options.jobs,
    warmup: options.warmup,
    duration: options.duration,
    cpuLimit: options.cpuLimit,
    cpus: options.cpus ?? {},
    relayThreads: options.relayThreads,
    hops: options.hops,
    relayOptions: options.relayOption ?? {},
    load: usualLoad,
    deployment: { ...usualDeployment, hosts: options.hosts ?? {} },
  };
}

export function scenarioFrom(options: ScenarioOptions): Scenario {
  return {
    ...commonPart(options),
    workload: options.workload,
    relay: options.relay,
    protocol: options.adaptor ?? options.protocol,
    relayOptions: relayOptionsFrom(options),
    load: loadFrom(options),
    deployment: deploymentFrom(options),
  };
}

function loadFrom({
  direction,
  messageSize,
  rate,
  verify,
  light,
  readerRate,
  active,
  background,
  halfClose,
}: ScenarioOptions): Load {
  return {
    direction,
    messageSize: messageSize ?? null,
    rate: rate ?? null,
    verify: verify ?? false,
    light: light ?? false,
    readerRate: readerRate ?? null,
    active: active ?? null,
    background: background ?? 0,
    halfClose: halfClose ?? false,
  };
}
