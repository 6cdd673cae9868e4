import { leastShare, type CapacityStep, type Percentiles, type SloMetric } from '../../model/capacity.js';
import type { Summary } from '../../model/summary.js';
import { isFailure, isSpoilt, lostHost } from '../../report/comparison/pairs.js';

/** What is asked of every step. */
export interface Slo {
  /** Seconds. */
  limit: number;
  metric: SloMetric;
}

type Place = Pick<CapacityStep, 'rate' | 'why' | 'attempt'>;

/** Of the judged percentile, this share is so much lag that the generator and not the chain is measured. */
const mostLag = 0.5;

/**
 * What the search keeps of a run. One that the machine spoilt says nothing, unless it is the `last` attempt: then it is
 * judged as it is, since a disturbed machine may make a response longer but not shorter.
 */
export function stepOf(summary: Summary, place: Place, slo: Slo, last: boolean): CapacityStep {
  const { id, status, status_reason: reason, results, resources } = summary;
  const open = results?.open_loop ?? null;
  const [response, lag] = [percentilesOf(results?.latency), percentilesOf(open?.lag)];
  const ending = { status, reason };
  // Without one of its machines nothing was answered, whatever the attempt.
  const undecided = status === 'interrupted' || lostHost(ending) || (isSpoilt(ending) && !last);
  const missed = undecided ? null : missedOf(summary, slo);
  return {
    ...place,
    folder: id,
    status,
    reason,
    passed: undecided ? null : missed === null,
    missed,
    generator_late: isLate(open, response?.[slo.metric] ?? null, lag?.[slo.metric] ?? null),
    achieved: open?.rate_achieved ?? null,
    planned: open?.planned ?? null,
    sent: open?.sent ?? null,
    answered: open?.answered ?? null,
    response,
    service: percentilesOf(open?.service),
    lag,
    cpu: Object.fromEntries(Object.entries(resources).map(([role, { average_cpu }]) => [role, average_cpu])),
    limited_by: summary.limited_by,
  };
}

type Latency = NonNullable<Summary['results']>['latency'];
type OpenLoop = NonNullable<Summary['results']>['open_loop'];

const percentilesOf = (latency: Latency | undefined): Percentiles | null =>
  latency == null ? null : { p50: latency.p50, p90: latency.p90, p99: latency.p99, 'p99.9': latency.p999 };

function missedOf({ status, status_reason: reason, results }: Summary, { limit, metric }: Slo): CapacityStep['missed'] {
  const open = results?.open_loop ?? null;
  if (open === null || isFailure({ status, reason })) return 'run';
  if (open.sent < leastShare * open.planned) return 'sent';
  if (open.answered < leastShare * open.planned) return 'answered';
  // Null: so many were never answered that the percentile is longer than anything that was.
  const judged = percentilesOf(results?.latency)?.[metric] ?? Infinity;
  return judged < limit ? null : 'slo';
}

function isLate(open: OpenLoop, response: number | null, lag: number | null): boolean {
  if (open === null) return false;
  if (open.sent < leastShare * open.planned) return true;
  return response !== null && lag !== null && lag >= mostLag * response;
}
