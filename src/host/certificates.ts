import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ExpectedError } from '../errors.js';
import type { ProgramSpec } from '../model/program.js';
import { outputOf } from './output-of.js';

/** The program that makes certificates; 3.0 is the first whose `req` signs with an authority's key. */
export const opensslProgram: ProgramSpec = {
  executable: 'openssl',
  version: { arguments: ['version'], pattern: /OpenSSL (\S+)/ },
  packages: { apt: 'openssl', dnf: 'openssl' },
};

/** Longer than any run. */
const days = 30;

/**
 * Of addresses beside the loopback both kinds too: nginx, haproxy and Proton compare what they connect to with the names of
 * a certificate alone, even if it is an address; other clients compare addresses. Everything is said here, so that the
 * system's own openssl.cnf has no part in it.
 */
const settings = (addresses: readonly string[]): string => `[req]
distinguished_name = name
prompt = no
[name]
CN = flimflam
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
subjectKeyIdentifier = hash
[end]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth, clientAuth
subjectAltName = ${['IP:127.0.0.1', 'DNS:localhost', ...addresses.flatMap((one) => [`IP:${one}`, `DNS:${one}`])].join(', ')}
`;

/**
 * Makes an authority that exists for one run, and of it a certificate for each of these names, in some 30 ms: ca.crt,
 * NAME.crt and NAME.key (0600) in a folder (0700). Each is good for the loopback and these IPv4 addresses. The authority's
 * own key is gone when this is done.
 */
export async function makeCertificates(
  openssl: string,
  folder: string,
  names: readonly string[],
  addresses: readonly string[] = [],
): Promise<void> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  const path = (name: string): string => join(folder, name);
  writeFileSync(path('openssl.cnf'), settings(addresses));
  const make = async (name: string, section: string, signer: readonly string[]): Promise<void> => {
    const { failure } = await outputOf([
      ...[openssl, 'req', '-x509', '-config', path('openssl.cnf'), '-days', String(days), '-nodes'],
      ...['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-subj', `/CN=flimflam ${name}`],
      ...['-extensions', section, ...signer, '-keyout', path(`${name}.key`), '-out', path(`${name}.crt`)],
    ]);
    if (failure !== null) {
      throw new ExpectedError(
        'no-certificates',
        `${openssl} could not make certificates: ${failure}`,
        'OpenSSL 3.0 or later can; or use certificates of your own with --tls-dir',
      );
    }
    chmodSync(path(`${name}.key`), 0o600);
  };
  await make('ca', 'authority', []);
  await Promise.all(names.map((name) => make(name, 'end', ['-CA', path('ca.crt'), '-CAkey', path('ca.key')])));
  for (const name of ['ca.key', 'openssl.cnf']) rmSync(path(name));
}
