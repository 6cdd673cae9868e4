import { z } from 'zod';
import { aFunction, ownName, ownProcessSchema, ownProgramSchema, programSpecOf } from '../model/definition.js';
import type { DefinitionFile } from '../model/definition.js';
import { checkDefinition, guarded, type Owner } from '../model/definition-faults.js';
import type { Load } from '../model/load.js';
import { protocolNames, type End } from '../model/names.js';
import { ownResultSchema, resultAtMarks, resultOf } from './own-result.js';
import type { Ends, TakenLoad, Workload, WorkloadOutputs } from './workload.js';

const operationWords = z.union([z.string(), z.null()], 'must be a string, or null');
const receiversSchema = z
  .array(z.enum(['client', 'server']))
  .min(1)
  .max(2);

const flag = z.literal(true).optional();

/** A workload of the user's own, as a file exports it; what it leaves out is as the builtin workload has it. */
export const ownWorkloadSchema = z
  .strictObject({
    kind: z.literal('workload'),
    name: ownName,
    description: z.string().optional(),
    protocols: z.array(z.enum(protocolNames)).min(1).default(['tcp']),
    programs: z.strictObject({ client: ownProgramSchema, server: ownProgramSchema }),
    bit: z.union([z.string().min(1), aFunction], 'must be words, or a function'),
    operation: z.union([operationWords, aFunction], 'must be words, null or a function').default(null),
    receivers: z
      .union([receiversSchema, aFunction], "must be an array of 'client' and 'server', or a function")
      .default(['client']),
    kernelOverhead: z.number().min(0).default(0),
    shortConnections: flag,
    connections: aFunction.default(() => (jobs: number) => jobs),
    maxJobs: z.union([z.int().min(1), z.null()], 'must be a whole number from 1 on, or null').default(null),
    takes: z
      .strictObject({
        direction: flag,
        messageSize: z.enum(['one', 'pair']).optional(),
        rate: z.enum(['bits', 'requests']).optional(),
        verify: flag,
        light: flag,
        readerRate: flag,
        active: flag,
        background: flag,
        halfClose: flag,
        tls: flag,
      })
      .default({}),
    wholeSeconds: z.boolean().default(false),
    window: z
      .discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('announced') }),
        z.strictObject({ kind: z.literal('own'), mark: aFunction, interval: aFunction.optional() }),
      ])
      .default({ kind: 'announced' }),
    plan: aFunction,
    result: aFunction.optional(),
  })
  .refine(({ window, result }) => window.kind === 'announced' || result !== undefined, {
    path: ['result'],
    message: 'must be a function, for the client keeps its own time',
  });

type Own = z.output<typeof ownWorkloadSchema>;

const endsSchema = z.strictObject({ server: ownProcessSchema, client: ownProcessSchema });
const markSchema = z.enum(['begin', 'end']).nullish().default(null);
const intervalSchema = z
  .strictObject({ stretch: z.string(), seconds: z.number().positive(), bytes: z.number().min(0) })
  .nullish()
  .default(null);

/** Makes a workload of what a file exports; throws a usage error that names the field that is wrong. */
export function ownWorkload(value: unknown, owner: Owner, definedIn: DefinitionFile): Workload {
  const own = checkDefinition(ownWorkloadSchema, value, owner);
  const { name, protocols, programs, kernelOverhead, maxJobs, wholeSeconds } = own;
  const ofLoad = <T>(field: 'bit' | 'operation' | 'receivers', answer: z.ZodType<T>): ((load: Load) => T) => {
    const value = own[field];
    return typeof value === 'function'
      ? guarded(owner, field, value as (load: Load) => unknown, answer)
      : () => value as T;
  };
  const receivers = ofLoad<End[]>('receivers', receiversSchema);
  const operation = ofLoad('operation', operationWords);
  const planned = guarded(owner, 'plan', own.plan as (ends: Ends) => unknown, endsSchema);
  const connections = guarded(owner, 'connections', own.connections as (jobs: number) => unknown, z.int().min(0));
  const window = windowOf(own.window, owner);
  const told =
    own.result === undefined
      ? null
      : guarded(owner, 'result', own.result as (outputs: WorkloadOutputs) => unknown, ownResultSchema);
  return {
    ...{ name, protocols, kernelOverhead, maxJobs, wholeSeconds, operation, receivers, connections, window, definedIn },
    description: own.description ?? name,
    programs: { client: programSpecOf(programs.client), server: programSpecOf(programs.server) },
    bit: ofLoad('bit', z.string()),
    ...(own.shortConnections === undefined ? {} : { shortConnections: true }),
    takes: own.takes as TakenLoad,
    plan: (ends) => {
      const { server, client } = planned(ends);
      // Whose marks count must hear of them.
      const announced = window.kind === 'announced' && receivers(ends.scenario.load).includes('server');
      return {
        server: {
          ...server,
          ready: server.ready ?? [{ kind: 'listening', port: ends.serverPort }],
          channel: server.channel ?? (announced || listensForLines(server)),
        },
        client: { ...client, ready: client.ready ?? [], channel: client.channel ?? true },
      };
    },
    result: (outputs) => {
      const { load } = outputs.scenario;
      return told === null
        ? resultAtMarks(outputs, receivers(load), operation(load) !== null)
        : resultOf(told(outputs));
    },
  };
}

const listensForLines = ({ ready }: z.output<typeof ownProcessSchema>): boolean =>
  ready?.some(({ kind }) => kind === 'line') ?? false;

type OwnWindow = Extract<Workload['window'], { kind: 'own' }>;

function windowOf(window: Own['window'], owner: Owner): Workload['window'] {
  if (window.kind === 'announced') return window;
  const mark = guarded(owner, 'window.mark', window.mark as OwnWindow['mark'], markSchema);
  const told = window.interval as ((line: string) => unknown) | undefined;
  if (told === undefined) return { kind: 'own', mark: (line, scenario) => mark(line, scenario) ?? null };
  const interval = guarded(owner, 'window.interval', told, intervalSchema);
  return {
    kind: 'own',
    mark: (line, scenario) => mark(line, scenario) ?? null,
    interval: (line) => interval(line) ?? null,
  };
}
