import { closeSync, openSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { usageError } from '../../../errors.js';
import { makeCertificates, opensslProgram } from '../../../host/certificates.js';
import type { Deployment } from '../../../model/deployment.js';
import type { Plan } from '../../../model/plan.js';
import type { Scenario } from '../../../model/scenario.js';
import { writing } from '../../../store/write-error.js';
import { requireProgram } from '../../programs.js';

type Variables = Readonly<Record<string, string | undefined>>;

/** Throws where the certificates of a scenario cannot be: the user's files must be there, or else openssl. */
export function requireCertificates({ deployment }: Scenario, environment: Variables): void {
  if (deployment.tls === 'none') return;
  if (deployment.certificates === null) requireProgram(opensslProgram, environment);
  else for (const name of ['ca.crt', 'tls.crt', 'tls.key']) requireFile(deployment, name);
}

function requireFile({ certificates }: Deployment, name: string): void {
  const path = `${certificates}/${name}`;
  try {
    closeSync(openSync(path, 'r'));
    if (statSync(path).isFile()) return;
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'is not there' : 'cannot be read';
    throw usageError('no-certificate', `--tls-dir: ${path} ${why}`, 'it wants ca.crt, tls.crt and tls.key');
  }
  throw usageError('no-certificate', `--tls-dir: ${path} is no file`, 'it wants ca.crt, tls.crt and tls.key');
}

/** Relays have one certificate, and the client one of its own. */
const ends = ['relay', 'client'];

/**
 * Makes the certificates of a plan, if they are the run's own, before `run` and throws away their keys after it: a run
 * folder may be copied and kept.
 */
export async function withCertificates<T>(plan: Plan, run: () => Promise<T>): Promise<T> {
  const { tls } = plan;
  if (tls === null || tls.made === null) return run();
  const folder = tls.made;
  const openssl = requireProgram(opensslProgram, plan.environment).path;
  try {
    await makeCertificates(openssl, folder, ends, tls.addresses).catch((error: unknown) =>
      writing(folder, () => {
        throw error;
      }),
    );
    return await run();
  } finally {
    for (const end of ends) rmSync(join(folder, `${end}.key`), { force: true });
  }
}
