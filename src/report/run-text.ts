import type { Summary } from '../model/summary.js';
import { capturedSection } from './run/captured.js';
import { headline, statusLines } from './run/headline.js';
import { hostsSection, listenersSection } from './run/hosts.js';
import { resourcesSection } from './run/resources.js';
import { resultsSection } from './run/results.js';
import { growthSection } from './run/growth.js';
import { routersSection } from './run/routers.js';
import { configurationSection, environmentSection } from './run/settings.js';
import { trustSection, warningsSection } from './run/trust.js';
import { memorySection } from './run/memory.js';
import { labelled, labelWidth, pageWidth } from './layout.js';

export interface RunTextOptions {
  /** Whether headings are made bold by ANSI sequences. */
  colour: boolean;
  /** The run folder, as it is shown to the user. */
  folder: string;
  /** Columns of the terminal, to which sentences are wrapped; 100 if not given. */
  width?: number;
}

/** A run as text: the answer, the evidence, how far to trust it, what to do, and how it was set up. */
export function runText(summary: Summary, { colour, folder, width = pageWidth }: RunTextOptions): string {
  const blocks = [
    statusLines(summary, width),
    [headline(summary, width)],
    resultsSection(summary, width),
    resourcesSection(summary),
    hostsSection(summary, width),
    memorySection(summary, width),
    routersSection(summary, width),
    growthSection(summary, width),
    [
      ...capturedSection(summary, width),
      ...trustSection(summary, width),
      ...listenersSection(summary, width),
      ...warningsSection(summary, width),
      ...configurationSection(summary, width),
      ...environmentSection(summary, width),
      ...labelled('saved', `${folder} (again: reproduce.sh there)`, labelWidth, width),
    ],
  ];
  const text = blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
  return `${colour ? boldHeadings(text) : text}\n`;
}

/** Headings are the words in capitals that begin a line; nothing else does. */
const boldHeadings = (text: string): string => text.replaceAll(/^[A-Z]{5,}\b:?/gmu, '\u001B[1m$&\u001B[22m');
