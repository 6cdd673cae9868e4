import type { CaptureOptions } from '../../captures/capture.js';
import type { Capture } from '../../model/capture.js';
import { captureOptions } from '../../model/capture-options.js';
import { roleKey, type CaptureName, type Role } from '../../model/names.js';

/** What was asked for. */
export interface CaptureOrder {
  kind: CaptureName;
  /** As the user gave it. */
  target: string;
  options: CaptureOptions;
}

/** A capture before anything of it is known. */
export function nothingCaptured({ kind, target, options }: CaptureOrder, roles: readonly Role[]): Capture {
  const has = (name: (typeof captureOptions)[CaptureName][number]): boolean => captureOptions[kind].includes(name);
  return {
    kind,
    targets: roles.map(roleKey),
    options: {
      target,
      events: has('events') ? options.events : null,
      frequency: has('freq') ? options.frequency : null,
      call_graph: has('call-graph') ? options.callGraph : null,
      extra: [...options.extra],
    },
    command: null,
    perf: null,
    files: [],
    threads: [],
    window: null,
    delay: null,
    cost: { cpu: null, data: null, lost: null, bits_per_second_before: null, bits_per_second_during: null },
    stat: null,
    profile: null,
    syscalls: null,
    routers: null,
  };
}
