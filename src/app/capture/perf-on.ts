import { ExpectedError } from '../../errors.js';
import { hostNamed } from '../../host/hosts.js';
import type { Host } from '../../host/host.js';
import { readDistribution } from '../../host/machine.js';
import { PerfMachine } from '../../host/perf-machine.js';
import { installPerf, perfProgram } from '../../host/perf-program.js';
import { thisMachine } from '../../model/placement.js';
import { programOn } from '../host-programs.js';

type Variables = Readonly<Record<string, string | undefined>>;

/** The perf of a host, in the PATH of this environment; null if it is not there. */
export async function perfOn(host: Host, environment: Variables = host.environment): Promise<PerfMachine | null> {
  const variables = { PATH: environment['PATH'] ?? '' };
  const program = await programOn(host, perfProgram(), variables);
  return program === null ? null : new PerfMachine(host, program.path);
}

/** The line that installs perf on the distribution of a host. */
export const installPerfOn = async (host: Host): Promise<string> =>
  installPerf(await host.look((files) => readDistribution(files)));

/** The perf of this machine, for reading what was recorded somewhere; throws when it is not there. */
export async function requirePerf(): Promise<PerfMachine> {
  const perf = await perfOn(await hostNamed(thisMachine), process.env);
  if (perf !== null) return perf;
  throw new ExpectedError('missing-program', 'perf is not on PATH (nor in an sbin folder)', installPerf());
}
