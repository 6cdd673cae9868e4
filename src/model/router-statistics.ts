import { z } from 'zod';

const change = z.strictObject({ before: z.number(), after: z.number() });

/** Null for what this router does not tell. */
const told = z.union([change, z.null()]);

/** What a router says of itself just before and just after the window. Flimflam's own connection is left out. */
export const routerStatisticsSchema = z.strictObject({
  role: z.string(),
  router: z.union([z.string(), z.null()]).describe('its id'),
  version: z.union([z.string(), z.null()]),
  resident: told.describe('bytes'),
  pools: z
    .union([
      z.array(
        z.strictObject({
          type: z.string(),
          size: z.int().describe('bytes of one object'),
          batch: z
            .union([z.int(), z.null()])
            .describe('objects that go to and from a thread at once: the smallest step of the figures'),
          allocated: change.describe('objects taken from the heap and not given back'),
          in_threads: change.describe(
            'objects of these that are used, or kept by a thread for reuse; the others lie idle, free for any thread',
          ),
        }),
      ),
      z.null(),
    ])
    .describe('memory pools that were ever used'),
  connections: z.strictObject({
    open: told,
    between_routers: told,
    tcp: told,
    tcp_opened: told.describe('so far, by tcpListeners and tcpConnectors'),
    tcp_closed: told,
  }),
  links: z.strictObject({
    open: told,
    undelivered: told.describe('links with a delivery that waits or is under way: every open stream is one'),
    queued: told.describe('links with two or more of them'),
    without_credit: told.describe('links that were without credit for a second or more'),
    blocked: told.describe('links that the router itself reported as without credit for more than 10 s'),
  }),
  deliveries: z.strictObject({
    ingress: told,
    egress: told,
    transit: told,
    delayed_1_second: told.describe('held by the router for 1 to 10 s; streams are not counted'),
    delayed_10_seconds: told.describe('held for longer; streams are not counted'),
    stuck: told.describe('now unsettled for more than 10 s; streams are not counted'),
  }),
  log: z
    .strictObject({ errors: told, warnings: told })
    .describe('messages so far, without those of the management agent'),
});
export type RouterStatistics = z.infer<typeof routerStatisticsSchema>;
