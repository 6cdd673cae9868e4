import type { Capture } from '../model/capture.js';
import type { CaptureName } from '../model/names.js';
import type { Summary } from '../model/summary.js';
import { memorySection } from './capture/memory.js';
import { profileSection } from './capture/profile.js';
import { routersSection } from './capture/routers.js';
import { statSection } from './capture/stat.js';
import { syscallsSection } from './capture/syscalls.js';
import { labelled } from './layout.js';

/** What was made of a capture, and what is not in the summary. */
export interface CaptureExtras {
  /** Top of perf's own report, where that is what there is. */
  report: string | null;
  /** What the user now has in the folder where he stands, as he would type it; null if it could not be put there. */
  link: string | null;
}

/** The part of a captured run that comes after its summary: what was seen, and what to do next. */
export function captureText({ capture, results }: Summary, { report, link }: CaptureExtras): string {
  if (capture === null) return '';
  const section = sectionOf(capture, results, report);
  return [...section, '', ...labelled('next', nextStep(capture.kind, link))].join('\n').trimStart();
}

function sectionOf(capture: Capture, results: Summary['results'], report: string | null): string[] {
  const { kind, routers } = capture;
  switch (kind) {
    case 'stat':
      return statSection(capture, results);
    case 'record':
    case 'flamegraph':
    case 'offcpu':
      return profileSection(capture);
    case 'syscalls':
      return syscallsSection(capture, results);
    case 'c2c':
    case 'mem':
      return report === null ? [] : memorySection(report);
    case 'skstat':
      return routers === null ? [] : routersSection(routers);
  }
}

function nextStep(kind: CaptureName, link: string | null): string {
  const here = link === null ? 'in the run folder' : link;
  switch (kind) {
    case 'stat':
      return 'flimflam record tells which functions the time goes to';
    case 'record':
      return link === null ? 'perf report --no-children, in the run folder' : 'perf report --no-children';
    case 'c2c':
    case 'mem':
      return `perf ${kind} report${link === null ? ', in the run folder' : ''}`;
    case 'flamegraph':
      return `open ${here} in a browser; flimflam offcpu tells what the relays wait for`;
    case 'offcpu':
      return `open ${here} in a browser; flimflam flamegraph tells where they run`;
    case 'syscalls':
      return 'flimflam offcpu tells where the calls wait, flimflam flamegraph where they burn';
    case 'skstat':
      return 'flimflam skstat --duration 60 tells whether memory goes on growing';
  }
}
