import { ExpectedError, messageOf } from '../../errors.js';
import type { Host } from '../../host/host.js';
import { installLine } from '../../host/packages.js';
import type { Finding } from '../../model/check.js';
import type { InstalledProgram, PackageManager } from '../../model/program.js';
import { programOn, tryVersionOn } from '../host-programs.js';
import { loadedOn } from '../sides/libraries.js';
import type { Need } from './needs.js';

type Variables = Readonly<Record<string, string>>;

/** A finding about which only this is known yet. */
export function blankFinding(name: string, purpose: string, required: boolean): Finding {
  return {
    name,
    state: 'missing',
    required,
    purpose,
    version: null,
    path: null,
    build_id: null,
    note: null,
    remedy: null,
    libraries: [],
  };
}

export interface CheckedProgram {
  finding: Finding;
  program: InstalledProgram | null;
}

/** Looks for a program on a host and asks it for its version; whatever goes wrong becomes part of the finding. */
export async function checkProgram(
  need: Need,
  manager: PackageManager | null,
  host: Host,
  environment: Variables,
): Promise<CheckedProgram> {
  const finding = blankFinding(need.spec.executable, need.purpose, need.required);
  const absent = { finding: { ...finding, remedy: installLine(need.spec, manager) }, program: null };
  try {
    const program = await programOn(host, need.spec, environment);
    if (program === null) return absent;
    const { path } = program;
    const [{ version, failure }, libraries, build_id] = await Promise.all([
      tryVersionOn(host, need.spec, path, environment),
      librariesOf(host, path, need.libraries, environment),
      host.look((files) => files.buildId(path)),
    ]);
    const missing = libraries.filter((library) => library.path === null).map(({ name }) => name);
    const remedy = missing.length > 0 ? `put the folder of ${missing.join(', ')} into LD_LIBRARY_PATH` : null;
    const state = failure === null && missing.length === 0 ? 'found' : 'broken';
    return { finding: { ...finding, path, build_id, version, libraries, note: failure, remedy, state }, program };
  } catch (error) {
    if (error instanceof ExpectedError && error.code === 'missing-program') return absent;
    return { finding: { ...finding, state: 'broken', note: messageOf(error) }, program: null };
  }
}

async function librariesOf(
  host: Host,
  path: string,
  prefix: string | null,
  environment: Variables,
): Promise<Finding['libraries']> {
  if (prefix === null) return [];
  const loaded = await loadedOn(host, path, environment);
  const found = loaded.filter((library) => library.name.startsWith(prefix));
  return host.look((files) =>
    found.map(({ name, path }) => ({
      name,
      // The name of the real file tells the version of the library.
      path: path === null ? null : (files.realPath(path) ?? path),
      build_id: path === null ? null : files.buildId(path),
    })),
  );
}
