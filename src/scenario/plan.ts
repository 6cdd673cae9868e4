import { loopback, type Address } from '../model/address.js';
import { relayRole, type End, type Role } from '../model/names.js';
import { hostOf, thisMachine } from '../model/placement.js';
import type { Plan, PlannedHost, PlannedProcess } from '../model/plan.js';
import type { InstalledProgram } from '../model/program.js';
import type { Scenario } from '../model/scenario.js';
import type { Warning } from '../model/summary.js';
import { relayOf } from '../relays/index.js';
import { workloadOf } from '../workloads/index.js';
import type { EndProcess } from '../workloads/workload.js';
import { attachedAddresses, attachedRelays } from './attached.js';
import { allotCpus } from './cpus.js';
import { factsOf, type Facts, type ProgramOf } from './facts.js';
import { rolesByHost, rolesOf } from './hosts.js';
import { addressWarnings, filledConfig, templateFor } from './relay-config.js';
import { quotaWarnings } from './quota.js';
import { plannedTls, tlsOf } from './tls.js';

/** How many ports a chain needs on each host that listens: one for the server and each relay, and those for management. */
export function portsNeeded(scenario: Scenario): Record<string, number> {
  const { relay, deployment } = scenario;
  if (deployment.attached !== null) return {};
  const ofRelay = 1 + (relay === 'none' ? 0 : relayOf(relay).extraPorts);
  const counted = [...rolesByHost(scenario)].map(([host, roles]): [string, number] => [
    host,
    roles.reduce((sum, role) => sum + (role === 'client' ? 0 : role === 'server' ? 1 : ofRelay), 0),
  ]);
  return Object.fromEntries(counted.filter(([, count]) => count > 0));
}

/** Makes a scenario concrete. Pure: the same scenario and facts give the same plan. */
export function makePlan(scenario: Scenario, facts: Facts): { plan: Plan; warnings: Warning[] } {
  const on = (role: Role): string => hostOf(scenario.deployment.hosts, role);
  const factsFor = (role: Role) => factsOf(facts, on(role));
  const here = factsOf(facts, thisMachine);
  const cpus = allotCpus(scenario, (host) => factsOf(facts, host).topology);
  const take = portSupply(facts);
  const attached = attachedAddresses(scenario);
  const server = attached?.server ?? placeOf('server');
  const relayPlaces =
    attached === null ? Array.from({ length: scenario.hops }, (_, at) => placeOf(relayRole(at + 1))) : [];
  const first = attached?.first ?? relayPlaces[0] ?? server;

  const workload = workloadOf(scenario.workload);
  const tls = plannedTls(scenario, facts);
  const ends = planEnds();
  const serverProcess: PlannedProcess = {
    ...process('server'),
    ...ends.server,
    listens: [server.port],
    host: server.host,
  };
  const client: PlannedProcess = { ...process('client'), ...ends.client, listens: [] };
  const notes: Warning[] = [];
  const chain = relayPlaces.map(planRelay);

  return {
    plan: {
      scenario,
      folder: here.folder,
      counted: workload.receivers(scenario.load).map((end) => {
        const address = end === 'client' ? first : server;
        return { end, address, on: on(end) };
      }),
      ports: Object.fromEntries([serverProcess, ...chain].map(({ role, listens }) => [role, listens])),
      tls,
      environment: { ...here.environment },
      hosts: hostsOf(scenario, facts),
      // From the server's end, each waiting for the one before: a relay connects to what is already there.
      processes: [serverProcess, ...chain.toReversed(), client],
      attached: attachedRelays(scenario),
    },
    warnings: [...cpus.warnings, ...quotaWarnings(scenario, cpus.byRole, here.topology.cpus.length), ...notes],
  };

  /** Where a role listens: for the host that connects to it, and for no other. */
  function placeOf(role: Role): Address {
    const roles = rolesOf(scenario);
    const from = roles[roles.indexOf(role) - 1]!;
    return { host: on(from) === on(role) ? loopback : factsFor(role).address, port: take(on(role)) };
  }

  /** Each end as it is on its own host. */
  function planEnds(): Record<End, EndProcess> {
    const ends = planEndsOn('client');
    return on('client') === on('server') ? ends : { client: ends.client, server: planEndsOn('server').server };
  }

  function planEndsOn(end: End): Record<End, EndProcess> {
    const { topology, folder, asRoot } = factsFor(end);
    return workload.plan({
      scenario,
      serverHost: server.host,
      serverPort: server.port,
      clientHost: first.host,
      clientPort: first.port,
      threads: topology.cpus.length,
      folder,
      programs: { client: programOf('client', 'client'), server: programOf('server', 'server') },
      tls: tlsOf('client', tls).connect,
      asRoot,
    });
  }

  function programOf(kind: ProgramOf, role: Role): InstalledProgram {
    const program = factsFor(role).programs[kind];
    if (program === null)
      throw new Error(kind === 'relay' ? 'a chain needs a relay program' : `no program of the ${kind}`);
    return program;
  }

  function process(
    role: Role,
  ): Pick<PlannedProcess, 'role' | 'name' | 'on' | 'cpus' | 'quota' | 'management' | 'inForce'> {
    return {
      role,
      name: role,
      on: on(role),
      cpus: cpus.byRole[role] ?? null,
      quota: null,
      management: null,
      inForce: {},
    };
  }

  function planRelay({ host, port }: Address, at: number): PlannedProcess {
    const relay = relayOf(scenario.relay);
    const role = relayRole(at + 1);
    const { folder, asRoot } = factsFor(role);
    const extraPorts = Array.from({ length: relay.extraPorts }, () => take(on(role)));
    const next = relayPlaces[at + 1] ?? server;
    const link = {
      role,
      index: at + 1,
      hops: scenario.hops,
      protocol: scenario.protocol,
      listenHost: host,
      listenPort: port,
      connectHost: next.host,
      connectPort: next.port,
      extraPorts,
      tls: tlsOf(role, tls),
      threads: scenario.relayThreads,
      jobs: scenario.jobs,
      options: scenario.relayOptions,
      folder,
      program: programOf('relay', role),
      asRoot,
    };
    const template = templateFor(scenario, role);
    const config = template === undefined ? null : filledConfig(template, link);
    if (template !== undefined && config !== null) notes.push(...addressWarnings(template, config, link));
    const planned = relay.plan({ ...link, config });
    return { ...process(role), quota: scenario.deployment.quota, ...planned, listens: [port, ...extraPorts], host };
  }
}

/** Hands out the free ports of each host. */
function portSupply(facts: Facts): (host: string) => number {
  const left = new Map<string, number[]>();
  return (host) => {
    const ports = left.get(host) ?? [...factsOf(facts, host).ports];
    left.set(host, ports);
    const port = ports.shift();
    if (port === undefined) throw new Error('the plan was given too few ports');
    return port;
  };
}

function hostsOf(scenario: Scenario, facts: Facts): Record<string, PlannedHost> {
  const byHost = new Map<string, Role[]>([[thisMachine, []], ...rolesByHost(scenario)]);
  return Object.fromEntries(
    [...byHost].map(([name, roles]) => {
      const { address, folder, environment } = factsOf(facts, name);
      return [name, { address, folder, environment: { ...environment }, roles }];
    }),
  );
}
