import { ExpectedError } from '../errors.js';
import type { Host } from '../host/host.js';
import { readDistribution } from '../host/machine.js';
import { installLine, packageManager } from '../host/packages.js';
import type { RelayName } from '../model/names.js';
import type { InstalledProgram, ProgramSpec } from '../model/program.js';
import { relayOf } from '../relays/index.js';
import { programOn } from './host-programs.js';

/** The line that installs a program on the distribution of a host. */
export const installLineOn = (host: Host, spec: ProgramSpec): Promise<string> =>
  host.look((files) => installLine(spec, packageManager(readDistribution(files))));

/** The program of a relay in the PATH of this environment of a host; throws an error that names the host. */
export async function relayProgramOn(
  host: Host,
  relay: RelayName,
  environment: Readonly<Record<string, string>>,
): Promise<InstalledProgram> {
  const { program: spec } = relayOf(relay);
  const found = await programOn(host, spec, environment);
  if (found !== null) return found;
  throw new ExpectedError(
    'missing-program',
    `${spec.executable} is not on PATH of ${host.name} (nor in an sbin folder)`,
    await installLineOn(host, spec),
  );
}
