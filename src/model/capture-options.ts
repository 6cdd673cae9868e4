import type { CaptureName } from './names.js';

/** How perf finds out who called: by frame pointers, by copies of the stack, or by the CPU's record of branches. */
export const callGraphs = ['fp', 'dwarf', 'lbr'] as const;

/** Samples a second and CPU; not 1000, which would march in step with the kernel's own clock. */
export const usualFrequency = 997;

/** The options that a capture has of its own, beside `--target`. */
export const captureOptions: Readonly<Record<CaptureName, readonly ('events' | 'freq' | 'call-graph' | 'extra')[]>> = {
  stat: ['events'],
  record: ['freq', 'call-graph', 'extra'],
  c2c: [],
  mem: [],
  flamegraph: ['freq', 'call-graph'],
  offcpu: ['call-graph'],
  syscalls: [],
  skstat: [],
};
