import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { usageError } from '../../errors.js';
import type { Host } from '../../host/host.js';
import { hostNamed } from '../../host/hosts.js';
import { thisMachine } from '../../model/placement.js';
import type { Scenario } from '../../model/scenario.js';
import { checkScenario } from '../../scenario/scenario.js';
import { relayHosts } from '../placed.js';
import { environmentOn } from '../run/placed-programs.js';
import type { FoundSide } from './found-side.js';
import { digestOf, digestOn } from './identities.js';
import { absoluteOn, placesOn, type Standpoint } from './place-on.js';
import { variablesOf } from './place.js';
import { seeOn, type Seen } from './seen.js';
import { parseSideSpec, type SideSpec } from './spec.js';

/** Finds one build that the user named, on every machine on which relays run. */
export async function resolveSide(text: string, base: Scenario, standpoint: Standpoint): Promise<FoundSide> {
  const { variables } = standpoint;
  const hosts = await hostsOfRelays(base);
  const spec = specFor(text, hosts, standpoint);
  const places = spec.kind === 'path' ? await placesOn(hosts, spec.path, base.relay, standpoint) : [];
  const [place = null] = places;
  const set = spec.kind === 'variables' ? spec.variables : spec.kind === 'path' ? variablesOf(places, variables) : {};
  const environment = { ...defined(variables), ...set };
  const relay = place?.relay ?? (spec.kind === 'relay' ? spec.relay : base.relay);
  const options = spec.kind === 'variables' ? {} : spec.options;
  const { scenario } = checkScenario({ ...base, relay, relayOptions: { ...base.relayOptions, ...options } });
  if (scenario.relay !== relay) {
    throw usageError('bad-hops', `--hops 0 leaves no ${relay} in the chain`, 'name none instead of it, or more hops');
  }
  const all: Seen[] = [];
  for (const [at, host] of hosts.entries()) {
    const what = { relay, place: places[at] ?? null };
    all.push(await seeOn(host, what, environmentOn(host, environment)));
  }
  const first = all[0]!;
  return {
    side: {
      spec: text,
      relay,
      relay_options: options,
      variables: set,
      prefix: place?.prefix ?? null,
      program: first.described,
      hosts: hostsOf(all),
      libraries: librariesOf(all),
      digest: await digestFor(all, scenario.deployment.definitions),
    },
    scenario,
    environment,
    notes: [...(place?.notes ?? []), ...differingBuilds(all)],
    program: isElsewhere(all) ? null : first.program,
    loading: first.loading,
    facts: first.program?.facts ?? {},
    identities: first.identities,
  };
}

/** Those of the relays; without relays this machine, where nothing will be looked for. */
async function hostsOfRelays(base: Scenario): Promise<Host[]> {
  const names = base.relay === 'none' ? [] : relayHosts(base);
  const hosts: Host[] = [];
  for (const name of names.length > 0 ? names : [thisMachine]) hosts.push(await hostNamed(name));
  return hosts;
}

/** On other machines a word with a slash is a path; whether it leads somewhere shows later, on each of them. */
function specFor(text: string, hosts: readonly Host[], standpoint: Standpoint): SideSpec {
  const [first] = hosts;
  return first !== undefined && hosts.every(({ name }) => name === thisMachine)
    ? parseSideSpec(text, (path) => existsSync(absoluteOn(first, path, standpoint)))
    : parseSideSpec(text, (path) => path.includes('/') && !/:[A-Za-z_]\w*=/.test(path));
}

function defined(variables: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

const isElsewhere = (all: readonly Seen[]): boolean => all.some(({ host }) => host.name !== thisMachine);

const hostsOf = (all: readonly Seen[]): FoundSide['side']['hosts'] =>
  isElsewhere(all)
    ? all.flatMap(({ host: { name }, described }) => (described === null ? [] : [{ name, ...described }]))
    : [];

/** What may be mapped, whichever machine a relay runs on. */
function librariesOf(all: readonly Seen[]): FoundSide['side']['libraries'] {
  const libraries = all.flatMap(({ loading }) => loading.expected);
  return [...new Map(libraries.map((one) => [`${one.path} ${one.build_id}`, one])).values()];
}

/** A side is one build, but hosts of different kinds cannot run the same. */
function differingBuilds(all: readonly Seen[]): string[] {
  const [first, ...others] = hostsOf(all);
  if (first === undefined) return [];
  const id = ({ build_id: build }: typeof first): string => build?.slice(0, 12) ?? 'without an id';
  return others
    .filter((one) => one.build_id !== first.build_id)
    .map((one) => `${one.path} on ${one.name} is build ${id(one)}, and on ${first.name} it is build ${id(first)}`);
}

/** Executable and libraries of its own. */
const filesOf = ({ program, loading }: Seen): string[] => [
  ...(program === null ? [] : [program.path]),
  ...loading.expected.map(({ path }) => path),
];

async function digestFor(all: readonly Seen[], definitions: readonly string[]): Promise<string | null> {
  if (all[0]?.program === null) return null;
  if (!isElsewhere(all)) return digestOf([...all.flatMap(filesOf), ...definitions]);
  const digests: string[] = [];
  for (const seen of all) digests.push(await digestOn(seen.host, filesOf(seen)));
  return createHash('sha256')
    .update([...digests, digestOf(definitions)].join('\n'))
    .digest('hex');
}
