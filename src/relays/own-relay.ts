import { z } from 'zod';
import { aFunction, ownName, ownProcessSchema, ownProgramSchema, programSpecOf } from '../model/definition.js';
import type { DefinitionFile } from '../model/definition.js';
import { checkDefinition, guarded, type Owner } from '../model/definition-faults.js';
import { protocolNames } from '../model/names.js';
import type { Link, Relay } from './relay.js';

/** A relay of the user's own, as a file exports it; what it leaves out is as most relays have it. */
export const ownRelaySchema = z.strictObject({
  kind: z.literal('relay'),
  name: ownName,
  description: z.string().optional(),
  protocols: z.array(z.enum(protocolNames)).min(1).default(['tcp']),
  program: ownProgramSchema,
  options: z
    .record(
      z.string().regex(/^[A-Za-z_]\w*$/, 'must be a word'),
      z.strictObject({ description: z.string().default(''), check: aFunction.default(() => () => null) }),
    )
    .default({}),
  extraPorts: z.int().min(0).max(16).default(0),
  management: z.literal(true).optional(),
  ownConfig: z.literal(true).optional(),
  plan: aFunction,
  logLevel: aFunction.default(() => () => null),
});

const relayProcessSchema = ownProcessSchema.extend({
  management: z.int().optional(),
  inForce: z.record(z.string(), z.string()).optional(),
});
const levelSchema = z.enum(['error', 'warning']).nullish().default(null);
const complaintSchema = z.string().nullish().default(null);

/** Makes a relay of what a file exports; throws a usage error that names the field that is wrong. */
export function ownRelay(value: unknown, owner: Owner, definedIn: DefinitionFile): Relay {
  const own = checkDefinition(ownRelaySchema, value, owner);
  const plan = guarded(owner, 'plan', own.plan as (link: Link) => unknown, relayProcessSchema);
  const logLevel = guarded(owner, 'logLevel', own.logLevel as (line: string) => unknown, levelSchema);
  return {
    name: own.name,
    description: own.description ?? own.name,
    protocols: own.protocols,
    program: programSpecOf(own.program),
    options: Object.fromEntries(
      Object.entries(own.options).map(([name, { description, check }]) => {
        const asked = guarded(owner, `options.${name}.check`, check as (text: string) => unknown, complaintSchema);
        return [name, { description, check: (text: string) => asked(text) ?? null }];
      }),
    ),
    extraPorts: own.extraPorts,
    ...(own.management === undefined ? {} : { management: true }),
    ...(own.ownConfig === undefined ? {} : { ownConfig: true }),
    plan: (link) => {
      const { ready, channel, management, inForce, ...process } = plan(link);
      return {
        ...process,
        ready: ready ?? [{ kind: 'listening', port: link.listenPort }],
        channel: channel ?? ready?.some(({ kind }) => kind === 'line') ?? false,
        ...(management === undefined ? {} : { management }),
        ...(inForce === undefined ? {} : { inForce }),
      };
    },
    logLevel: (line) => logLevel(line) ?? null,
    definedIn,
  };
}
