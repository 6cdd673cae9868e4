import { ExpectedError } from '../../../errors.js';
import type { WorkloadResult } from '../../../workloads/workload.js';
import { resultOfCounts } from './cut.js';
import type { Evidence } from '../evidence.js';

/**
 * Null before the window's end; an error when the outputs make no sense. A run that was cut short or that broke has what its
 * client still told, or else what the counts over time tell.
 */
export function countedResult(evidence: Evidence): WorkloadResult | ExpectedError | null {
  const { plan, workload, execution, readFile } = evidence;
  if (execution.end === null) return null;
  if (execution.problem !== null) return resultOfCut(evidence);
  try {
    const { client, server } = execution.outputs;
    return workload.result({ scenario: plan.scenario, clientOutput: client, serverOutput: server, readFile });
  } catch (error) {
    if (error instanceof ExpectedError) return error;
    throw error;
  }
}

function resultOfCut({ plan, workload, execution, readFile }: Evidence): WorkloadResult | null {
  if (workload.window.kind === 'own') return resultOfCounts(execution);
  try {
    const { client, server } = execution.outputs;
    return workload.result({ scenario: plan.scenario, clientOutput: client, serverOutput: server, readFile });
  } catch (error) {
    if (error instanceof ExpectedError) return resultOfCounts(execution);
    throw error;
  }
}

/** A client that keeps its own time and was cut short said nothing of payload, only the kernel counted. */
export const bitOf = ({ plan, workload, execution }: Evidence): string =>
  execution.problem !== null && workload.window.kind === 'own'
    ? "bytes that arrived, by the kernel's count at their sockets: with the headers of a protocol that has some"
    : workload.bit(plan.scenario.load);
