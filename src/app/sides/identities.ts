import { createHash } from 'node:crypto';
import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import type { Host } from '../../host/host.js';
import { thisMachine } from '../../model/placement.js';

/** What tells files apart, wherever they lie. */
export interface Identity {
  /** GNU build id in hexadecimal digits; null for a script, and for what was linked without one. */
  buildId: string | null;
  /** The build id, or the sha256 of a file that has none: the same text for the same build. */
  same: string;
}

export type Identities = ReadonlyMap<string, Identity>;

/** Milliseconds for a machine to read some libraries. */
const digestTimeout = 30_000;

/** Of those of these files that are there, by the path that was given. */
export async function identitiesOn(host: Host, paths: readonly string[]): Promise<Map<string, Identity>> {
  const asked = [...new Set(paths)];
  const ids = await host.look((files) =>
    asked.filter(files.exists).map((path) => ({ path, buildId: files.buildId(path) })),
  );
  const digests = await digestsOn(
    host,
    ids.filter(({ buildId }) => buildId === null).map(({ path }) => path),
  );
  return new Map(
    ids.map(({ path, buildId }) => [path, { buildId, same: buildId ?? `sha256 ${digests.get(path) ?? path}` }]),
  );
}

async function digestsOn(host: Host, paths: readonly string[]): Promise<Map<string, string>> {
  if (paths.length === 0) return new Map();
  if (host.name === thisMachine) return new Map(paths.filter(isReadable).map((path) => [path, digestOf([path])]));
  const { stdout } = await host.run(['sha256sum', '--', ...paths], { timeout: digestTimeout });
  // A backslash before the digits says that the name after them is escaped.
  const lines = stdout.split('\n').flatMap((line) => /^\\?([0-9a-f]{64}) /.exec(line)?.[1] ?? []);
  // One that may not be read has no line, and then nobody knows whose the others are.
  return lines.length === paths.length ? new Map(paths.map((path, at) => [path, lines[at]!])) : new Map();
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** sha256 over the contents of files of a machine, one after the other, in hexadecimal digits. */
export async function digestOn(host: Host, paths: readonly string[]): Promise<string> {
  if (host.name === thisMachine) return digestOf(paths);
  const { stdout } = await host.run(['sh', '-c', 'cat -- "$@" | sha256sum', 'sh', ...paths], {
    timeout: digestTimeout,
  });
  return /^[0-9a-f]{64}/.exec(stdout)?.[0] ?? 'unreadable';
}

/** The same of files here. */
export function digestOf(paths: readonly string[]): string {
  const hash = createHash('sha256');
  for (const path of paths) hash.update(readFileSync(path));
  return hash.digest('hex');
}
