import type { Sample } from '../../../model/readings.js';
import { jointly, meanTimeNs } from '../window/jointly.js';

/** Joins what several hosts sample at the same times to samples of all roles. */
export const jointSamples = (
  hosts: readonly string[],
  onSample: (sample: Sample) => void,
): ((host: string, sample: Sample) => void) => jointly(hosts, joined, onSample);

function joined(samples: readonly Sample[]): Sample {
  const roles: Sample['roles'] = {};
  for (const sample of samples) {
    for (const [role, { ticks, rssBytes }] of Object.entries(sample.roles)) {
      // Flimflam itself is on every host.
      const before = roles[role] ?? { ticks: 0, rssBytes: 0 };
      roles[role] = { ticks: before.ticks + ticks, rssBytes: before.rssBytes + rssBytes };
    }
  }
  return {
    timeNs: meanTimeNs(samples),
    roles,
    logSizes: Object.assign({}, ...samples.map(({ logSizes }) => logSizes)) as Sample['logSizes'],
  };
}
