import { z } from 'zod';

/** System calls that ended in the window, by role, thread and call. */
export const syscallsSchema = z.strictObject({
  rows: z.array(
    z.strictObject({
      role: z.string(),
      thread: z.string(),
      syscall: z.string(),
      calls: z.int(),
      errors: z.int().describe('calls that returned an error, EAGAIN included'),
      again: z.int().describe('of these, EAGAIN: nothing to do at the moment'),
      seconds: z.number().describe('between entry and return, waiting included'),
      bytes: z.union([z.number(), z.null()]).describe('returned by calls that move bytes; null for other calls'),
    }),
  ),
  unpaired: z.int().describe('calls that had begun before the window or not ended within it'),
});
export type Syscalls = z.infer<typeof syscallsSchema>;
