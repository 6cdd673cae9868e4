import { realpathSync } from 'node:fs';
import { buildIdOf, wouldLoad } from '../../host/libraries.js';
import { installLine } from '../../host/packages.js';
import { findProgram, tryVersion } from '../../host/programs.js';
import { messageOf } from '../../errors.js';
import type { Finding } from '../../model/check.js';
import type { InstalledProgram, PackageManager } from '../../model/program.js';
import type { Need } from './needs.js';

type Variables = Readonly<Record<string, string | undefined>>;

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

/** Looks for a program and asks it for its version; whatever goes wrong becomes part of the finding. */
export async function checkProgram(
  need: Need,
  manager: PackageManager | null,
  environment: Variables,
): Promise<CheckedProgram> {
  const finding = blankFinding(need.spec.executable, need.purpose, need.required);
  try {
    const program = findProgram(need.spec, environment['PATH'] ?? '', environment);
    if (program === null) return { finding: { ...finding, remedy: installLine(need.spec, manager) }, program };
    const { path } = program;
    const { version, failure } = await tryVersion(need.spec, path, environment);
    const libraries = librariesOf(path, need.libraries, environment);
    const absent = libraries.filter((library) => library.path === null).map(({ name }) => name);
    const remedy = absent.length > 0 ? `put the folder of ${absent.join(', ')} into LD_LIBRARY_PATH` : null;
    const state = failure === null && absent.length === 0 ? 'found' : 'broken';
    const known = { path, build_id: buildIdOf(path), version, libraries, note: failure, remedy };
    return { finding: { ...finding, ...known, state }, program };
  } catch (error) {
    return { finding: { ...finding, state: 'broken', note: messageOf(error) }, program: null };
  }
}

function librariesOf(path: string, prefix: string | null, environment: Variables): Finding['libraries'] {
  if (prefix === null) return [];
  return wouldLoad(path, environment)
    .filter((library) => library.name.startsWith(prefix))
    .map(({ name, path }) => ({
      name,
      // The name of the real file tells the version of the library.
      path: path === null ? null : realpathSync(path),
      build_id: path === null ? null : buildIdOf(path),
    }));
}
