import { ExpectedError } from '../errors.js';
import type { EventCounts } from '../model/event-counts.js';
import type { Profile } from '../model/profile.js';
import type { Warning } from '../model/summary.js';
import type { Syscalls } from '../model/syscalls.js';
import type { Findings } from './capture.js';
import { folded } from './folded.js';
import { joinedProfile } from './joined-profile.js';
import { profileFacts } from './profile-facts.js';
import { profileFile } from './sampling.js';
import { ratiosOf } from './stat-counts.js';

/** What was found on one machine, and the roles that were captured there, in words. */
export interface Part {
  roles: string;
  /** A word that tells its files from those of the others, such as `relay2`. */
  stem: string;
  findings: Findings;
}

/** What the captures of several machines found as one; every role is on one of them only. */
export function joinedFindings(parts: readonly Part[]): Findings {
  const [first] = parts;
  if (first === undefined) throw new RangeError('nothing was captured');
  if (parts.length === 1) return first.findings;
  const all = parts.map(({ findings }) => findings);
  const stats = all.flatMap(({ stat }) => stat ?? []);
  const trees = all.flatMap(({ profile }) => profile?.tree ?? []);
  const tables = all.flatMap(({ syscalls }) => syscalls ?? []);
  const reports = parts.filter(({ findings }) => findings.report !== undefined);
  const profile = trees.length === 0 ? null : oneProfile(parts, trees);
  return {
    ...(stats.length === 0 ? {} : { stat: joinedCounts(stats) }),
    ...(profile === null ? {} : { profile: { facts: profileFacts(profile), tree: profile } }),
    ...(tables.length === 0 ? {} : { syscalls: joinedCalls(tables) }),
    ...(reports.length === 0
      ? {}
      : { report: reports.map(({ roles, findings }) => `${roles}:\n${findings.report}`).join('\n\n') }),
    files: profile === null ? filesOf(parts) : filesOfProfile(profile, all),
    lost: all.some(({ lost }) => lost === null) ? null : all.reduce((sum, { lost }) => sum + (lost ?? 0), 0),
    warnings: once(all.flatMap(({ warnings }) => warnings)),
  };
}

/** Weights of different events cannot be compared. */
function oneProfile(parts: readonly Part[], trees: readonly Profile[]): Profile {
  const [{ event } = { event: '' }] = trees;
  const other = trees.findIndex((tree) => tree.event !== event);
  if (other < 0) return joinedProfile(trees);
  throw new ExpectedError(
    'different-events',
    `perf sampled ${event} for ${parts[0]!.roles}, and ${trees[other]!.event} for ${parts[other]!.roles}: one cannot be set against the other`,
    'capture the hosts one after the other, with --target',
  );
}

const filesOfProfile = (tree: Profile, all: readonly Findings[]): Record<string, string> =>
  Object.fromEntries(
    Object.keys(Object.assign({}, ...all.map(({ files }) => files)) as object).map((name) => [
      name,
      name === profileFile ? `${JSON.stringify(tree)}\n` : folded(tree),
    ]),
  );

/** Texts of the first part keep their names. */
const filesOf = (parts: readonly Part[]): Record<string, string> =>
  Object.fromEntries(
    parts.flatMap(({ stem, findings }, at) =>
      Object.entries(findings.files ?? {}).map(([name, text]) => [at === 0 ? name : `${stem}.${name}`, text] as const),
    ),
  );

function joinedCounts(stats: readonly EventCounts[]): EventCounts {
  const events = new Map<string, EventCounts['events'][number]>();
  for (const event of stats.flatMap((one) => one.events)) {
    const known = events.get(event.name);
    events.set(event.name, known === undefined ? event : { ...known, running: Math.min(known.running, event.running) });
  }
  // What one machine cannot count is not known of all together.
  const everywhere = [...events.keys()].filter((name) => stats.every(({ together }) => together[name] !== undefined));
  const together = Object.fromEntries(
    everywhere.map((name) => [name, stats.reduce((sum, one) => sum + (one.together[name] ?? 0), 0)]),
  );
  const roles = Object.assign({}, ...stats.map((one) => one.roles)) as EventCounts['roles'];
  const sums = { events: [...events.values()], roles, together, threads: stats.flatMap(({ threads }) => threads) };
  const unavailable = new Map(stats.flatMap((one) => one.unavailable).map((one) => [JSON.stringify(one), one]));
  return { ...sums, unavailable: [...unavailable.values()], ratios: ratiosOf({ ...sums, starved: [] }), per: null };
}

const joinedCalls = (tables: readonly Syscalls[]): Syscalls => ({
  rows: tables.flatMap(({ rows }) => rows).toSorted((a, b) => a.role.localeCompare(b.role, 'en', { numeric: true })),
  unpaired: tables.reduce((sum, { unpaired }) => sum + unpaired, 0),
});

const once = (warnings: readonly Warning[]): Warning[] => [
  ...new Map(warnings.map((warning) => [`${warning.code} ${warning.message}`, warning])).values(),
];
