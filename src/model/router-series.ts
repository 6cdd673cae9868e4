import { z } from 'zod';

const told = z.array(z.union([z.number(), z.null()]));

/** Null for what a router does not tell. */
const change = z.union([z.strictObject({ before: z.number(), after: z.number() }), z.null()]);

const poolSchema = z.strictObject({
  size: z.int().describe('bytes of one object'),
  allocated: told.describe('objects taken from the heap and not given back'),
  in_threads: told.describe('objects of these that are used, or kept by a thread for reuse'),
});

export const routerSeriesSchema = z.strictObject({
  resident: told.describe('bytes'),
  connections: told.describe("open, without Flimflam's own"),
  blocked: told.describe('links without credit for more than 10 s; the router looks every 30 s'),
  delayed_1_second: told.describe('deliveries so far that it held for 1 to 10 s; streams are not counted'),
  delayed_10_seconds: told.describe('the same for longer than 10 s'),
  stuck: told.describe('deliveries that are unsettled for more than 10 s now; the router looks every 30 s'),
  pool_bytes: z.strictObject({ allocated: told, in_threads: told }).describe('bytes in all memory pools'),
  pools: z.record(z.string(), poolSchema).describe('the pools that are watched, and those that grew most, by type'),
  log: z
    .strictObject({ errors: change, warnings: change })
    .describe('messages so far, before and after the window, without those of the management agent'),
});
export type RouterSeries = z.infer<typeof routerSeriesSchema>;

/** What routers told of themselves over management while a run went on; null where a router did not answer. */
export const routersOverTimeSchema = z
  .strictObject({
    interval: z.number().describe('seconds between two looks, which is 1 until a run is long'),
    time: z
      .array(z.number())
      .describe(
        'seconds since the begin of the window; the first is before the client, the last just after the window',
      ),
    routers: z.record(z.string(), routerSeriesSchema).describe('by role'),
  })
  .describe('what routers told over management while the run went on; null where none could be asked');
export type RoutersOverTime = z.infer<typeof routersOverTimeSchema>;

/** What of a series belongs to the window: from the last look before it on. */
export function inWindow<T>(values: readonly T[], time: readonly number[]): readonly T[] {
  const before = time.findLastIndex((at) => at <= 0);
  return values.slice(Math.max(0, before));
}
