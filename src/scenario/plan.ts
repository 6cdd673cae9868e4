import { loopback } from '../model/address.js';
import { relayRole, type Role } from '../model/names.js';
import { thisMachine } from '../model/placement.js';
import type { Plan, PlannedProcess } from '../model/plan.js';
import type { InstalledProgram } from '../model/program.js';
import type { Scenario } from '../model/scenario.js';
import type { Warning } from '../model/summary.js';
import type { Topology } from '../model/topology.js';
import { relayOf } from '../relays/index.js';
import { workloadOf } from '../workloads/index.js';
import { attachedAddresses, attachedRelays } from './attached.js';
import { allotCpus } from './cpus.js';
import { filledConfig, templateFor } from './relay-config.js';
import { quotaWarnings } from './quota.js';
import { plannedTls, tlsOf } from './tls.js';

/** What a plan is made of beside the scenario: facts about the machine, all found out beforehand. */
export interface Facts {
  /** Absolute path of the run folder. */
  folder: string;
  /** Free ports, at least `portsNeeded` of them. */
  ports: readonly number[];
  programs: { client: InstalledProgram; server: InstalledProgram; relay: InstalledProgram | null };
  topology: Topology;
  environment: Record<string, string>;
  asRoot: boolean;
}

/** How many ports on 127.0.0.1 the chain needs: one for the server and each relay, and those for management. */
export function portsNeeded({ relay, hops, deployment }: Scenario): number {
  if (deployment.attached !== null) return 0;
  return 1 + hops * (1 + (relay === 'none' ? 0 : relayOf(relay).extraPorts));
}

/** Makes a scenario concrete. Pure: the same scenario and facts give the same plan. */
export function makePlan(scenario: Scenario, facts: Facts): { plan: Plan; warnings: Warning[] } {
  const cpus = allotCpus(scenario, facts.topology);
  const ports = [...facts.ports];
  const take = (): number => {
    const port = ports.shift();
    if (port === undefined) throw new Error('the plan was given too few ports');
    return port;
  };
  const attached = attachedAddresses(scenario);
  const server = attached?.server ?? { host: loopback, port: take() };
  const listenPorts = attached === null ? Array.from({ length: scenario.hops }, take) : [];
  const first = attached?.first ?? { host: loopback, port: listenPorts[0] ?? server.port };

  const workload = workloadOf(scenario.workload);
  const tls = plannedTls(scenario, facts.folder);
  const ends = workload.plan({
    scenario,
    serverHost: server.host,
    serverPort: server.port,
    clientHost: first.host,
    clientPort: first.port,
    threads: facts.topology.cpus.length,
    folder: facts.folder,
    programs: facts.programs,
    tls: tls?.links[0]?.from === 'client' ? tls.client : null,
    asRoot: facts.asRoot,
  });
  const serverProcess: PlannedProcess = {
    ...process('server'),
    ...ends.server,
    listens: [server.port],
    host: server.host,
  };
  const client: PlannedProcess = { ...process('client'), ...ends.client, listens: [] };
  const chain = listenPorts.map((listenPort, at) => planRelay(at, listenPort));

  return {
    plan: {
      scenario,
      folder: facts.folder,
      counted: workload.receivers(scenario.load).map((end) => ({
        ...{ end, address: end === 'client' ? first : server, on: thisMachine },
      })),
      ports: Object.fromEntries([serverProcess, ...chain].map(({ role, listens }) => [role, listens])),
      tls,
      environment: facts.environment,
      hosts: {},
      // From the server's end, each waiting for the one before: a relay connects to what is already there.
      processes: [serverProcess, ...chain.toReversed(), client],
      attached: attachedRelays(scenario),
    },
    warnings: [...cpus.warnings, ...quotaWarnings(scenario, cpus.byRole, facts.topology.cpus.length)],
  };

  function process(role: Role): Pick<PlannedProcess, 'role' | 'name' | 'on' | 'cpus' | 'quota' | 'management' | 'inForce'> {
    return { role, name: role, on: thisMachine, cpus: cpus.byRole[role] ?? null, quota: null, management: null, inForce: {} };
  }

  function planRelay(at: number, listenPort: number): PlannedProcess {
    if (scenario.relay === 'none' || facts.programs.relay === null) throw new Error('a chain needs a relay program');
    const relay = relayOf(scenario.relay);
    const role = relayRole(at + 1);
    const extraPorts = Array.from({ length: relay.extraPorts }, take);
    const link = {
      role,
      index: at + 1,
      hops: scenario.hops,
      protocol: scenario.protocol,
      listenPort,
      connectPort: listenPorts[at + 1] ?? server.port,
      extraPorts,
      tls: tlsOf(role, tls),
      threads: scenario.relayThreads,
      jobs: scenario.jobs,
      options: scenario.relayOptions,
      folder: facts.folder,
      program: facts.programs.relay,
      asRoot: facts.asRoot,
    };
    const template = templateFor(scenario, role);
    const planned = relay.plan({ ...link, config: template === undefined ? null : filledConfig(template, link) });
    return { ...process(role), quota: scenario.deployment.quota, ...planned, listens: [listenPort, ...extraPorts] };
  }
}
