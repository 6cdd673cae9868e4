import type { Profile } from '../../model/profile.js';
import { treeTotals } from '../../stats/tree-totals.js';
import type { ProfileData } from './page-data.js';
import { framesUsed, nodesAbove, standIns } from './prune.js';

/**
 * Most characters that a profile may take on the page. A page of 3 MB still opens at once; script, style and the text
 * around the graph take a tenth of that.
 */
const mostCharacters = 2_500_000;

/** Most nodes: a browser on a slow machine lays out so many within the second that people wait without noticing. */
const mostNodes = 40_000;

/** Least shares of all that are tried, one after another. The first is far below a pixel of the widest screen. */
const leastShares = [0, 1 / 50_000, 1 / 20_000, 1 / 10_000, 1 / 5000, 1 / 2000, 1 / 1000, 1 / 500];

/** What the page carries of a profile: all of it, unless that is too much; then without the smallest frames. */
export function profileData(profile: Profile): ProfileData {
  const shares = sharesOf(profile);
  for (const least of leastShares.slice(0, -1)) {
    const kept = nodesAbove(shares, least);
    if (kept.length > mostNodes) continue;
    const data = without(profile, kept, least);
    if (JSON.stringify(data).length <= mostCharacters) return data;
  }
  const last = leastShares.at(-1)!;
  return without(profile, nodesAbove(shares, last), last);
}

function sharesOf({ nodes }: Profile): number[] {
  const weights = treeTotals(nodes.parent, nodes.own);
  const all = weights[0]!;
  return weights.map((weight) => (all > 0 ? weight / all : 0));
}

function without({ unit, frames, nodes }: Profile, kept: readonly number[], below: number): ProfileData {
  const place = standIns(nodes.parent, kept);
  const hidden = kept.map(() => 0);
  const hiddenSamples = kept.map(() => 0);
  for (const [node, at] of place.entries()) {
    if (kept[at] === node) continue;
    hidden[at]! += nodes.own[node]!;
    hiddenSamples[at]! += nodes.samples[node]!;
  }
  const used = framesUsed(
    frames,
    kept.map((node) => nodes.frame[node]!),
  );
  return {
    kind: 'profile',
    unit,
    frames: used.frames,
    nodes: {
      parent: kept.map((node) => (node === 0 ? -1 : place[nodes.parent[node]!]!)),
      frame: used.frame,
      own: kept.map((node) => nodes.own[node]!),
      samples: kept.map((node) => nodes.samples[node]!),
      hidden,
      hiddenSamples,
    },
    below: kept.length < nodes.parent.length ? below : 0,
  };
}
