import { hostNamed } from '../../host/hosts.js';
import type { Files } from '../../host/files.js';
import type { Host } from '../../host/host.js';
import { readEphemeralPorts, readLimits } from '../../host/limits.js';
import { addressTowards } from '../../host/own-addresses.js';
import { readTopology } from '../../host/topology.js';
import { addressAsked, hostOf, thisMachine } from '../../model/placement.js';
import type { Scenario } from '../../model/scenario.js';
import type { Facts, HostFacts } from '../../scenario/facts.js';
import { portsNeeded } from '../../scenario/plan.js';
import { otherMachines } from '../placed.js';
import type { Variables } from '../sides/overrides.js';
import { environmentOn, type PlacedPrograms } from './placed-programs.js';
import { requireRoom } from './requirements.js';

/** Finds out what a plan has to know of every machine that has a part; those that are elsewhere are connected to. */
export async function gatherFacts(
  scenario: Scenario,
  programs: PlacedPrograms,
  folder: string,
  environment: Variables,
): Promise<Facts> {
  const hosts = await Promise.all([thisMachine, ...otherMachines(scenario)].map(hostNamed));
  const needed = portsNeeded(scenario);
  const gathered = hosts.map(async (host): Promise<[string, HostFacts]> => {
    const address = await addressOf(host, scenario, hosts);
    const [{ topology, limits, ports }, free] = await Promise.all([
      host.look(roomOf),
      host.freePorts(address, needed[host.name] ?? 0),
    ]);
    // Of this machine that was looked at before.
    if (host.name !== thisMachine) requireRoom(scenario, limits, ports, host.name);
    const facts = {
      address,
      folder: host.folderOf(folder),
      ports: free,
      programs: programsThere(scenario, programs, host.name),
      topology,
      environment: environmentOn(host, environment),
      asRoot: host.asRoot,
    };
    return [host.name, facts];
  });
  return { hosts: Object.fromEntries(await Promise.all(gathered)) };
}

/** The same facts for a run whose folder here is this one. */
export async function movedTo(folder: string, { hosts }: Facts): Promise<Facts> {
  const moved = Object.entries(hosts).map(async ([name, facts]): Promise<[string, HostFacts]> => {
    const host = await hostNamed(name);
    return [name, { ...facts, folder: host.folderOf(folder) }];
  });
  return { hosts: Object.fromEntries(await Promise.all(moved)) };
}

const roomOf = (files: Files) => ({
  topology: readTopology(files),
  limits: readLimits(files),
  ports: readEphemeralPorts(files),
});

/** What the user says, else where it answered ssh; for this machine the address from which packets go to the others. */
async function addressOf(host: Host, scenario: Scenario, hosts: readonly Host[]): Promise<string> {
  const { hosts: placed } = scenario.deployment;
  const other = hosts.find(({ name }) => name !== thisMachine);
  const asked = addressAsked(placed, host.name);
  if (asked !== null) return asked;
  if (host.name !== thisMachine || other === undefined) return host.address;
  return addressTowards(addressAsked(placed, other.name) ?? other.address);
}

/** The programs of a host; null for what it does not run. */
function programsThere(
  { deployment: { hosts } }: Scenario,
  { client, server, relays }: PlacedPrograms,
  name: string,
): HostFacts['programs'] {
  return {
    client: hostOf(hosts, 'client') === name ? client : null,
    server: hostOf(hosts, 'server') === name ? server : null,
    relay: relays[name] ?? null,
  };
}
