import { usageError } from '../../errors.js';
import type { Capture } from '../../captures/capture.js';
import type { Scenario } from '../../model/scenario.js';
import { formatDuration } from '../../units/duration.js';

/**
 * Seconds. At a thousand samples a second and CPU, each with a copy of 8 KiB of the stack (`--call-graph dwarf`), perf.data
 * grows by 8 MB a second and CPU: in ten minutes 5 GB, all of which is read afterwards.
 */
const longest = 600;

/** Refuses a capture whose recording would fill a disk. */
export function requireShortCapture({ name, file }: Capture, { duration }: Scenario): void {
  if (file !== 'perf.data' || duration <= longest) return;
  throw usageError(
    'capture-too-long',
    `${name} records every sample, which is too much in a window of ${formatDuration(duration)}: at most ${formatDuration(longest)}`,
    'use a shorter --duration, or stat, which only counts',
  );
}
