import { countedInWindow, loadTraits, planLoad } from './load-program.js';
import type { Workload } from './workload.js';

/** A TCP stream that the server echoes back, as fast as it goes. */
export const builtin: Workload = {
  ...loadTraits,
  name: 'builtin',
  description: 'TCP stream, echoed back over every connection',
  bit: 'payload received by the client after the server echoed it: each bit is sent and returned',
  operation: () => null,
  takes: { direction: true, messageSize: 'one', rate: 'bits', verify: true, light: true, readerRate: true },
  plan: (ends) => planLoad('echo', ends),
  result: ({ clientOutput }) => {
    const { seconds, rx } = countedInWindow(clientOutput);
    return { bytes: rx, seconds, operations: null, latency: null, failure: rx === 0 ? 'no byte came back' : null };
  },
};
