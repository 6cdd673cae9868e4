import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ExpectedError } from '../errors.js';
import type { Finding } from '../model/check.js';
import type { InstalledProgram, PackageManager, ProgramSpec } from '../model/program.js';
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

/** The object by which our client speaks TLS; null where OpenSSL's headers were not there when it was built. */
function objectBeside({ path }: InstalledProgram): string | null {
  const object = join(dirname(path), 'flimflam-tls.so');
  return existsSync(object) ? object : null;
}

/** Throws where our own client shall speak TLS, and was built without it. */
export function requireClientTls({ deployment }: Scenario, { client, described }: RunPrograms): void {
  if (deployment.tls === 'none' || deployment.tls === 'inter') return;
  if (described.client.spec.native !== true || objectBeside(client) !== null) return;
  throw new ExpectedError(
    'no-client-tls',
    "the builtin client has no TLS here: OpenSSL's headers were not found when it was built",
    `${installLineHere(headers)} && flimflam build`,
  );
}

/** Whether the client of the builtin workloads can speak TLS; `program` null: it was not built at all. */
export function checkClientTls(program: InstalledProgram | null, manager: PackageManager | null): Finding {
  const blank = blankFinding('flimflam-tls.so', 'builtin workloads: --tls client, both', false);
  const path = program === null ? null : objectBeside(program);
  if (path !== null) return { ...blank, path, state: 'found' };
  return { ...blank, note: 'built without OpenSSL', remedy: `${installLine(headers, manager)} && flimflam build` };
}
