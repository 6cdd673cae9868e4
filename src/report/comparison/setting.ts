import { argumentsOf } from '../../model/arguments.js';
import type { Comparison, SideName } from '../../model/comparison.js';
import type { Binary } from '../../model/summary.js';
import { quoteForShell } from '../../units/shell.js';
import { machineLine } from '../run/settings.js';
import type { Fact } from './evidence.js';
import { marginText } from './share-text.js';

/** Long enough to tell two builds apart, short enough to read; the whole is in comparison.json. */
const buildIdLength = 12;

const searchPaths: ReadonlySet<string> = new Set(['PATH', 'LD_LIBRARY_PATH']);

/** What was compared, and where: the sides, what differs between them, warnings, options and machine. */
export function settingOf(comparison: Comparison): Fact[] {
  const { differences, warnings, environment } = comparison;
  return [
    { label: 'A', lines: sideLines(comparison, 'a') },
    { label: 'B', lines: sideLines(comparison, 'b') },
    { label: 'DIFFERENCES', lines: differences.length > 0 ? differences : ['none was found'] },
    {
      label: 'WARNINGS',
      lines: warnings.map(({ code, message, advice }) => `${code}: ${message}${advice === '' ? '' : `; ${advice}`}`),
    },
    { label: 'CONFIGURATION', lines: [optionsOf(comparison).map(quoteForShell).join(' ')] },
    { label: 'ENVIRONMENT', lines: environment === null ? [] : [machineLine(environment)] },
  ];
}

/** The side as the user named it, its program, and the Proton that it really had mapped. */
function sideLines(comparison: Comparison, name: SideName): string[] {
  const { spec, relay, program, prefix, variables, relay_options: options } = comparison[name];
  // Where an installation is found and loaded from shows in the files themselves.
  const own = Object.entries(variables).filter(([key]) => prefix === null || !searchPaths.has(key));
  const set = [...Object.entries(options), ...own].map(([key, value]) => `${key}=${value}`);
  const protons = (comparison.mapped[name] ?? []).filter(({ path }) => /libqpid-proton[^/]*$/u.test(path));
  return [
    spec === relay ? spec : `${spec} (relay ${relay})`,
    ...(program === null
      ? []
      : [`${binary(program)}${program.version === null ? '' : `, version ${program.version}`}`]),
    ...protons.map(binary),
    ...set.filter((one) => !spec.includes(one)),
  ];
}

const binary = ({ path, build_id }: Binary): string =>
  `${path}, ${build_id === null ? 'no build id' : `build ${build_id.slice(0, buildIdLength)}`}`;

/** The command that makes the comparison again, with the same orders; where it is kept is not said. */
export const commandOf = (comparison: Comparison): string =>
  ['flimflam', 'compare', comparison.a.spec, comparison.b.spec, ...optionsOf(comparison)].map(quoteForShell).join(' ');

function optionsOf(comparison: Comparison): string[] {
  const { looks, pairs, margin, seed, primary, differences } = comparison;
  return [
    ...scenarioWords(comparison),
    ...extents[looks](pairs),
    ...['--margin', marginText(margin).replace(' ', ''), '--seed', String(seed), '--metric', primary],
    // What is not found to differ is otherwise refused.
    ...(differences.length === 0 ? ['--force'] : []),
  ];
}

const extents: Readonly<Record<Comparison['looks'], (pairs: number) => string[]>> = {
  looks: () => [],
  fixed: (pairs) => ['--pairs', String(pairs)],
  quick: () => ['--quick'],
};

/** The options that both sides share. A side's own are part of its name, and so is the relay where they differ in it. */
function scenarioWords({ configuration, a, b }: Comparison): string[] {
  const left = new Set(['--output', ...(a.relay === b.relay ? [] : ['--relay'])]);
  return argumentsOf(configuration)
    .filter(([option = '']) => !left.has(option))
    .flat();
}
