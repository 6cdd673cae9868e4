import { argumentsOf } from '../../model/arguments.js';
import type { PartHost } from '../../model/hosts.js';
import { roleTitle } from '../../model/names.js';
import type { Binary, Machine, Summary } from '../../model/summary.js';
import { formatCpuList } from '../../units/cpu-list.js';
import { formatBytes } from '../../units/quantity.js';
import { quoteForShell } from '../../units/shell.js';
import { labelled, labelWidth, pageWidth } from '../layout.js';
import { cpusText } from './throttled.js';

/** Long enough to tell two builds apart, short enough to read; the whole is in summary.json. */
const buildIdLength = 12;

const hardBlank = '\u00A0';

/** All effective options, as they would be typed, and where the processes were placed. */
export function configurationSection({ configuration, plan }: Summary, width = pageWidth): string[] {
  // An option and its value stay on one line.
  const options = argumentsOf(configuration).map((words) => words.map(quoteForShell).join(hardBlank));
  const placement = placementOf(plan);
  return labelled('CONFIGURATION', `${options.join(' ')}\n${placement}`, labelWidth, width).map((line) =>
    line.replaceAll(hardBlank, ' '),
  );
}

/** Which processes were held to which CPUs, and settings that hold though nobody may have asked for them. */
export function placementOf({ cpus, hosts, quotas, in_force: inForce }: Summary['plan']): string {
  const ofHost = (role: string): string => (hosts[role] === undefined ? '' : ` of ${hosts[role].host}`);
  const pinned = Object.entries(cpus).flatMap(([role, list]) =>
    list === null ? [] : [`${roleTitle(role)} on CPU ${formatCpuList(list)}${ofHost(role)}`],
  );
  // All relays have the same.
  const [quota] = Object.values(quotas);
  const settings = Object.entries(inForce).map(([name, value]) => `${name} ${value}`);
  return [
    pinned.length > 0 ? `${pinned.join(', ')}; everything else is free` : 'nothing is pinned to CPUs',
    ...(quota === undefined ? [] : [`each relay is held to ${cpusText(quota)}`]),
    ...(settings.length > 0 ? [`in force: ${settings.join(', ')}`] : []),
  ].join('; ');
}

/** The machine, and the binaries that were really measured. */
export function environmentSection(summary: Summary, width = pageWidth): string[] {
  const lines = environmentLines(summary);
  return lines.length === 0 ? [] : labelled('ENVIRONMENT', lines.join('\n'), labelWidth, width);
}

/** The machine, and each program; nothing where that could not be read. */
export function environmentLines(summary: Summary): string[] {
  const { environment, trust, configuration, definitions } = summary;
  if (environment === null) return hostLines(summary);
  const { relay, client, server } = environment;
  const programs = [
    ...(relay === null ? [] : [`${configuration.relay} ${program(relay)}`]),
    ...protons(trust).map((library) => `Proton ${binary(library)}`),
    ...(client.path === server.path
      ? [`client and server ${program(client)}`]
      : [`client ${program(client)}`, `server ${program(server)}`]),
    ...definitions.map(({ path, sha256 }) => `defined by ${path}, sha256 ${sha256.slice(0, buildIdLength)}`),
  ];
  return [...machineLines(summary, environment), ...programs];
}

/** The machine in one line; of a run on several a line for each kind of machine that was measured. */
export function machineLines({ hosts }: { hosts: readonly PartHost[] }, environment: Machine): string[] {
  if (hosts.length === 0) return [machineLine(environment)];
  return [...hostLines({ hosts }), `driven by ${versions(environment).join(', ')}`];
}

/** The machines on which something of the chain ran: those that are alike in one line. */
function hostLines({ hosts }: { hosts: readonly PartHost[] }): string[] {
  const alike = new Map<string, string[]>();
  for (const { name, roles, environment } of hosts) {
    if (roles.length === 0) continue;
    const line = environment === null ? 'nothing is known' : hardware(environment).join(', ');
    alike.set(line, [...(alike.get(line) ?? []), name]);
  }
  return [...alike].map(([line, names]) => `${names.join(', ')}: ${line}`);
}

/** The machine in one line: CPUs, memory, system, versions. */
const machineLine = (environment: Machine): string => [...hardware(environment), ...versions(environment)].join(', ');

type Hardware = NonNullable<PartHost['environment']> & Partial<Pick<Machine, 'cores'>>;

const hardware = (environment: Hardware): string[] => {
  const { cpus, cores, cpu_model, memory, virtualisation, governor, turbo, smt } = environment;
  const onCores = cores === undefined ? '' : ` on ${cores} core${cores === 1 ? '' : 's'}`;
  return [
    `${cpus} CPU${cpus === 1 ? '' : 's'}${onCores}`,
    ...(cpu_model === null ? [] : [cpu_model]),
    formatBytes(memory),
    ...(virtualisation === null ? [] : [`virtual (${virtualisation})`]),
    ...(governor === null ? [] : [`governor ${governor}`]),
    ...(turbo === null ? [] : [`turbo ${turbo ? 'on' : 'off'}`]),
    ...(smt === null ? [] : [`SMT ${smt ? 'on' : 'off'}`]),
    environment.distribution,
    `kernel ${environment.kernel}`,
  ];
};

const versions = ({ node, flimflam }: Machine): string[] => [`node ${node}`, `flimflam ${flimflam}`];

const program = (one: Binary & { version: string | null }): string =>
  `${one.version === null ? '' : `${one.version}, `}${binary(one)}`;

const binary = ({ path, build_id }: Binary): string =>
  `${path}, ${build_id === null ? 'no build id' : `build ${build_id.slice(0, buildIdLength)}`}`;

/** The Proton libraries that relays had mapped, each once: with skrouterd they matter as much as the router. */
function protons(trust: Summary['trust']): Binary[] {
  const mapped = Object.values(trust?.libraries ?? {}).flat();
  const found = mapped.filter(({ path }) => /libqpid-proton[^/]*$/u.test(path));
  return [...new Map(found.map((one) => [`${one.path} ${one.build_id}`, one])).values()];
}
