import type { Capture } from './capture.js';
import { folded } from './folded.js';
import { digestSamples, samplingArguments, samplingNeeds } from './sampling.js';

/** Samples of running threads as a tree of calls, also in the form that other programs draw flame graphs from. */
export const flamegraph: Capture = {
  name: 'flamegraph',
  needs: samplingNeeds,
  file: 'perf.data',
  perf: samplingArguments,
  async digest(captured, options) {
    const findings = await digestSamples(captured, options);
    return { ...findings, files: { ...findings.files, 'flamegraph.folded': folded(findings.profile.tree) } };
  },
};
