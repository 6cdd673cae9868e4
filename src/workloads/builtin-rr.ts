import { parseHistogramText } from '../stats/histogram-text.js';
import { latencyOf } from '../stats/latency.js';
import { countedInWindow, histogramFile, loadTraits, planLoad } from './load-program.js';
import type { Workload } from './workload.js';

/** One byte there, one byte back, closed loop on every connection: the TCP_RR of netperf and neper. */
export const builtinRr: Workload = {
  ...loadTraits,
  name: 'builtin-rr',
  description: 'one request, one response, closed loop, with latency percentiles',
  bit: 'payload of responses received by the client',
  operation: 'a 1-byte request and its 1-byte response, closed loop: the next request follows the response',
  takes: {},
  plan: (ends) => planLoad('rr', ends),
  result: ({ clientOutput, readFile }) => {
    const { seconds, rx } = countedInWindow(clientOutput);
    const { histogram, exact } = parseHistogramText(readFile(histogramFile) ?? '');
    // The histogram holds exactly the operations that were completed within the window.
    const operations = histogram.totalCount;
    return {
      bytes: rx,
      seconds,
      operations,
      latency: latencyOf(histogram, exact),
      failure: operations === 0 ? 'no request was answered' : null,
    };
  },
};
