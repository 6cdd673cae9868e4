import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Capture } from '../../captures/capture.js';
import { roleKey, type Role } from '../../model/names.js';
import type { Plan } from '../../model/plan.js';
import { captureCost } from './cost.js';
import { capturedThreads } from './captured-threads.js';
import { nothingCaptured, type CaptureOrder } from './nothing-captured.js';
import type { Observer } from './observer.js';
import { PerfInstrument } from './perf-instrument.js';

/** A capture with perf, decided on. */
export interface PerfOrder extends CaptureOrder {
  capture: Capture;
  roles: readonly Role[];
  /** Absolute path, and what it says of its version. */
  perf: { path: string; version: string };
  /** Events that were found to work here. */
  events: readonly string[];
}

/** perf, for the window of a run. */
export function perfObserver(order: PerfOrder): Observer {
  const { capture, roles, perf } = order;
  const keys = new Set(roles.map(roleKey));
  let instrument: PerfInstrument | null = null;
  const fileIn = (plan: Plan): string => join(plan.folder, capture.file);
  return {
    instrument(plan) {
      const file = fileIn(plan);
      instrument = new PerfInstrument(roles, file, (pids) => perfArguments(order, file, pids.join(',')));
      return instrument;
    },
    describe(plan, execution, summary) {
      const { marks, begin, end } = execution;
      const { argv = [], onNs = null, offNs = null } = instrument ?? {};
      const data = statSync(fileIn(plan), { throwIfNoEntry: false })?.size ?? null;
      return {
        ...nothingCaptured(order, roles),
        command: argv.length === 0 ? null : [...argv],
        perf: perf.version,
        files: data === null ? [] : [capture.file],
        threads: capturedThreads([begin, end]).filter(({ role }) => keys.has(role)),
        window: marks === null ? null : { from: marks.beginNs * 1e-9, to: marks.endNs * 1e-9 },
        delay:
          marks === null || onNs === null || offNs === null
            ? null
            : { on: (onNs - marks.beginNs) * 1e-9, off: (offNs - marks.endNs) * 1e-9 },
        cost: captureCost(execution, summary, data),
      };
    },
  };
}

/**
 * The whole command. perf starts with its events off (`-D -1`) and is told when on its stdin; it answers on its stdout.
 * Samples carry the time of the clock on which the marks lie.
 */
export function perfArguments(
  { capture, options, perf, events }: Pick<PerfOrder, 'capture' | 'options' | 'perf' | 'events'>,
  file: string,
  pids: string,
): string[] {
  const words = capture.perf(options, events);
  // Without what it would tell of the kernel's BPF programs, perf ends up to a second sooner.
  const recording = words[0] === 'stat' ? [] : ['-k', 'CLOCK_MONOTONIC', '--no-bpf-event'];
  return [perf.path, ...words, '-D', '-1', '--control', 'fd:0,1', ...recording, '-o', file, '-p', pids];
}
