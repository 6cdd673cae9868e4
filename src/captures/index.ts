import type { CaptureName } from '../model/names.js';
import type { Capture } from './capture.js';
import { c2c } from './c2c.js';
import { flamegraph } from './flamegraph.js';
import { mem } from './mem.js';
import { offcpu } from './offcpu.js';
import { record } from './record.js';
import { stat } from './stat.js';
import { syscalls } from './syscalls.js';

/** Captures that perf makes; skstat asks the routers instead. */
export const captures: Readonly<Record<Exclude<CaptureName, 'skstat'>, Capture>> = {
  stat,
  record,
  c2c,
  mem,
  flamegraph,
  offcpu,
  syscalls,
};
