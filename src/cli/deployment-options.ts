import { InvalidArgumentError } from '@commander-js/extra-typings';
import type { Command } from 'commander';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ExpectedError, messageOf, usageError } from '../errors.js';
import { notOurs } from '../scenario/attached.js';
import { usualDeployment, type Deployment, type Tls } from '../model/deployment.js';
import type { Placements } from '../model/placement.js';

/** What `run` and its like say of the deployment, as the command line has it. */
export interface DeploymentOptions {
  tls?: Tls;
  tlsDir?: string;
  cpuQuota?: number;
  relayConfig?: Deployment['configs'];
  hosts?: Placements;
  attach?: string;
  attachServer?: string;
  attachPids?: number[];
  attachManagement?: string;
}

/** Options of the router that have names of their own, by the relay option that they stand for. */
interface RouterOptions {
  observer?: string;
  routerMode?: string;
  dataConnections?: string;
  relayOption?: Record<string, string>;
}

export function deploymentFrom(options: DeploymentOptions): Deployment {
  return {
    ...usualDeployment,
    tls: options.tls ?? usualDeployment.tls,
    // The run's processes stand in another folder.
    certificates: options.tlsDir === undefined ? null : resolve(options.tlsDir),
    quota: options.cpuQuota ?? null,
    configs: options.relayConfig ?? {},
    attached: attachedFrom(options),
    hosts: options.hosts ?? {},
  };
}

function attachedFrom({
  attach,
  attachServer,
  attachPids,
  attachManagement,
}: DeploymentOptions): Deployment['attached'] {
  if (attach === undefined) {
    if ((attachServer ?? attachPids ?? attachManagement) === undefined) return null;
    throw usageError('attach-what', 'the relays that run already are named by --attach', 'add --attach HOST:PORT');
  }
  if (attachServer === undefined) {
    throw usageError(
      'attach-server',
      '--attach wants to know where the relays connect to',
      'add --attach-server HOST:PORT: our server will listen there',
    );
  }
  return { address: attach, server: attachServer, pids: attachPids ?? [], management: attachManagement ?? null };
}

/** The relay options of the command line, those with names of their own among them. */
export function relayOptionsFrom({ observer, routerMode, dataConnections, relayOption = {} }: RouterOptions) {
  const named = { observer, routerMode, dataConnectionCount: dataConnections };
  const options = { ...relayOption };
  for (const [key, value] of Object.entries(named)) {
    if (value === undefined) continue;
    if (options[key] !== undefined && options[key] !== value) {
      throw usageError('twice', `--relay-option ${key}=${options[key]} and an option of its own ask for two things`);
    }
    options[key] = value;
  }
  return options;
}

/**
 * `FILE` for all relays, or `relay1=FILE`; can be repeated, and the later one for a role prevails. The text is read at
 * once: it is part of the scenario.
 */
export function relayConfig(text: string, earlier: Deployment['configs'] = {}): Deployment['configs'] {
  const [, role = 'all', path = text] = /^(relay\d+|all)=(.*)$/.exec(text) ?? [];
  try {
    return { ...earlier, [role]: { path, text: readFileSync(path, 'utf8') } };
  } catch (error) {
    throw new ExpectedError('cannot-read', `--relay-config ${path}: ${messageOf(error)}`, null, 2, { cause: error });
  }
}

/** CPUs, such as 0.5. */
export function cpuQuota(text: string): number {
  const value = /^\d*\.?\d+$/.test(text.trim()) ? Number(text) : NaN;
  if (!(value >= 0.01 && value <= 4096))
    throw new InvalidArgumentError('It wants CPUs from 0.01 to 4096, such as 0.5.');
  return value;
}

/** `HOST:PORT`, or the port alone for this machine's loopback. */
export function address(text: string): string {
  const [, host = '127.0.0.1', port = ''] = /^(?:(.+):)?(\d{1,5})$/.exec(text.trim()) ?? [];
  if (!(Number(port) >= 1 && Number(port) <= 65_535)) {
    throw new InvalidArgumentError('It wants HOST:PORT, such as 127.0.0.1:5672.');
  }
  return `${host === 'localhost' ? '127.0.0.1' : host}:${Number(port)}`;
}

/** Options whose defaults say nothing of relays that run already; only who asks for one of them is refused. */
const ofOurRelays = ['hops', 'relayThreads', 'cpuLimit'] as const;

/** Refuses options that decide how relays are started together with --attach; the scenario does not know who gave them. */
export function refuseWithAttach(
  _: unknown,
  command: Pick<Command, 'getOptionValue' | 'getOptionValueSource' | 'options'>,
): void {
  if (command.getOptionValue('attach') === undefined) return;
  const given = ofOurRelays.find((name) => command.getOptionValueSource(name) === 'cli');
  const option = command.options.find((one) => one.attributeName() === given);
  if (option !== undefined) throw notOurs(option.long ?? option.flags);
}

/** Process ids, comma-separated. */
export function processIds(text: string): number[] {
  return text.split(',').map((part) => {
    const pid = /^\d{1,8}$/.test(part.trim()) ? Number(part) : 0;
    if (pid === 0) throw new InvalidArgumentError(`'${part}' is no process id.`);
    return pid;
  });
}
