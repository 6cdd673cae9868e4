import { z } from 'zod';

/**
 * `profile.json`: a call tree of where time went, in columns, so that a tree of 100,000 samples stays small and quick
 * to walk. Node 0 is the root; a parent comes before its children. Root -> role -> thread (-> state) -> stack,
 * outermost frame first.
 */
export const frameKinds = ['root', 'role', 'thread', 'state', 'user', 'kernel', 'unknown'] as const;
export type FrameKind = (typeof frameKinds)[number];

export const profileSchema = z.strictObject({
  schema_version: z.literal(1),
  event: z.string().describe('what was sampled, as perf calls it: cycles, cpu-clock, sched:sched_switch'),
  unit: z.enum(['ns', 'events']).describe('of a weight: nanoseconds, or occurrences of the event'),
  samples: z.int(),
  weight: z.number(),
  frames: z.strictObject({
    name: z.array(z.string()),
    binary: z.array(z.string()).describe('file name of the executable or library; empty for what is no function'),
    kind: z.array(z.enum(frameKinds)),
  }),
  nodes: z.strictObject({
    parent: z.array(z.int()).describe('index of a node; -1 of the root'),
    frame: z.array(z.int()),
    own: z.array(z.number()).describe('weight of the samples that end here'),
    samples: z.array(z.int()).describe('samples that end here'),
  }),
});
export type Profile = z.infer<typeof profileSchema>;

/** What a profile says of one role, in figures. */
export const profileRoleSchema = z.strictObject({
  samples: z.int(),
  weight: z.number(),
  stacks: z
    .strictObject({
      short: z.number().describe('share of the samples with fewer than three user frames'),
      rootless: z.number().describe('share of the samples whose outermost user frame has no name'),
      poor: z.number().describe('share of the samples of which either is true'),
      broken_in: z
        .array(z.strictObject({ binary: z.string(), share: z.number().describe('of the poor stacks') }))
        .describe('where poor stacks break off: the file of their outermost user frame, empty for none; three at most'),
    })
    .describe('how far the stacks can be believed'),
  states: z
    .record(z.string(), z.number())
    .describe('share of the weight by the state in which the threads were; empty when they ran'),
  functions: z
    .array(
      z.strictObject({
        name: z.string(),
        binary: z.string(),
        kind: z.enum(frameKinds),
        own: z.number().describe("share of the role's weight that was spent in the function itself"),
        total: z.number().describe('the same with everything that it called'),
        samples: z.int().describe('in the function itself'),
      }),
    )
    .describe('the twenty with the most own weight'),
});

export type ProfileRole = z.infer<typeof profileRoleSchema>;

export const profileFactsSchema = z.strictObject({
  event: z.string(),
  unit: z.enum(['ns', 'events']),
  samples: z.int(),
  roles: z.record(z.string(), profileRoleSchema),
});
export type ProfileFacts = z.infer<typeof profileFactsSchema>;
