import type { ExpectedError } from '../../../errors.js';
import type { Status, Summary, Trust } from '../../../model/summary.js';
import { formatPercent as percent } from '../../../units/quantity.js';
import { isInterruption } from './cut.js';
import { disturbedShare, ledgerResolution } from './ledger.js';
import type { MachineUse } from './machines.js';

/** Farther from its mark than this, a reading is not of the window any more. */
const largestSkewSeconds = 0.05;

export interface Problem {
  /** A stable word. */
  code: string;
  message: string;
}

/** A machine on which something of the chain ran. */
interface JudgedMachine {
  /** Null: the only one, which needs no name. */
  name: string | null;
  /** Null: it was not read at both marks. */
  used: Pick<MachineUse, 'cpu' | 'elapsed'> | null;
  /** Seconds by which a reading there may be off its mark; null where it was not read. */
  skew: number | null;
}

type Checked = Pick<Trust, 'bytes' | 'log'>;

/** What makes the figures of a run doubtful. */
export function problemsOf({ bytes, log }: Checked, machines: readonly JudgedMachine[]): Problem[] {
  const problems: Problem[] = [];
  const add = (code: string, message: string): number => problems.push({ code, message });
  for (const { name, used } of machines) {
    const on = name === null ? '' : `${name}: `;
    if (used === null || used.cpu === null) {
      add('no-cpu-ledger', `${on}the CPU time of the machine could not be read`);
      continue;
    }
    const limit = disturbedShare + ledgerResolution(used.elapsed);
    const { foreign, steal } = used.cpu;
    if (foreign !== null && foreign > limit) {
      add('disturbed', `${on}other programs used ${percent(foreign)} of the machine`);
    }
    if (steal > limit) add('disturbed', `${on}the hypervisor took ${percent(steal)} of the machine`);
  }
  const late = machines.flatMap(({ name, skew }) => ((skew ?? 0) > largestSkewSeconds ? [{ name, skew: skew! }] : []));
  for (const { name, skew } of late) {
    const read = name === null ? '/proc was read' : `${name}: /proc was read up to`;
    add('window-missed', `${read} ${Math.round(skew * 1000)} ms from its mark`);
  }
  // Two counts of a window that was missed may be of different times.
  if (late.length === 0 && bytes !== null && !bytes.agree) {
    add('bytes-differ', `the workload counted ${bytes.workload} bytes, the kernel ${bytes.kernel}`);
  }
  const { errors } = log;
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
