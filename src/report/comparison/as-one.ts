import type { Comparison } from '../../model/comparison.js';

/** One comparison, or those of several workloads that are judged together. */
export type Comparisons = readonly [Comparison, ...Comparison[]];

/** What comparisons of the same two builds share: the first, with what only others know yet, and all warnings, each once. */
export function asOne(comparisons: Comparisons): Comparison {
  const [first] = comparisons;
  if (comparisons.length === 1) return first;
  const of = <T>(part: (comparison: Comparison) => T | null): T | null =>
    comparisons.map(part).find((one) => one !== null) ?? null;
  const warnings = new Map(
    comparisons.flatMap((one) => one.warnings).map((warning) => [JSON.stringify(warning), warning]),
  );
  const { configuration } = first;
  return {
    ...first,
    // A workload that counts whole seconds made them more than was asked for.
    configuration: {
      ...configuration,
      warmup: Math.min(...comparisons.map((one) => one.configuration.warmup)),
      duration: Math.min(...comparisons.map((one) => one.configuration.duration)),
    },
    environment: of(({ environment }) => environment),
    mapped: { a: of(({ mapped }) => mapped.a), b: of(({ mapped }) => mapped.b) },
    warnings: [...warnings.values()],
  };
}
