import { join, posix } from 'node:path';
import type { Capture } from '../../captures/capture.js';
import type { PerfMachine } from '../../host/perf-machine.js';
import type { Role } from '../../model/names.js';
import { thisMachine } from '../../model/placement.js';
import type { CaptureOrder } from './nothing-captured.js';

/** A capture with perf, decided on. */
export interface PerfOrder extends CaptureOrder {
  capture: Capture;
  roles: readonly Role[];
  /** One a host, nearest the client first. */
  looks: readonly PerfLook[];
}

/** What one perf looks at. */
export interface PerfLook {
  /** Name of the host. */
  on: string;
  roles: readonly Role[];
  perf: PerfMachine;
  /** What it says of its version. */
  version: string;
  /** Events that were found to work there. */
  events: readonly string[];
}

/** The name in the run folder of what a perf writes: that of the capture, and for a second one with its first role. */
export const fileOf = ({ capture, looks }: PerfOrder, look: PerfLook): string =>
  look === looks[0] ? capture.file : `${stemOf(look)}.${capture.file}`;

/** A word that tells a look from the others, such as `relay2`. */
export const stemOf = ({ roles }: PerfLook): string => roles[0] ?? 'perf';

/**
 * Absolute path on its host of what a perf writes. Elsewhere it lies beside the folder of the run, which is gone with the
 * run: only there it can be read with the binaries into which it looks.
 */
export const pathThere = (order: PerfOrder, look: PerfLook, folder: string): string =>
  look.on === thisMachine
    ? join(folder, fileOf(order, look))
    : posix.join(captureFolder(look, folder), fileOf(order, look));

/** The folder on another host in which a perf writes, whose run has its folder here. */
export const captureFolder = ({ perf: { host } }: PerfLook, folder: string): string =>
  `${host.folderOf(folder)}.capture`;

/**
 * The whole command. perf starts with its events off (`-D -1`) and is told when on its stdin; it answers on its stdout.
 * Samples carry the time of the clock on which the marks lie.
 */
export function perfArguments(
  { capture, options }: Pick<PerfOrder, 'capture' | 'options'>,
  { perf, events }: Pick<PerfLook, 'events'> & { perf: Pick<PerfMachine, 'path'> },
  file: string,
  pids: string,
): string[] {
  const words = capture.perf(options, events);
  // Without what it would tell of the kernel's BPF programs, perf ends up to a second sooner.
  const recording = words[0] === 'stat' ? [] : ['-k', 'CLOCK_MONOTONIC', '--no-bpf-event'];
  return [perf.path, ...words, '-D', '-1', '--control', 'fd:0,1', ...recording, '-o', file, '-p', pids];
}
