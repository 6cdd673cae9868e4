import { z } from 'zod';
import type { PlannedFile, Readiness } from './plan.js';
import type { ProgramSpec } from './program.js';

/** What relays and workloads of the user's own have in common; docs/own-relays-and-workloads.md has it in words. */

/** A file that defined what was run. */
export const definitionFileSchema = z.strictObject({
  path: z.string(),
  sha256: z.string().describe('of this file alone, not of what it imports'),
});
export type DefinitionFile = z.infer<typeof definitionFileSchema>;

const orNull = <T extends z.ZodType>(type: T) => z.union([type, z.null()], 'must be what is documented, or null');

/** Their arguments and answers are checked when they are called. */
export const aFunction = z.custom<(...given: never[]) => unknown>(
  (value) => typeof value === 'function',
  'must be a function',
);

/** It stands in lists, in names of folders, and before a colon in `compare`. */
export const ownName = z
  .string()
  .regex(/^[A-Za-z][\w.-]{0,39}$/, 'must begin with a letter, and have up to 40 letters, digits, dots and hyphens');

const versionSchema = z.strictObject({ arguments: z.array(z.string()), pattern: z.instanceof(RegExp) });

/** The name of an executable alone is enough. */
export const ownProgramSchema = z.preprocess(
  (value) => (typeof value === 'string' ? { executable: value } : value),
  z.strictObject(
    {
      executable: z.string().regex(/^(?:\/.+|[^/\s][^/]*)$/, 'must be a name that PATH finds, or an absolute path'),
      version: orNull(versionSchema).default(null),
      packages: z
        .strictObject({ apt: orNull(z.string()).default(null), dnf: orNull(z.string()).default(null) })
        .default({ apt: null, dnf: null }),
      advice: z.string().optional(),
    },
    {
      error: ({ code }) =>
        code === 'invalid_type' ? 'must be the name of an executable, or an object that has it' : undefined,
    },
  ),
);

export const programSpecOf = ({ advice, ...spec }: z.output<typeof ownProgramSchema>): ProgramSpec => ({
  ...spec,
  ...(advice === undefined ? {} : { advice }),
});

const port = z.int().min(1).max(65_535);

const readySchema: z.ZodType<Readiness> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('listening'), port }),
  z.strictObject({ kind: z.literal('line'), prefix: z.string().min(1) }),
  z.strictObject({
    kind: z.literal('router'),
    managementPort: port,
    listener: z.enum(['tcpListener', 'httpListener']).default('tcpListener'),
  }),
]);

const fileSchema: z.ZodType<PlannedFile> = z.strictObject({
  path: z
    .string()
    .min(1)
    .refine((path) => !path.startsWith('/') && !path.split('/').includes('..'), 'must lie in the run folder'),
  text: z.string(),
});

/** What `plan` says of a process. */
export const ownProcessSchema = z.strictObject({
  argv: z
    .array(z.union([z.string(), z.number()], 'must be a string or a number').transform(String))
    .min(1)
    .refine(([program]) => program?.startsWith('/') === true, 'must begin with an absolute path'),
  files: z.array(fileSchema).default([]),
  ready: z.array(readySchema).optional(),
  channel: z.boolean().optional(),
});
