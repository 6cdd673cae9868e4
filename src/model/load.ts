import { z } from 'zod';

/** Which way the payload of a stream goes. */
export const directionNames = ['echo', 'upload', 'download', 'both'] as const;

/** Of a stream it is bits, of requests it is requests. */
export const rateUnits = ['bits', 'requests'] as const;
export type RateUnit = (typeof rateUnits)[number];

/** The largest message that the native programs take, in bytes. */
export const largestMessage = 2 ** 30;

/** The most bytes that a stream sends with one call. */
export const largestSend = 2 ** 24;

const orNull = <T extends z.ZodType>(type: T) => z.union([type, z.null()]);
const messageBytes = z.int().min(1).max(largestMessage);

/** What a client asks of its chain, beyond how many connections for how long. */
export const loadSchema = z.strictObject({
  direction: z.enum(directionNames),
  /** Bytes of a message there, and of one back; null: as the workload likes. */
  messageSize: orNull(z.strictObject({ request: messageBytes, response: messageBytes })),
  /** Over all connections together; null: as fast as it goes. */
  rate: orNull(z.strictObject({ unit: z.enum(rateUnits), perSecond: z.number().positive() })),
  /** Whether every byte is checked where it arrives. */
  verify: z.boolean(),
  /** Whether client and server spare themselves what they can. */
  light: z.boolean(),
  /** Bits per second that the receiver reads at most, over all connections together; null: all that comes. */
  readerRate: orNull(z.number().positive()),
  /** Connections that talk, while the others stay open and idle; null: all, and nobody looks what they need. */
  active: orNull(z.int().min(1)),
  /** Streams that fill the same chain while requests are measured. */
  background: z.int().min(0),
  /** Whether each client, which sends nothing, closes its sending end and receives on. */
  halfClose: z.boolean(),
});
export type Load = z.infer<typeof loadSchema>;

/** What is asked for when nothing is. */
export const usualLoad: Load = {
  direction: 'echo',
  messageSize: null,
  rate: null,
  verify: false,
  light: false,
  readerRate: null,
  active: null,
  background: 0,
  halfClose: false,
};

const perSecond = z.number();
const bytes = z.int().describe('bytes');

/** The same as it is saved; runs of before the options have none of it. */
export const savedLoadSchema = z.strictObject({
  direction: z.enum(directionNames).default('echo'),
  message_size: orNull(z.strictObject({ request: bytes, response: bytes }))
    .default(null)
    .describe("null: the workload's own"),
  rate: orNull(z.strictObject({ unit: z.enum(rateUnits), per_second: perSecond }))
    .default(null)
    .describe('asked for, over all connections together; null: as fast as it goes'),
  verify: z.boolean().default(false),
  light: z.boolean().default(false),
  reader_rate: orNull(perSecond)
    .default(null)
    .describe('bits per second, over all connections together; null: all that comes'),
  active: orNull(z.int()).default(null).describe('connections that talk, the others stay idle; null: all'),
  background: z.int().default(0).describe('streams that fill the chain beside the requests'),
  half_close: z.boolean().default(false).describe('clients close their sending end and receive on'),
});
export type SavedLoad = z.infer<typeof savedLoadSchema>;

export function savedLoad({
  direction,
  messageSize,
  rate,
  verify,
  light,
  readerRate,
  active,
  background,
  halfClose,
}: Load): SavedLoad {
  return {
    direction,
    message_size: messageSize,
    rate: rate === null ? null : { unit: rate.unit, per_second: rate.perSecond },
    verify,
    light,
    reader_rate: readerRate,
    active,
    background,
    half_close: halfClose,
  };
}

export function loadOf({
  direction,
  message_size,
  rate,
  verify,
  light,
  reader_rate,
  active,
  background,
  half_close,
}: SavedLoad): Load {
  return {
    direction,
    messageSize: message_size,
    rate: rate === null ? null : { unit: rate.unit, perSecond: rate.per_second },
    verify,
    light,
    readerRate: reader_rate,
    active,
    background,
    halfClose: half_close,
  };
}
