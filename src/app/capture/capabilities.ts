import { ExpectedError } from '../../errors.js';
import { findPerf, installPerf, perfProgram } from '../../host/perf-program.js';
import { probeCapabilities } from '../../host/perf-probe.js';
import { programVersion } from '../../host/programs.js';
import type { Capability, CapabilityName, Limit } from '../../model/capability.js';
import type { CaptureName } from '../../model/names.js';
import type { Warning } from '../../model/summary.js';

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
  const perf = findPerf(environment);
  const found = await probeCapabilities(perf, names);
  const withRemedy = (one: Capability): Capability => ({
    ...one,
    remedy: perf === null ? installPerf() : (one.remedy ?? instead[one.name] ?? null),
  });
  return found.map((one) => (one.possible ? one : withRemedy(one)));
}

/**
 * Makes sure, before anything is started, that a capture is possible here for this user; throws an expected error with
 * the cause and what to do otherwise. `notes` tell what it can do less well than elsewhere.
 */
export async function requireCapabilities(
  names: readonly CapabilityName[],
  capture: CaptureName,
): Promise<{ perf: string; version: string; notes: Warning[] }> {
  const perf = findPerf(process.env);
  const [capabilities, version] = await Promise.all([
    findCapabilities(['perf', ...names]),
    perf === null ? null : programVersion(perfProgram(), perf),
  ]);
  const missing = capabilities.find(({ possible }) => !possible);
  if (perf === null || missing !== undefined) {
    const { name = 'perf', cause = '', remedy = null } = missing ?? {};
    const what = name === 'lbr' || name === 'dwarf' ? `${capture} --call-graph ${name}` : capture;
    throw new ExpectedError('cannot-capture', `${what} is not possible here: ${cause}`, remedy);
  }
  const notes = distinct(capabilities.flatMap(({ limits }) => limits));
  return {
    perf,
    version: version ?? 'unknown',
    notes: notes.map(({ code, message, advice }) => ({ code, message, advice })),
  };
}

/** Each limit once: capabilities of one capture may share them. */
function distinct(limits: readonly Limit[]): Limit[] {
  return [...new Map(limits.map((limit) => [limit.code, limit])).values()];
}
