import { z } from 'zod';
import { placementSchema } from './placement.js';

const orNull = <T extends z.ZodType>(type: T) => z.union([type, z.null()]);

/** Which links are encrypted, with certificates of both ends: between relays, from the client to relay 1, or both. */
export const tlsNames = ['none', 'inter', 'client', 'both'] as const;
export type Tls = (typeof tlsNames)[number];

/**
 * How the relays are deployed. Runs of before there was a choice have none of it. Every name is one word, so that what is
 * saved is what is planned.
 */
export const deploymentSchema = z.strictObject({
  tls: z.enum(tlsNames).default('none').describe('links with mutual TLS'),
  certificates: orNull(z.string())
    .default(null)
    .describe("folder with ca.crt, tls.crt and tls.key; null: of the run's own, thrown-away authority"),
  quota: orNull(z.number().positive())
    .default(null)
    .describe('CPUs that the kernel lets each relay use; null: no limit'),
  configs: z
    .record(z.string(), z.strictObject({ path: z.string(), text: z.string() }))
    .default({})
    .describe("the user's own configurations with placeholders, by role, or for `all`"),
  attached: orNull(
    z.strictObject({
      address: z.string().describe('HOST:PORT of the first listener'),
      server: z.string().describe('HOST:PORT to which the last relay connects: there our server listens'),
      pids: z.array(z.int().positive()).describe('of the relays, nearest the client first; none: nobody looks at them'),
      management: orNull(z.string()).describe('HOST:PORT of the AMQP management of the first; null: not asked'),
    }),
  )
    .default(null)
    .describe('relays that ran before and go on afterwards; null: relays of the run'),
  definitions: z
    .array(z.string())
    .default([])
    .describe("files and modules that define this relay or workload of the user's own"),
  hosts: z
    .record(z.string(), placementSchema)
    .default({})
    .describe('where each role runs; roles that are left out run on the machine of Flimflam'),
});
export type Deployment = z.infer<typeof deploymentSchema>;

/** What is meant when nothing is said. */
export const usualDeployment: Deployment = {
  tls: 'none',
  certificates: null,
  quota: null,
  configs: {},
  attached: null,
  definitions: [],
  hosts: {},
};
