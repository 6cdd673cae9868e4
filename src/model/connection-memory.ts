import { z } from 'zod';

const bytes = z.int().describe('bytes');

/** What a relay needs for its connections: resident memory before, with and after them. */
export const connectionMemorySchema = z.strictObject({
  before: bytes,
  connected: bytes.describe('at the end of the window'),
  after: bytes.describe('1 s after the client had closed all'),
  per_connection: bytes.describe('(connected - before) / connections'),
});
