import { roleTitle } from '../model/names.js';
import type { HostReport, HostsReport, Way } from '../model/hosts-check.js';
import { thisMachine } from '../model/placement.js';
import { formatBytes, formatSeconds } from '../units/quantity.js';
import { findingLines, unusable } from './check-text.js';
import { labelled } from './layout.js';

/** Where the text beside a label begins. */
const labels = 18;

/** What `flimflam check --hosts` prints: each host with what it has and lacks, then who reaches whom. */
export function hostsText(report: HostsReport): string {
  const { hosts, ways } = report;
  return [...hosts.flatMap((host) => hostLines(host, ways)), ...conclusion(report), ''].join('\n');
}

function hostLines(host: HostReport, ways: readonly Way[]): string[] {
  const { name, roles, fault, findings } = host;
  const head = `${name === thisMachine ? 'this machine' : name}: ${roles.map(roleTitle).join(', ')}`;
  if (fault !== null) {
    const remedy = fault.remedy === null ? [] : row('to change it', fault.remedy);
    return [head, ...row('cannot be used', withoutName(fault.message, name)), ...remedy, ''];
  }
  return [head, ...factLines(host), ...reachLines(name, ways), ...findingLines(findings), ''];
}

const row = (label: string, text: string): string[] => labelled(`  ${label}`, text, labels);

/** ssh's own words come with the name of the host before them, which stands above already. */
const withoutName = (message: string, name: string): string =>
  message.startsWith(`${name}: `) ? message.slice(name.length + 2) : message;

function factLines({ address, round_trip: trip, clock_uncertainty: doubt, machine, temporary }: HostReport): string[] {
  return [
    ...(address === null ? [] : row('data address', address)),
    ...(trip === null || doubt === null
      ? []
      : row('round trip', `${formatSeconds(trip)}; its clock is known to ${formatSeconds(doubt)}`)),
    ...(machine === null ? [] : machineLines(machine)),
    ...(temporary === null
      ? []
      : row(
          'temporary files',
          `${temporary.folder}, ${temporary.free === null ? 'room not told' : `${formatBytes(temporary.free)} free`}`,
        )),
  ];
}

const onOff = (word: string, value: boolean | null): string[] =>
  value === null ? [] : [`${word} ${value ? 'on' : 'off'}`];

function machineLines(machine: NonNullable<HostReport['machine']>): string[] {
  const { distribution, kernel, cpu_model: model, cpus, memory, governor, turbo, smt, virtualisation } = machine;
  const settings = [
    ...(governor === null ? [] : [`governor ${governor}`]),
    ...[...onOff('turbo', turbo), ...onOff('SMT', smt)],
    ...(virtualisation === null ? [] : [virtualisation]),
  ];
  return [
    ...row('system', `${distribution}, ${kernel}`),
    ...row('CPUs', [`${cpus}${model === null ? '' : ` of ${model}`}`, ...settings].join(', ')),
    ...row('memory', formatBytes(memory)),
  ];
}

function reachLines(name: string, ways: readonly Way[]): string[] {
  return ways
    .filter(({ from }) => from === name)
    .flatMap(({ to, address, why, needed }) => {
      const target = `${to === thisMachine ? 'this machine' : to} at ${address}`;
      return row(
        why === null ? 'reaches' : 'does not reach',
        why === null ? target : `${target}: ${why}${needed ? '' : ' (nothing in this chain needs to)'}`,
      );
    });
}

function conclusion({ hosts, ways, ok }: HostsReport): string[] {
  if (ok) return ['Every host can be used, and reaches those to which it connects.'];
  const faults = hosts.flatMap(({ name, fault, findings }) =>
    fault === null ? unusable(findings.filter(({ required }) => required)).map((one) => `${one} on ${name}`) : [name],
  );
  const cut = ways.filter(({ needed, why }) => needed && why !== null).map(({ from, to }) => `${to} from ${from}`);
  const sentences = [
    ...(faults.length === 0 ? [] : [`not usable: ${faults.join(', ')}`]),
    ...(cut.length === 0 ? [] : [`not reached: ${cut.join(', ')}`]),
  ].join('; ');
  return [`${sentences[0]!.toUpperCase()}${sentences.slice(1)}.`];
}
