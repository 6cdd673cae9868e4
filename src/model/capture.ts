import { z } from 'zod';
import { eventCountsSchema } from './event-counts.js';
import { callGraphs } from './capture-options.js';
import { captureNames } from './names.js';
import { profileFactsSchema } from './profile.js';
import { routerStatisticsSchema } from './router-statistics.js';
import { syscallsSchema } from './syscalls.js';

const orNull = <T extends z.ZodType>(type: T) => z.union([type, z.null()]);

/** What was captured of the window of a run, and what the look cost. */
export const captureSchema = z.strictObject({
  kind: z.enum(captureNames),
  targets: z.array(z.string()).describe('roles that were looked at'),
  options: z.strictObject({
    target: z.string(),
    events: orNull(z.string()),
    frequency: orNull(z.int()).describe('samples a second and CPU'),
    call_graph: orNull(z.enum(callGraphs)),
    extra: z.array(z.string()).describe('handed to perf as they were given'),
  }),
  command: orNull(z.array(z.string())).describe('of perf; null when perf had no part in it'),
  perf: orNull(z.string()).describe('version of perf'),
  files: z.array(z.string()).describe('what the capture left in the run folder'),
  threads: z
    .array(z.strictObject({ role: z.string(), thread: z.string(), pid: z.int(), tid: z.int() }))
    .describe('whose thread ids are in the data; the names are the same in every run of the scenario'),
  window: orNull(z.strictObject({ from: z.number(), to: z.number() })).describe(
    'the marks in seconds of CLOCK_MONOTONIC, the clock of the samples; what lies outside is left out',
  ),
  delay: orNull(z.strictObject({ on: z.number(), off: z.number() })).describe(
    'seconds after its mark at which perf had certainly been switched on, and off',
  ),
  cost: z.strictObject({
    cpu: orNull(z.number()).describe('cores that perf itself used in the window'),
    data: orNull(z.int()).describe('bytes that it wrote'),
    lost: orNull(z.int()).describe('events that it could not keep up with'),
    bits_per_second_before: orNull(z.number()).describe('median over the last two seconds of the warm-up'),
    bits_per_second_during: orNull(z.number()).describe('median over the window'),
  }),
  stat: orNull(eventCountsSchema),
  profile: orNull(profileFactsSchema),
  syscalls: orNull(syscallsSchema),
  routers: orNull(z.array(routerStatisticsSchema)),
});
export type Capture = z.infer<typeof captureSchema>;
export type CapturedThread = Capture['threads'][number];
