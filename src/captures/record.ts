import type { Capture } from './capture.js';
import { digestSamples, samplingArguments, samplingNeeds } from './sampling.js';

/** Samples of running threads for `perf report`, and the functions in which they were met most. */
export const record: Capture = {
  name: 'record',
  needs: samplingNeeds,
  file: 'perf.data',
  perf: samplingArguments,
  digest: digestSamples,
};
