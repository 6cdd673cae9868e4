import { ExpectedError } from '../../errors.js';
import { hostNamed } from '../../host/hosts.js';
import type { Host } from '../../host/host.js';
import type { PerfMachine } from '../../host/perf-machine.js';
import { perfProgram } from '../../host/perf-program.js';
import { probeCapabilities } from '../../host/perf-probe.js';
import type { Capability, CapabilityName, Limit } from '../../model/capability.js';
import type { CaptureName } from '../../model/names.js';
import { thisMachine } from '../../model/placement.js';
import type { Warning } from '../../model/summary.js';
import { versionOn } from '../host-programs.js';
import { installPerfOn, perfOn } from './perf-on.js';

type Variables = Readonly<Record<string, string | undefined>>;

/** What does without the thing that is missing. */
const instead: Readonly<Partial<Record<CapabilityName, string>>> = {
  memory: 'use flimflam record or flimflam stat instead',
  'cache-lines': 'use flimflam record or flimflam stat instead',
  lbr: 'use --call-graph fp or dwarf instead',
  dwarf: 'use --call-graph fp instead',
};

/** Tries what the perf on PATH can do here, and says of each thing that is not possible what to do about it. */
export async function findCapabilities(
  names: readonly CapabilityName[],
  environment: Variables = process.env,
): Promise<Capability[]> {
  const host = await hostNamed(thisMachine);
  return capabilitiesOf(await perfOn(host, environment), host, names);
}

async function capabilitiesOf(
  perf: PerfMachine | null,
  host: Host,
  names: readonly CapabilityName[],
): Promise<Capability[]> {
  const found = await probeCapabilities(perf, names);
  const install = perf === null ? await installPerfOn(host) : null;
  const withRemedy = (one: Capability): Capability => ({
    ...one,
    remedy: install ?? one.remedy ?? instead[one.name] ?? null,
  });
  return found.map((one) => (one.possible ? one : withRemedy(one)));
}

/**
 * Makes sure, before anything is started, that a capture is possible on a host for its user; throws an expected error with
 * the cause and what to do otherwise. `notes` tell what it can do less well than elsewhere.
 */
export async function requireCapabilities(
  names: readonly CapabilityName[],
  capture: CaptureName,
  on: string = thisMachine,
): Promise<{ perf: PerfMachine; version: string; notes: Warning[] }> {
  const host = await hostNamed(on);
  const where = on === thisMachine ? '' : `${on}: `;
  const perf = await perfOn(host, on === thisMachine ? process.env : host.environment);
  const [capabilities, version] = await Promise.all([
    capabilitiesOf(perf, host, ['perf', ...names]),
    perf === null ? null : versionOn(host, perfProgram(), perf.path, {}),
  ]);
  const missing = capabilities.find(({ possible }) => !possible);
  if (perf === null || missing !== undefined) {
    const { name = 'perf', cause = '', remedy = null } = missing ?? {};
    const what = name === 'lbr' || name === 'dwarf' ? `${capture} --call-graph ${name}` : capture;
    throw new ExpectedError('cannot-capture', `${where}${what} is not possible here: ${cause}`, remedy);
  }
  const notes = distinct(capabilities.flatMap(({ limits }) => limits));
  return {
    perf,
    version: version ?? 'unknown',
    notes: notes.map(({ code, message, advice }) => ({ code, message: `${where}${message}`, advice })),
  };
}

/** Each limit once: capabilities of one capture may share them. */
function distinct(limits: readonly Limit[]): Limit[] {
  return [...new Map(limits.map((limit) => [limit.code, limit])).values()];
}
