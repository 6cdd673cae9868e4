import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ExpectedError } from '../../../errors.js';
import { readIfThere } from '../../../host/read-if-there.js';
import type { Plan } from '../../../model/plan.js';
import { histogramLog } from '../../../stats/histogram-log.js';
import { parseHistogramText } from '../../../stats/histogram-text.js';
import { latencyLogName } from '../../../store/names.js';
import type { Workload } from '../../../workloads/workload.js';

/** Writes the histograms of a run anew, in the form that tools for latencies read. A log that cannot be written is no reason to lose a run. */
export function keepHistogramLog({ folder, scenario }: Plan, workload: Workload, start: Date, seconds: number): void {
  const files = workload.histograms?.(scenario) ?? [];
  const found = files.flatMap(({ tag, file }) => {
    const text = readIfThere(join(folder, file));
    return text === null ? [] : [{ tag, text }];
  });
  if (found.length === 0) return;
  try {
    const histograms = found.map(({ tag, text }) => ({ tag, histogram: parseHistogramText(text).histogram }));
    writeFileSync(join(folder, latencyLogName), histogramLog(histograms, { start, seconds }));
  } catch (error) {
    // What is wrong with a histogram, or with the disk, the summary says.
    if (!(error instanceof ExpectedError) && (error as NodeJS.ErrnoException).code === undefined) throw error;
  }
}
