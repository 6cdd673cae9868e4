import { argumentsOf } from '../../model/arguments.js';
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
export function placementOf({ cpus, quotas, in_force: inForce }: Summary['plan']): string {
  const pinned = Object.entries(cpus).flatMap(([role, list]) =>
    list === null ? [] : [`${roleTitle(role)} on CPU ${formatCpuList(list)}`],
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
export function environmentLines({ environment, trust, configuration, definitions }: Summary): string[] {
  if (environment === null) return [];
  const { relay, client, server } = environment;
  const programs = [
    ...(relay === null ? [] : [`${configuration.relay} ${program(relay)}`]),
    ...protons(trust).map((library) => `Proton ${binary(library)}`),
    ...(client.path === server.path
      ? [`client and server ${program(client)}`]
      : [`client ${program(client)}`, `server ${program(server)}`]),
    ...definitions.map(({ path, sha256 }) => `defined by ${path}, sha256 ${sha256.slice(0, buildIdLength)}`),
  ];
  return [machineLine(environment), ...programs];
}

/** The machine in one line: CPUs, memory, system, versions. */
export function machineLine(environment: Machine): string {
  const { cpus, cores, cpu_model, memory, virtualisation, governor, turbo, smt } = environment;
  return [
    `${cpus} CPU${cpus === 1 ? '' : 's'} on ${cores} core${cores === 1 ? '' : 's'}`,
    ...(cpu_model === null ? [] : [cpu_model]),
    formatBytes(memory),
    ...(virtualisation === null ? [] : [`virtual (${virtualisation})`]),
    ...(governor === null ? [] : [`governor ${governor}`]),
    ...(turbo === null ? [] : [`turbo ${turbo ? 'on' : 'off'}`]),
    ...(smt === null ? [] : [`SMT ${smt ? 'on' : 'off'}`]),
    environment.distribution,
    `kernel ${environment.kernel}`,
    `node ${environment.node}`,
    `flimflam ${environment.flimflam}`,
  ].join(', ');
}

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
