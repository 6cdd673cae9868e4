import type { Capture } from './capture.js';
import { folded } from './folded.js';
import { OffCpuTime, switchEvent } from './off-cpu-time.js';
import { readScript } from './perf-script.js';
import { profileFindings } from './sampling.js';
import { ScriptReader } from './script-samples.js';

/** Where threads do not run, and why: every switch away from them, without BPF. */
export const offcpu: Capture = {
  name: 'offcpu',
  needs: ({ callGraph }) => (callGraph === 'fp' ? ['switches'] : ['switches', callGraph]),
  file: 'perf.data',
  perf: ({ callGraph, extra }) => [
    ...['record', '-e', switchEvent, '--switch-events', '--call-graph', callGraph],
    ...extra,
  ],
  async digest(captured, { callGraph }) {
    const found = new OffCpuTime(captured);
    const reader = new ScriptReader(found.tree.frames, found, { trace: true });
    // Threads that are born or end in the window must not be taken for waiting ones.
    const flags = ['--show-switch-events', '--show-task-events'];
    const lost = await readScript(captured, reader, { fields: ['trace'], flags });
    const findings = profileFindings(found.profile(), { lost, leftOut: new Map(), callGraph }, captured);
    return { ...findings, files: { ...findings.files, 'offcpu.folded': folded(findings.profile.tree) } };
  },
};
