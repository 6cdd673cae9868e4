import { tmpdir } from 'node:os';
import type { Capability, CapabilityName } from '../model/capability.js';
import { hasUnwinder, parseCounted } from './perf-answers.js';
import type { PerfFacts } from './perf-facts.js';
import type { PerfMachine } from './perf-machine.js';
import { faultOf, judgeCounting, judgeRecording, judgeUnwinder } from './perf-judgement.js';
import { isLate, isRecording, tryPerf, tryRecording, type Attempts } from './perf-trials.js';

/** Milliseconds; each start of perf takes 0.02 to 0.3 s, and on a busy machine seconds were seen. */
const patience = 10_000;

/**
 * Finds out what perf can do here for this user, by trying it for a moment; `perf` is null if it is not there.
 * All trials run at once: about 0.6 s on two CPUs, a single one 0.1 to 0.3 s.
 */
export async function probeCapabilities(
  perf: PerfMachine | null,
  names: readonly CapabilityName[],
  timeout = patience,
): Promise<Capability[]> {
  const none = (cause: string, remedy: string | null): Capability[] =>
    names.map((name) => ({ name, possible: false, cause, remedy, limits: [] }));
  if (perf === null) return none('perf is not on PATH (nor in an sbin folder)', null);
  const folder = await perf.makeFolder();
  if (folder === null) return none(`nothing can be written in ${tmpdir()}`, 'set TMPDIR to a folder that has room');
  try {
    const attempts = { machine: perf, folder: folder.path, timeout };
    const facts = await perf.facts();
    const [help, ...tried] = await Promise.all([
      // `perf stat` has its --control since the same release.
      tryPerf(attempts, ['record', '-h']),
      ...names.map((name) => tryCapability(attempts, name, facts)),
    ]);
    const fault = faultOf(help);
    return fault === null ? tried : none(fault.cause, fault.remedy);
  } finally {
    await folder.remove();
  }
}

async function tryCapability(attempts: Attempts, name: CapabilityName, facts: PerfFacts): Promise<Capability> {
  if (isRecording(name)) return judgeRecording(name, await tryRecording(attempts, name), facts);
  if (name === 'counting') {
    const output = await tryPerf(attempts, ['stat', '-x', ',', '-e', 'task-clock,cycles', '--', 'true']);
    return judgeCounting(parseCounted(output.text), output.text, isLate(output), facts);
  }
  if (name === 'dwarf') {
    return judgeUnwinder(hasUnwinder((await tryPerf(attempts, ['version', '--build-options'])).text));
  }
  // Whether perf itself is all right is found out for all.
  return { name, possible: true, cause: null, remedy: null, limits: [] };
}
