import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Captured, Findings } from '../../captures/capture.js';
import { captures } from '../../captures/index.js';
import { ownersOf, ownersUnknown } from '../../captures/owners.js';
import type { Summary } from '../../model/summary.js';
import { summaryName } from '../../store/names.js';
import { requirePerf } from './perf-on.js';
import type { PageMade } from './page-made.js';
import { existing } from './page-source.js';

/** Makes the page of a `perf.data`, or of a captured run that is given by its folder. */
export async function pageOfFile(source: string, signal: AbortSignal): Promise<PageMade> {
  const path = existing(source);
  const isFolder = statSync(path).isDirectory();
  const summary = await summaryBeside(isFolder ? path : dirname(path));
  if (isFolder && summary !== null) {
    const { pageOfSaved } = await import('./flamegraph-page.js');
    const made = pageOfSaved(path, summary);
    if (made !== null) return made;
  }
  const reading = readCapture(isFolder ? join(path, 'perf.data') : path, summary, signal);
  // It is waited for below; until then its failure is nobody's.
  reading.catch(() => {});
  // Loaded while perf is at work: it has the second CPU to itself until its first sample is ready.
  const { pageOf } = await import('./flamegraph-page.js');
  return pageOf(await reading, summary, { label: basename(source), path });
}

/** The summary of the run that a file belongs to, if it belongs to one that was captured. */
async function summaryBeside(folder: string): Promise<Summary | null> {
  if (!existsSync(join(folder, summaryName))) return null;
  const { readSummary } = await import('../../store/summary-file.js');
  const summary = readSummary(folder);
  return summary.capture === null ? null : summary;
}

/** Reads a perf.data as the capture did that wrote it; one of unknown origin is taken for samples of CPU time. */
async function readCapture(file: string, summary: Summary | null, signal: AbortSignal): Promise<Findings> {
  const capture = summary?.capture ?? null;
  const kind = capture?.kind === 'offcpu' ? captures.offcpu : captures.flamegraph;
  const captured: Captured = {
    file,
    perf: await requirePerf(),
    ownerOf: capture === null ? ownersUnknown : ownersOf(capture.threads, capture.targets),
    marks: capture?.window == null ? null : { beginNs: capture.window.from * 1e9, endNs: capture.window.to * 1e9 },
    signal,
  };
  return kind.digest(captured, {
    events: null,
    frequency: 0,
    callGraph: capture?.options.call_graph ?? 'fp',
    extra: [],
  });
}
