import type { ExpectedError } from '../../../errors.js';
import type { Status, Summary, Trust } from '../../../model/summary.js';
import { formatPercent as percent } from '../../../units/quantity.js';
import { isInterruption } from './cut.js';
import { disturbedShare, ledgerResolution } from './ledger.js';

/** Farther from its mark than this, a reading is not of the window any more. */
const largestSkewSeconds = 0.05;

export interface Problem {
  /** A stable word. */
  code: string;
  message: string;
}

/** What makes the figures of a run doubtful. */
export function problemsOf(trust: Omit<Trust, 'ok' | 'problems'>, elapsed: number): Problem[] {
  const problems: Problem[] = [];
  const add = (code: string, message: string): number => problems.push({ code, message });
  if (trust.cpu === null) add('no-cpu-ledger', 'the CPU time of the machine could not be read');
  else {
    const limit = disturbedShare + ledgerResolution(elapsed);
    const { foreign, steal } = trust.cpu;
    if (foreign !== null && foreign > limit) add('disturbed', `other programs used ${percent(foreign)} of the machine`);
    if (steal > limit) add('disturbed', `the hypervisor took ${percent(steal)} of the machine`);
  }
  const missed = trust.window_skew > largestSkewSeconds;
  if (missed) {
    add('window-missed', `/proc was read ${Math.round(trust.window_skew * 1000)} ms from its mark`);
  }
  // Two counts of a window that was missed may be of different times.
  if (!missed && trust.bytes !== null && !trust.bytes.agree) {
    add('bytes-differ', `the workload counted ${trust.bytes.workload} bytes, the kernel ${trust.bytes.kernel}`);
  }
  const { errors } = trust.log;
  if (errors > 0) add('relay-errors', `relays logged ${errors} error${errors === 1 ? '' : 's'} in the window`);
  return problems;
}

export function judge(
  problem: ExpectedError | null,
  problems: readonly Problem[],
): { status: Status; reason: Summary['status_reason'] } {
  if (problem !== null) {
    const status = isInterruption(problem) ? 'interrupted' : 'failed';
    return { status, reason: { code: problem.code, message: problem.message } };
  }
  const [first] = problems;
  if (first === undefined) return { status: 'ok', reason: null };
  return {
    status: 'invalid',
    reason: { code: first.code, message: problems.map(({ message }) => message).join('; ') },
  };
}
