import { captures } from '../../captures/index.js';
import type { CaptureOptions } from '../../captures/capture.js';
import type { Capability, CapabilityName, CaptureFinding } from '../../model/capability.js';
import { captureOptions } from '../../model/capture-options.js';
import { captureNames, type CaptureName } from '../../model/names.js';
import { findCapabilities } from '../capture/capabilities.js';

/** The options that a user leaves as they are; of what they need depends only the way to follow stacks. */
const usual: CaptureOptions = { events: null, frequency: 997, callGraph: 'fp', extra: [] };

/** Ways to follow stacks that may be impossible while the capture is possible. */
const callGraphs = ['lbr', 'dwarf'] as const;

/** Tries what every capture needs, all at once, and makes a row of each. */
export async function checkCaptures(
  environment: Readonly<Record<string, string | undefined>>,
  routerIsHere: boolean,
): Promise<CaptureFinding[]> {
  const needed = captureNames.flatMap((name) => (name === 'skstat' ? [] : captures[name].needs(usual)));
  const names = [...new Set<CapabilityName>([...needed, ...callGraphs])];
  const found = await findCapabilities(names, environment);
  return captureNames.map((name) =>
    name === 'skstat' ? skstat(routerIsHere) : captureFinding(name, captures[name].needs(usual), found),
  );
}

/** A row of the table, of what was found of everything that was tried. */
export function captureFinding(
  capture: CaptureName,
  needs: readonly CapabilityName[],
  found: readonly Capability[],
): CaptureFinding {
  const own = found.filter(({ name }) => needs.includes(name));
  const missing = own.find(({ possible }) => !possible);
  if (missing !== undefined) {
    return { capture, possible: false, note: missing.cause ?? 'no cause was found', remedy: missing.remedy };
  }
  const limits = own.flatMap(({ limits }) => limits);
  const notes = [...limits.map(({ message }) => message), ...missingGraphs(capture, needs, found)];
  const lines = limits.filter(({ changeable }) => changeable).map(({ advice }) => advice);
  return {
    capture,
    possible: true,
    note: notes.length === 0 ? 'without limits' : notes.join('; '),
    remedy: lines.length === 0 ? null : lines.join(' && '),
  };
}

/** Ways to follow stacks that do not work here. The CPU's records of branches are of threads that run. */
function missingGraphs(capture: CaptureName, needs: readonly CapabilityName[], found: readonly Capability[]): string[] {
  if (!captureOptions[capture].includes('call-graph')) return [];
  return callGraphs
    .filter((graph) => graph !== 'lbr' || needs.includes('sampling'))
    .filter((graph) => found.some(({ name, possible }) => name === graph && !possible))
    .map((graph) => `no --call-graph ${graph}`);
}

/** The routers are asked by our own AMQP client; perf has no part in it. */
function skstat(routerIsHere: boolean): CaptureFinding {
  const note = routerIsHere ? 'by AMQP, of skrouterd only; perf has no part in it' : 'skrouterd is not here';
  return { capture: 'skstat', possible: routerIsHere, note, remedy: null };
}
