import { delimiter } from 'node:path';

export type Variables = Readonly<Record<string, string | undefined>>;

/** Lists of folders: what is put before one here is put before the other one there. */
const searchPaths: ReadonlySet<string> = new Set(['PATH', 'LD_LIBRARY_PATH']);

/**
 * What an environment says that another one, from which it was made, does not: all that is sent to another machine. Of a
 * search path only the folders that were put before it.
 */
export function overrides(environment: Variables, base: Variables): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]): [string, string][] => {
      if (value === undefined || value === base[name]) return [];
      const end = `${delimiter}${base[name] ?? ''}`;
      const own = searchPaths.has(name) && value.endsWith(end) ? value.slice(0, -end.length) : value;
      return [[name, own]];
    }),
  );
}

/** The environment of a machine with overrides: search paths before its own, everything else instead. */
export function overriding(there: Variables, overrides: Readonly<Record<string, string>>): Record<string, string> {
  const defined = Object.entries(there).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const set = Object.entries(overrides).map(([name, value]): [string, string] => {
    const own = searchPaths.has(name) ? there[name] : undefined;
    // An empty entry would be the current folder.
    return [name, own ? `${value}${delimiter}${own}` : value];
  });
  return Object.fromEntries([...defined, ...set]);
}
