import type { ProfileFacts } from './profile.js';

/** Share of poor stacks of a role above which its callers are not to be trusted. */
const mostPoor = 0.1;

/** Roles of which too many stacks are poor. */
export const poorRoles = ({ roles }: ProfileFacts): string[] =>
  Object.keys(roles).filter((role) => roles[role]!.stacks.poor > mostPoor);

/** What makes stacks whole, by where they break off and how perf unwound them; null when they are good enough. */
export function stackRemedy(facts: ProfileFacts, callGraph: 'fp' | 'dwarf' | 'lbr' | null): string | null {
  const culprits = poorRoles(facts).map((role) => facts.roles[role]!.stacks.broken_in[0]?.binary ?? '');
  if (culprits.length === 0) return null;
  if (callGraph === 'dwarf')
    return 'install the debug symbols of these files, or record with -- --call-graph dwarf,65528';
  const build =
    'compile the program and its libraries (with skrouterd: Proton too) with frame pointers (CFLAGS=-fno-omit-frame-pointer)';
  return culprits.every((binary) => /^libc\b/u.test(binary))
    ? `use --call-graph dwarf, as libc has no frame pointers in most distributions; or else ${build}`
    : `${build}, or use --call-graph dwarf`;
}
