import { createHash } from 'node:crypto';
import { readFileSync, realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { usageError } from '../../errors.js';
import { resolveModule } from '../../host/node-modules.js';
import type { DefinitionFile } from '../../model/definition.js';
import { ownRelay } from '../../relays/own-relay.js';
import { addRelay, knownRelays } from '../../relays/index.js';
import { addWorkload, knownWorkloads } from '../../workloads/index.js';
import { ownWorkload } from '../../workloads/own-workload.js';
import { exportOf, realImport, type Import } from './export.js';

/** One thing to load, as the user named it. */
export interface NamedDefinitions {
  kind: 'file' | 'module';
  name: string;
}

/** Real paths of what is loaded: one file twice is one file. */
const loaded = new Set<string>();

/**
 * Loads files and modules with relays and workloads of the user's own, and makes their names known. Relative names begin
 * in the folder. Throws a usage error that names the file and what is wrong with it.
 */
export async function loadDefinitions(
  named: readonly NamedDefinitions[],
  folder: string,
  importIt = realImport,
): Promise<void> {
  for (const one of named) await loadOne(one, folder, importIt);
}

async function loadOne(named: NamedDefinitions, folder: string, importIt: Import): Promise<void> {
  const path = pathOf(named, folder);
  // A module is called by its own name, a file as the user called it.
  const file = named.name;
  const definedIn = fileAt(path, file);
  if (loaded.has(definedIn.path)) return;
  const exported = await exportOf({ file, path: definedIn.path }, importIt);
  loaded.add(definedIn.path);
  const list: unknown[] = Array.isArray(exported) ? exported : [exported];
  if (list.length === 0) throw usageError('bad-definition', `${file}: its default export is an empty array`);
  for (const one of list) register(one, file, definedIn);
}

function pathOf({ kind, name }: NamedDefinitions, folder: string): string {
  if (kind === 'file') return resolve(folder, name);
  const found = resolveModule(name, folder);
  if ('path' in found) return found.path;
  throw usageError(
    'no-definition',
    `--module ${name}: ${found.failure}`,
    'modules are looked for from the current folder; --file takes a path',
  );
}

function fileAt(path: string, file: string): DefinitionFile {
  try {
    return { path: realpathSync(path), sha256: createHash('sha256').update(readFileSync(path)).digest('hex') };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code ?? 'no reason is known'})`;
    throw usageError('no-definition', `--file ${file}: ${reason}`);
  }
}

function register(value: unknown, file: string, definedIn: DefinitionFile): void {
  const { kind, name } = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  if (kind !== 'relay' && kind !== 'workload') {
    throw usageError(
      'bad-definition',
      `${file}: kind must be 'relay' or 'workload'`,
      'its default export is a relay, a workload, or an array of them',
    );
  }
  const what = typeof name === 'string' ? `${kind} '${name}'` : `a ${kind} without a name`;
  const owner = { file, path: definedIn.path, what };
  if (kind === 'relay') {
    const relay = ownRelay(value, owner, definedIn);
    requireNew(relay.name === 'none' ? 'ours' : knownRelays()[relay.name], owner);
    addRelay(relay);
  } else {
    const workload = ownWorkload(value, owner, definedIn);
    requireNew(knownWorkloads()[workload.name], owner);
    addWorkload(workload);
  }
}

function requireNew(
  known: { definedIn?: DefinitionFile } | 'ours' | undefined,
  { file, path, what }: { file: string; path: string; what: string },
): void {
  if (known === undefined) return;
  const other = known === 'ours' ? undefined : known.definedIn?.path;
  const taken =
    other === undefined
      ? "is a name of Flimflam's own"
      : `is defined twice${other === path ? '' : `: the other one is in ${other}`}`;
  throw usageError('name-taken', `${file}: ${what} ${taken}`, 'give it another name');
}
