import { harmless, pageWidth, shorten } from '../layout.js';

const indent = '  ';

/** The top of a report of perf's about memory, in its own words, no wider than the page; `c2c.txt` and `mem.txt` have all. */
export function memorySection(report: string): string[] {
  const lines = harmless(report).trimEnd().split('\n');
  return ['MEMORY', ...lines.map((line) => shorten(`${indent}${line}`, pageWidth).trimEnd())];
}
