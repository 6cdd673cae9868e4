import { z } from 'zod';
import { captureNames } from './names.js';

const ofSide = z
  .strictObject({ median: z.number(), min: z.number(), max: z.number() })
  .describe('over the captured runs of a side');

export const changeKinds = ['function', 'thread', 'switches', 'syscall', 'pool'] as const;
export type ChangeKind = (typeof changeKinds)[number];

const measured = {
  kind: z.enum(changeKinds),
  role: z.string().describe('relay_1, relay_2, ...; client and server where there is no relay'),
  unit: z.enum(['CPU-s', 'count', 'bytes']).describe('per unit of work; bytes are those at the end of the window'),
  a: ofSide,
  b: ofSide,
};

export const explainedTotalSchema = z.strictObject(measured);
export type ExplainedTotal = z.infer<typeof explainedTotalSchema>;

export const explainedChangeSchema = z.strictObject({
  ...measured,
  name: z.string(),
  detail: z.string().describe('of a function the file that holds it; else empty'),
});
export type ExplainedChange = z.infer<typeof explainedChangeSchema>;

/**
 * Why two builds differ: what captured runs of both, made beside the timed pairs, show that any of one side has more or
 * less of than all of the other. Per unit of work: GB of payload, or 1000 operations.
 */
export const explanationSchema = z.strictObject({
  unit: z.enum(['GB', '1000 operations']).describe('of work'),
  event: z
    .union([z.string(), z.null()])
    .describe('what the functions were sampled by, as perf calls it; null when no functions were compared'),
  captures: z.array(
    z.strictObject({
      kind: z.enum(captureNames),
      a: z.array(z.string()).describe('run folders below the folder of the comparison'),
      b: z.array(z.string()),
      spoilt: z.array(z.string()).describe('runs that were made and are not counted, with the reason'),
    }),
  ),
  left_out: z
    .array(z.strictObject({ kind: z.enum(captureNames), because: z.string() }))
    .describe('captures that are not possible here, or that failed'),
  least: z.number().describe('share of the total of its relay below which a difference is not shown'),
  compared: z
    .partialRecord(z.enum(changeKinds), z.int())
    .describe('how many of each kind were large enough to be shown, so that one can tell what chance alone would show'),
  by_chance: z.number().describe('share of those that do not differ at all and yet would be shown'),
  totals: z.array(explainedTotalSchema).describe('of each kind and role, whether or not the sides differ in it'),
  changes: z.array(explainedChangeSchema).describe('the largest first, within their kind'),
  page: z.union([z.string(), z.null()]).describe('the differential flame graph, below the folder of the comparison'),
});
export type Explanation = z.infer<typeof explanationSchema>;
