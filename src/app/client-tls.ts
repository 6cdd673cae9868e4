import { dirname, join } from 'node:path';
import { ExpectedError } from '../errors.js';
import type { Host } from '../host/host.js';
import { hostNamed } from '../host/hosts.js';
import type { Finding } from '../model/check.js';
import type { InstalledProgram, PackageManager, ProgramSpec } from '../model/program.js';
import { thisMachine } from '../model/placement.js';
import type { Scenario } from '../model/scenario.js';
import { installLine } from '../host/packages.js';
import { blankFinding } from './check/program.js';
import { installLineHere, type RunPrograms } from './programs.js';

/** What our client's TLS is built of, as something to install. */
const headers: ProgramSpec = {
  executable: 'openssl/ssl.h',
  version: null,
  packages: { apt: 'libssl-dev', dnf: 'openssl-devel' },
  advice: 'install the headers of OpenSSL 3',
};

/** Where the object would be by which our client speaks TLS. */
const objectNextTo = ({ path }: InstalledProgram): string => join(dirname(path), 'flimflam-tls.so');

/** Throws where our own client shall speak TLS, and was built without it; on another machine it may have been built there. */
export async function requireClientTls({ deployment }: Scenario, { client, described }: RunPrograms): Promise<void> {
  if (deployment.tls === 'none' || deployment.tls === 'inter' || described.client.spec.native !== true) return;
  const { on } = described.client;
  const object = objectNextTo(client);
  if (await (await hostNamed(on)).look((files) => files.exists(object))) return;
  const isHere = on === thisMachine;
  throw new ExpectedError(
    'no-client-tls',
    `the builtin client has no TLS ${isHere ? 'here' : `on ${on}`}: OpenSSL's headers were not found when it was built`,
    `${installLineHere(headers)} && flimflam build${isHere ? '' : ', both here if the machines are alike, else there'}`,
  );
}

/** Whether the client of the builtin workloads can speak TLS on a host; `program` null: it was not built at all. */
export async function checkClientTls(
  program: InstalledProgram | null,
  manager: PackageManager | null,
  host: Pick<Host, 'look'>,
): Promise<Finding> {
  const blank = blankFinding('flimflam-tls.so', 'builtin workloads: --tls client, both', false);
  const path = program === null ? null : objectNextTo(program);
  const isThere = path !== null && (await host.look((files) => files.exists(path)));
  if (isThere) return { ...blank, path, state: 'found' };
  return { ...blank, note: 'built without OpenSSL', remedy: `${installLine(headers, manager)} && flimflam build` };
}
