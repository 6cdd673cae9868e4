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
export function captureText({ capture, results }: Summary, extras: CaptureExtras): string {
  if (capture === null) return '';
  const lines = sections[capture.kind](capture, results, extras);
  return [...lines, '', ...labelled('next', nextSteps[capture.kind](extras.link))].join('\n').trimStart();
}

type Section = (capture: Capture, results: Summary['results'], extras: CaptureExtras) => string[];

const memory: Section = (_capture, _results, { report }) => (report === null ? [] : memorySection(report));

const sections: Readonly<Record<CaptureName, Section>> = {
  stat: statSection,
  record: profileSection,
  flamegraph: profileSection,
  offcpu: profileSection,
  syscalls: syscallsSection,
  c2c: memory,
  mem: memory,
  skstat: ({ routers }) => (routers === null ? [] : routersSection(routers)),
};

const inRunFolder = (command: string, link: string | null): string =>
  link === null ? `${command}, in the run folder` : command;

const page = (link: string | null): string => `open ${link ?? 'the page in the run folder'} in a browser`;

const nextSteps: Readonly<Record<CaptureName, (link: string | null) => string>> = {
  stat: () => 'flimflam record tells which functions the time goes to',
  record: (link) => inRunFolder('perf report --no-children', link),
  flamegraph: (link) => `${page(link)}; flimflam offcpu tells what the threads wait for`,
  offcpu: (link) => `${page(link)}; flimflam flamegraph tells where the threads run`,
  syscalls: () => 'flimflam offcpu tells where the calls wait, flimflam flamegraph where they burn',
  c2c: (link) => inRunFolder('perf c2c report', link),
  mem: (link) => inRunFolder('perf mem report', link),
  skstat: () => 'flimflam skstat --duration 60 tells whether memory goes on growing',
};
