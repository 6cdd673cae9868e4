import { z } from 'zod';
import { latencyOf, newHistogram, type Latency } from '../stats/latency.js';
import type { End } from '../model/names.js';
import { countedInWindow } from './load-program.js';
import type { WorkloadOutputs, WorkloadResult } from './workload.js';

const isSeconds = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value) && value >= 0;

/** What `result` of a workload of the user's own answers. */
export const ownResultSchema = z.strictObject({
  bytes: z.int().min(0),
  seconds: z.number().positive(),
  operations: z.union([z.int().min(0), z.null()], 'must be a whole number, or null').default(null),
  /** Seconds of each operation: percentiles are made here, of a histogram, and only where enough lie beyond. */
  latencies: z
    .custom<ArrayLike<number>>(
      (value) =>
        (Array.isArray(value) || value instanceof Float64Array) && (value as readonly unknown[]).every(isSeconds),
      'must be an array of seconds',
    )
    .optional(),
  shares: z.array(z.number().min(0)).optional(),
  failure: z.union([z.string(), z.null()], 'must be a sentence, or null').default(null),
});

export const resultOf = ({ latencies, shares, ...rest }: z.output<typeof ownResultSchema>): WorkloadResult => ({
  ...rest,
  latency: latencies === undefined ? null : latencyOfAll(latencies),
  ...(shares === undefined ? {} : { shares }),
});

function latencyOfAll(latencies: ArrayLike<number>): Latency | null {
  const histogram = newHistogram();
  const exact = { sumNs: 0, minNs: Infinity, maxNs: 0 };
  for (const seconds of Array.from(latencies)) {
    const ns = Math.round(seconds * 1e9);
    histogram.recordValue(Math.min(ns, histogram.highestTrackableValue));
    exact.sumNs += ns;
    exact.minNs = Math.min(exact.minNs, ns);
    exact.maxNs = Math.max(exact.maxNs, ns);
  }
  return latencyOf(histogram, exact);
}

/** The result of a workload that says nothing but its marks: what its receivers counted between them. */
export function resultAtMarks(
  { clientOutput, serverOutput }: WorkloadOutputs,
  receivers: readonly End[],
  countsOperations: boolean,
): WorkloadResult {
  const outputs = { client: clientOutput, server: serverOutput };
  const counts = receivers.map((end) => countedInWindow(outputs[end], end));
  const bytes = counts.reduce((sum, { rx }) => sum + rx, 0);
  return {
    bytes,
    seconds: counts.reduce((sum, { seconds }) => sum + seconds, 0) / counts.length,
    operations: countsOperations ? countedInWindow(clientOutput).operations : null,
    latency: null,
    failure: bytes === 0 ? 'no byte arrived' : null,
  };
}
