import { countedInWindow, loadPrograms, planLoad } from './load-program.js';
import type { Workload } from './workload.js';

/** A TCP stream that the server echoes back, as fast as it goes. */
export const builtin: Workload = {
  name: 'builtin',
  description: 'TCP stream, echoed back over every connection',
  protocols: ['tcp'],
  programs: loadPrograms,
  bit: 'payload received by the client after the server echoed it: each bit is sent and returned',
  operation: null,
  kernelEnd: 'client',
  kernelOverhead: 0,
  connections: (jobs) => jobs,
  maxJobs: null,
  wholeSeconds: false,
  window: { kind: 'announced' },
  plan: (ends) => planLoad('echo', ends),
  result: ({ clientOutput }) => {
    const { seconds, rx } = countedInWindow(clientOutput);
    return { bytes: rx, seconds, operations: null, latency: null, failure: rx === 0 ? 'no byte came back' : null };
  },
};
