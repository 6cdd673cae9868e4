import { argumentsOf } from '../../model/arguments.js';
import type { Comparison, Side, SideName } from '../../model/comparison.js';
import { secondsOfPairs } from '../../model/extent.js';
import { roleTitle } from '../../model/names.js';
import { isDistributed, thisMachine } from '../../model/placement.js';
import type { Binary } from '../../model/summary.js';
import { quoteForShell } from '../../units/shell.js';
import { machineLines } from '../run/settings.js';
import { asOne, type Comparisons } from './as-one.js';
import type { Fact } from './evidence.js';
import { marginText } from './share-text.js';

/** Long enough to tell two builds apart, short enough to read; the whole is in comparison.json. */
const buildIdLength = 12;

const searchPaths: ReadonlySet<string> = new Set(['PATH', 'LD_LIBRARY_PATH']);

/**
 * What was compared, and where: the sides, what differs between them, warnings, options and machine. Of several
 * workloads, what they share.
 */
export function settingOf(...comparisons: Comparisons): Fact[] {
  const comparison = asOne(comparisons);
  const { differences, warnings, environment } = comparison;
  return [
    { label: 'A', lines: sideLines(comparison, 'a') },
    { label: 'B', lines: sideLines(comparison, 'b') },
    { label: 'DIFFERENCES', lines: differences.length > 0 ? differences : ['none was found'] },
    {
      label: 'WARNINGS',
      lines: warnings.map(({ code, message, advice }) => `${code}: ${message}${advice === '' ? '' : `; ${advice}`}`),
    },
    { label: 'HOSTS', lines: placementLine(comparison) },
    { label: 'CONFIGURATION', lines: [optionsOf(comparisons).map(quoteForShell).join(' ')] },
    { label: 'ENVIRONMENT', lines: environment === null ? [] : machineLines(comparison, environment) },
  ];
}

/** What ran where, nearest the client first; nothing where all of it ran on one machine. */
function placementLine({ configuration: { hops, deployment } }: Comparison): string[] {
  const { hosts } = deployment;
  if (!isDistributed(hosts)) return [];
  const roles = ['client', ...Array.from({ length: hops }, (_, at) => `relay${at + 1}`), 'server'];
  const places = roles.map((role) => {
    const { host, address } = hosts[role] ?? { host: thisMachine, address: null };
    return `${roleTitle(role)} on ${host}${address === null ? '' : ` (${address})`}`;
  });
  return [places.join(', ')];
}

/** The builds of a side, and the Proton that the first really had mapped. */
function sideLines(comparison: Comparison, name: SideName): string[] {
  const protons = (comparison.mapped[name] ?? []).filter(({ path }) => /libqpid-proton[^/]*$/u.test(path));
  return [
    ...describeBuild(comparison[name], protons),
    ...comparison.also[name].flatMap((side) => describeBuild(side, side.libraries)),
  ];
}

/** A build as the user named it, its program, and libraries. */
function describeBuild(side: Side, libraries: readonly Binary[]): string[] {
  const { spec, relay, program, hosts, prefix, variables, relay_options: options } = side;
  // Where an installation is found and loaded from shows in the files themselves.
  const own = Object.entries(variables).filter(([key]) => prefix === null || !searchPaths.has(key));
  const set = [...Object.entries(options), ...own].map(([key, value]) => `${key}=${value}`);
  return [
    spec === relay ? spec : `${spec} (relay ${relay})`,
    ...(program === null
      ? []
      : [`${binary(program)}${program.version === null ? '' : `, version ${program.version}`}${whereText(hosts)}`]),
    ...hosts.filter((one) => !isSameProgram(one, program)).map((one) => `${binary(one)}, on ${one.name}`),
    ...libraries.map(binary),
    ...set.filter((one) => !spec.includes(one)),
  ];
}

type HostPrograms = Side['hosts'];

/** On which machines, as far as it is said. */
const whereText = (hosts: HostPrograms): string => {
  const [first] = hosts;
  const names = hosts.filter((one) => first !== undefined && isSameProgram(one, first)).map(({ name }) => name);
  return names.length === 0 ? '' : `, on ${names.join(', ')}`;
};

const isSameProgram = (a: Binary, b: Binary | null): boolean => a.path === b?.path && a.build_id === b.build_id;

const binary = ({ path, build_id }: Binary): string => `${path}, ${buildIdText(build_id)}`;

export const buildIdText = (id: string | null): string =>
  id === null ? 'no build id' : `build ${id.slice(0, buildIdLength)}`;

/** The command that makes the comparison again, with the same orders; where it is kept is not said. */
export function commandOf(...comparisons: Comparisons): string {
  const [{ a, b, also, kind }] = comparisons;
  const sides = kind === 'calibrate' ? [] : [a.spec, b.spec, ...alsoWords(also)];
  return ['flimflam', kind, ...sides, ...optionsOf(comparisons)].map(quoteForShell).join(' ');
}

const alsoWords = ({ a, b }: Comparison['also']): string[] => [
  ...a.flatMap(({ spec }) => ['--also-a', spec]),
  ...b.flatMap(({ spec }) => ['--also-b', spec]),
];

function optionsOf(comparisons: Comparisons): string[] {
  const comparison = asOne(comparisons);
  const { kind, looks, margin, seed, primary, differences } = comparison;
  // Workloads whose usual metrics differ were judged by those.
  const sameMetric = comparisons.every((one) => one.primary === primary);
  return [
    ...workloadWords(comparisons),
    ...scenarioWords(comparison),
    ...extents[looks](comparison),
    ...['--margin', marginText(margin).replace(' ', ''), '--seed', String(seed)],
    ...(sameMetric ? ['--metric', primary] : []),
    // What is not found to differ is otherwise refused.
    ...(differences.length === 0 && kind === 'compare' ? ['--force'] : []),
    ...(comparisons.some(({ explanation }) => explanation !== null) ? ['--explain'] : []),
  ];
}

/** The most pairs when nobody says how many. */
const usualPairs = 30;

const extents: Readonly<Record<Comparison['looks'], (comparison: Comparison) => string[]>> = {
  looks: (comparison) => (comparison.pairs === usualPairs ? [] : ['--time-budget', `${budgetOf(comparison)}s`]),
  fixed: ({ pairs }) => ['--pairs', String(pairs)],
  quick: () => ['--quick'],
};

/** The least time that allows for so many pairs. */
function budgetOf({ pairs, configuration: { warmup, duration }, a, b }: Comparison): number {
  return Math.ceil(
    secondsOfPairs(
      pairs,
      [a, b].map(({ relay }) => ({ relay, warmup, duration })),
    ),
  );
}

function workloadWords(comparisons: Comparisons): string[] {
  const names = comparisons.map(({ configuration }) => configuration.workload).join(',');
  return [comparisons.length > 1 ? '--workloads' : '--workload', names];
}

/** The options that both sides share. A side's own are part of its name, and so is the relay where they differ in it. */
function scenarioWords({ configuration, a, b }: Comparison): string[] {
  const left = new Set(['--workload', '--output', ...(a.relay === b.relay ? [] : ['--relay'])]);
  return argumentsOf(configuration)
    .filter(([option = '']) => !left.has(option))
    .flat();
}
