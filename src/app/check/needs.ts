import { opensslProgram } from '../../host/certificates.js';
import { perfProgram } from '../../host/perf-program.js';
import type { ProgramSpec } from '../../model/program.js';
import { nativeProgram } from '../../model/program.js';
import { knownRelays } from '../../relays/index.js';
import type { Relay } from '../../relays/relay.js';
import { knownWorkloads } from '../../workloads/index.js';
import type { Workload } from '../../workloads/workload.js';

/** A program that some command needs. */
export interface Need {
  spec: ProgramSpec;
  purpose: string;
  required: boolean;
  /** Begin of the names of the libraries worth naming. */
  libraries: string | null;
}

/** The programs that relays and workloads need, each once, with all that it is for. */
export function neededPrograms(
  relays: Readonly<Record<string, Relay>>,
  workloads: Readonly<Record<string, Workload>>,
): Need[] {
  const needs = new Map<string, { spec: ProgramSpec; relays: string[]; workloads: Set<string> }>();
  const of = (spec: ProgramSpec) => {
    const need = needs.get(spec.executable) ?? { spec, relays: [], workloads: new Set() };
    needs.set(spec.executable, need);
    return need;
  };
  for (const relay of Object.values(relays)) {
    // Our own relay goes by another name than its program.
    const called = relay.name === relay.program.executable ? '' : ` ${relay.name}:`;
    of(relay.program).relays.push(`relay${called} ${relay.protocols.join(', ')}`);
  }
  for (const { name, programs } of Object.values(workloads)) {
    for (const spec of [programs.client, programs.server]) of(spec).workloads.add(name);
  }
  return [...needs.values()].map(({ spec, relays, workloads }) => ({
    spec,
    purpose: [...relays, ...workloadWords([...workloads], relays.length > 0)].join('; '),
    // Without our own programs nothing runs; each of the others is a choice.
    required: spec.native === true,
    // Proton decides as much as the router about how fast the router is.
    libraries: spec.executable === 'skrouterd' ? 'libqpid-proton' : null,
  }));
}

function workloadWords(names: string[], short: boolean): string[] {
  return names.length === 0 ? [] : [`${short ? '' : 'workload '}${names.join(', ')}`];
}

/** The programs that a host with these roles needs, or may need: relays and workloads are chosen with each command. */
export function neededOnHost(roles: readonly string[]): Need[] {
  const relays = roles.some((role) => role.startsWith('relay')) ? knownRelays() : {};
  const ends = (['client', 'server'] as const).filter((end) => roles.includes(end));
  const ofEnds = Object.entries(knownWorkloads()).map(([name, workload]): [string, Workload] => {
    const [first, last] = [ends[0] ?? 'client', ends.at(-1) ?? 'client'];
    const { programs } = workload;
    return [name, { ...workload, programs: { client: programs[first], server: programs[last] } }];
  });
  // Our own programs are there or were built when the host was reached.
  const tools = buildTools.map((need) => ({ ...need, purpose: 'builds our programs there', required: false }));
  return [...neededPrograms(relays, ends.length === 0 ? {} : Object.fromEntries(ofEnds)), ...tools];
}

/** What makes the certificates of encrypted links. */
export const certificatesNeed: Need = {
  spec: opensslProgram,
  purpose: 'certificates for --tls',
  required: false,
  libraries: null,
};

const buildTools: readonly Need[] = [
  basic('builds native programs', {
    executable: 'cc',
    version: { arguments: ['--version'], pattern: /^.*\s(\d+(?:\.\d+)+)\b/m },
    packages: { apt: 'gcc libc6-dev', dnf: 'gcc' },
  }),
  basic('builds native programs', {
    executable: 'make',
    version: { arguments: ['--version'], pattern: /^GNU Make (\S+)/m },
    packages: { apt: 'make', dnf: 'make' },
  }),
];

/** What Flimflam needs to build itself and to hold the processes of a run. */
export const basicNeeds: readonly Need[] = [
  ...buildTools,
  basic("holds a run's processes", nativeProgram('flimflam-guardian')),
  basic("counts sockets' bytes", nativeProgram('flimflam-sockets')),
  basic('samples the processes of other hosts', nativeProgram('flimflam-sampler')),
];

function basic(purpose: string, spec: ProgramSpec): Need {
  return { spec, purpose, required: true, libraries: null };
}

/** Linux perf, of this distribution. */
export function perfNeed(distribution: string): Need {
  return { spec: perfProgram(distribution), purpose: 'captures: all but skstat', required: false, libraries: null };
}

/** The module of nginx that forwards tcp, as something to install. */
export const nginxStreamModule: ProgramSpec = {
  executable: 'ngx_stream_module.so',
  version: null,
  packages: { apt: 'libnginx-mod-stream', dnf: 'nginx-mod-stream' },
  advice: "install nginx's stream module",
};
