const machine = 'machine';

/** How a summary says that a machine had no CPU time left; `host`: which of several. */
export const machineLimit = (host: string | null): string => (host === null ? machine : `${machine} ${host}`);

/** The machine that was the limit, with its name where there were several; null when something else was. */
export function limitingMachine(limitedBy: string | null): { host: string | null } | null {
  if (limitedBy === machine) return { host: null };
  // No role has a blank in its name.
  return limitedBy?.startsWith(`${machine} `) === true ? { host: limitedBy.slice(machine.length + 1) } : null;
}
