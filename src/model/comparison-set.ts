import { z } from 'zod';

/** `comparisons.json`: comparisons of the same two builds, one for each workload, which are judged together. */
export const comparisonSetSchemaVersion = 1;

export const comparisonSetSchema = z.strictObject({
  schema_version: z.literal(comparisonSetSchemaVersion),
  id: z.string(),
  started: z.iso.datetime(),
  comparisons: z
    .array(
      z.strictObject({
        workload: z.string(),
        folder: z
          .string()
          .regex(/^[a-z0-9-]+$/u)
          .describe('beside comparisons.json; it holds comparison.json and the folders of the runs'),
      }),
    )
    .min(2)
    .describe('in the order in which they are run'),
});
export type ComparisonSet = z.infer<typeof comparisonSetSchema>;
