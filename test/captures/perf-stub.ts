import { chmodSync, mkdtempSync, rmSync, writeFileSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import type { Captured, CaptureOptions } from '../../src/captures/capture.js';
import { LocalHost } from '../../src/host/local-host.js';
import { PerfMachine } from '../../src/host/perf-machine.js';
import { ownersUnknown } from '../../src/captures/owners.js';

export const usual: CaptureOptions = { events: null, frequency: 997, callGraph: 'fp', extra: [] };

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

export interface Stub {
  captured: Captured;
  /** What it was called with. */
  argv: () => string[];
}

/** A perf that prints a text (in latin1), says something on stderr, and ends in some way. */
export function stubPerf(text: string, { stderr = '', end = 'exit 0' } = {}): Stub {
  const folder = mkdtempSync(join(tmpdir(), 'flimflam-perf-'));
  folders.push(folder);
  const [perf, argv] = [join(folder, 'perf'), join(folder, 'argv')];
  writeFileSync(join(folder, 'stdout'), text, 'latin1');
  writeFileSync(join(folder, 'stderr'), stderr);
  writeFileSync(
    perf,
    `#!/bin/sh\nprintf '%s\\n' "$@" > '${argv}'\ncat '${folder}/stdout'\ncat '${folder}/stderr' >&2\n${end}\n`,
  );
  chmodSync(perf, 0o755);
  return {
    captured: {
      ...{ file: join(folder, 'perf.data'), perf: new PerfMachine(new LocalHost(), perf) },
      ...{ ownerOf: ownersUnknown, marks: null, signal: null },
    },
    argv: () => readFileSync(argv, 'utf8').trimEnd().split('\n'),
  };
}
