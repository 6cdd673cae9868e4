import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { ExpectedError } from '../../errors.js';
import type { Host } from '../../host/host.js';
import { hostNamed } from '../../host/hosts.js';
import { readDistribution } from '../../host/machine.js';
import { addressTowards } from '../../host/own-addresses.js';
import { packageManager } from '../../host/packages.js';
import { readPerfPermission } from '../../host/perf-permission.js';
import type { Finding } from '../../model/check.js';
import { usualDeployment } from '../../model/deployment.js';
import type { HostReport, HostsReport } from '../../model/hosts-check.js';
import { addressAsked, hostOf, thisMachine, type Placements } from '../../model/placement.js';
import { rolesByHost, rolesOf } from '../../scenario/hosts.js';
import { describeMachine } from '../host-programs.js';
import { checkClientTls } from '../client-tls.js';
import { checkPerfEvents } from './machine.js';
import { neededOnHost, perfNeed } from './needs.js';
import { checkProgram, type CheckedProgram } from './program.js';
import { checkStreamModule } from './stream-module.js';
import { findWays, type Place } from './ways.js';

/** Relays of a chain of which nothing else is known. */
const usualHops = 2;

/** Looks at every machine on which parts of a chain are to run; never stops at the first one that cannot be used. */
export async function checkHosts(
  places: Placements,
  options: { ignorePerf: boolean },
  connect: (name: string) => Promise<Host> = hostNamed,
): Promise<HostsReport> {
  const scenario = { hops: hopsOf(places), deployment: { ...usualDeployment, hosts: places } };
  const roles = rolesByHost(scenario);
  const chain = rolesOf(scenario).map((role) => hostOf(places, role));
  const found = await Promise.all([...roles].map(([name, own]) => lookAt(name, own, places, options, connect)));
  const reached = found.flatMap(({ host }) => (host === null ? [] : [host]));
  const located = await Promise.all(found.map((one) => withAddress(one, places, reached)));
  const usable = located.flatMap(({ host, report }): Place[] =>
    host === null || report.address === null ? [] : [{ host, address: report.address }],
  );
  const isNeeded = (from: string, to: string): boolean => chain.some((one, at) => one === from && chain[at + 1] === to);
  const ways = await findWays(usable, isNeeded);
  const hosts = located.map(({ report }) => report);
  return { hosts, ways, ok: hosts.every(isUsable) && ways.every(({ needed, why }) => !needed || why === null) };
}

function hopsOf(places: Placements): number {
  const named = Object.keys(places).flatMap((role) => /^relay(\d+)$/.exec(role)?.[1] ?? []);
  return named.length === 0 ? usualHops : Math.max(...named.map(Number));
}

const isUsable = ({ fault, findings }: HostReport): boolean =>
  fault === null && findings.every(({ required, state }) => !required || state === 'found');

interface Seen {
  report: HostReport;
  /** Null where it was not reached. */
  host: Host | null;
}

async function lookAt(
  name: string,
  roles: string[],
  places: Placements,
  { ignorePerf }: { ignorePerf: boolean },
  connect: (name: string) => Promise<Host>,
): Promise<Seen> {
  const nothing: HostReport = {
    ...{ name, roles, fault: null, address: null, round_trip: null, clock_uncertainty: null },
    ...{ machine: null, temporary: null, findings: [] },
  };
  try {
    const host = await connect(name);
    await host.clock.measure();
    const [machine, temporary, findings] = await Promise.all([
      describeMachine(host),
      temporaryOf(host),
      findingsOf(host, roles, ignorePerf),
    ]);
    const seconds = host.clock.uncertaintyNs / 1e9;
    const clock = name === thisMachine ? {} : { round_trip: 2 * seconds, clock_uncertainty: seconds };
    const address = addressAsked(places, name);
    return { host, report: { ...nothing, ...clock, address, machine, temporary, findings } };
  } catch (error) {
    // A host that is lost while it is looked at is as good as one that was never reached.
    if (!(error instanceof ExpectedError)) throw error;
    return { host: null, report: { ...nothing, fault: { message: error.message, remedy: error.remedy } } };
  }
}

/** With the address at which the others reach it; of this machine that of the way to them. */
async function withAddress({ host, report }: Seen, places: Placements, reached: readonly Host[]): Promise<Seen> {
  if (host === null || report.address !== null) return { host, report };
  const other = reached.find(({ name }) => name !== thisMachine);
  if (host.name !== thisMachine || other === undefined) return { host, report: { ...report, address: host.address } };
  const towards = addressAsked(places, other.name) ?? other.address;
  const address = await addressTowards(towards).catch(() => null);
  return { host, report: { ...report, address } };
}

async function findingsOf(host: Host, roles: readonly string[], ignorePerf: boolean): Promise<Finding[]> {
  const distribution = await host.look((files) => readDistribution(files));
  const manager = packageManager(distribution);
  const needs = [...neededOnHost(roles), ...(ignorePerf ? [] : [perfNeed(distribution.id)])];
  const checked = await Promise.all(needs.map((need) => checkProgram(need, manager, host, host.environment)));
  const hasRelay = roles.some((role) => role.startsWith('relay'));
  const withParts = async ({ finding, program }: CheckedProgram): Promise<Finding[]> => {
    if (hasRelay && finding.name === 'nginx') return [finding, checkStreamModule(program, manager)];
    const isOurClient = finding.name === 'flimflam-load' && roles.includes('client');
    return isOurClient ? [finding, await checkClientTls(program, manager, host)] : [finding];
  };
  const all = await Promise.all(checked.map(withParts));
  const permission = ignorePerf ? null : await host.look((files) => readPerfPermission(files));
  return [...all.flat(), ...(permission === null ? [] : [checkPerfEvents(permission)])];
}

/** Where what a run writes there comes to lie, and how many bytes are free. */
async function temporaryOf(host: Host): Promise<NonNullable<HostReport['temporary']>> {
  const folder = host.name === thisMachine ? tmpdir() : dirname(host.native('flimflam-guardian'));
  const { stdout } = await host.run(['df', '-Pk', folder], { environment: { LC_ALL: 'C' }, timeout: 5000 });
  return { folder, free: parseFree(stdout) };
}

/**
 * Bytes that are free by the word of `df -Pk` about one folder; null if it tells none. A name may hold blanks.
 * Sample: `/dev/vda1         41152736 9876543  29153169      26% /`.
 */
export function parseFree(text: string): number | null {
  const kilobytes = /^.*\s\d+\s+\d+\s+(\d+)\s+(?:\d+%|-)\s+\/.*$/m.exec(text)?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) * 1024;
}
