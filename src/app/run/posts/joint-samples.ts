import type { Sample } from '../../../model/readings.js';

/** Samples are taken at multiples of this, in nanoseconds. */
const rasterNs = 100e6;

/** A host that is more than this behind has left a sample out, or is lost. */
const longestWait = 20;

/**
 * Joins what several hosts sample at the same times: calls back with one sample of all roles once all have told theirs. A
 * time at which one of them told nothing is left out.
 */
export function jointSamples(
  hosts: readonly string[],
  onSample: (sample: Sample) => void,
): (host: string, sample: Sample) => void {
  const waiting = new Map<number, Map<string, Sample>>();
  return (host, sample) => {
    if (hosts.length === 1) return onSample(sample);
    const place = Math.round(sample.timeNs / rasterNs);
    const told = waiting.get(place) ?? new Map<string, Sample>();
    waiting.set(place, told.set(host, sample));
    for (const old of waiting.keys()) if (old < place - longestWait) waiting.delete(old);
    if (told.size < hosts.length) return;
    waiting.delete(place);
    onSample(joined([...told.values()]));
  };
}

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
    timeNs: samples.reduce((sum, { timeNs }) => sum + timeNs, 0) / samples.length,
    roles,
    logSizes: Object.assign({}, ...samples.map(({ logSizes }) => logSizes)) as Sample['logSizes'],
  };
}
