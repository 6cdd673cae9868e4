import { usageError } from '../../errors.js';
import type { SideName } from '../../model/comparison.js';
import type { Scenario } from '../../model/scenario.js';
import { differencesOf } from './differences.js';
import type { FoundSide, ResolvedSide } from './found-side.js';
import { resolveSide } from './resolve-side.js';

export type { ResolvedSide } from './found-side.js';

/** The builds of each side, as the user names them; most often one each. */
export type SideWords = Readonly<Record<SideName, readonly string[]>>;

export interface ResolvedSides extends Record<SideName, ResolvedSide[]> {
  /** What differs between the first builds of the two sides, in words. */
  differences: string[];
  /** Two of the builds that are the same: executable, libraries, options and variables; null if all differ. */
  same: [string, string] | null;
}

/**
 * Finds the builds that the user named, and what differs between them. Nothing is started but what prints its
 * version; throws a usage error for a place without a relay and for a build that would not load. They are looked for
 * where the relays run; relative paths begin in the folder `here`.
 */
export async function resolveSides(
  words: SideWords,
  base: Scenario,
  environment: NodeJS.ProcessEnv,
  here = process.cwd(),
): Promise<ResolvedSides> {
  const found = async (list: readonly string[]): Promise<FoundSide[]> => {
    const sides: FoundSide[] = [];
    for (const word of list) sides.push(await resolveSide(word, base, { here, variables: environment }));
    requireOneRelay(sides);
    return sides;
  };
  const [a, b] = [await found(words.a), await found(words.b)];
  const { differences } = differencesOf(a[0]!, b[0]!);
  return { a: a.map(withoutFindings), b: b.map(withoutFindings), differences, same: firstSame([...a, ...b]) };
}

/** Finds one build that the user named, as `resolveSides` does. */
export async function resolveOne(
  word: string,
  base: Scenario,
  environment: NodeJS.ProcessEnv,
  here = process.cwd(),
): Promise<ResolvedSide> {
  return withoutFindings(await resolveSide(word, base, { here, variables: environment }));
}

function requireOneRelay([first, ...more]: readonly FoundSide[]): void {
  const other = more.find(({ side }) => side.relay !== first?.side.relay);
  if (first === undefined || other === undefined) return;
  throw usageError(
    'several-relays',
    `${first.side.spec} is ${first.side.relay}, and ${other.side.spec} of the same side is ${other.side.relay}`,
    'name builds of one relay',
  );
}

function firstSame(all: readonly FoundSide[]): ResolvedSides['same'] {
  for (const [at, one] of all.entries()) {
    const other = all.slice(at + 1).find((later) => differencesOf(one, later).identical);
    if (other !== undefined) return [one.side.spec, other.side.spec];
  }
  return null;
}

const withoutFindings = ({ side, scenario, environment, program, notes }: FoundSide): ResolvedSide => ({
  side,
  scenario,
  environment,
  program,
  notes,
});
