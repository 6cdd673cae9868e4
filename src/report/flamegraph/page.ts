import type { Profile } from '../../model/profile.js';
import { formatCount, formatPercent, formatSeconds } from '../../units/quantity.js';
import { graphDocument, type Graph, type Surroundings } from './document.js';
import { profileData } from './profile-data.js';

export interface FlamegraphInput extends Surroundings {
  profile: Profile;
}

/** The flame graph of one capture as one HTML file that opens offline. Names of functions are text in it, nothing else. */
export function flamegraphPage(input: FlamegraphInput): string {
  return graphDocument(input, profileGraph(input.profile));
}

/** The graph alone, for a page that tells more. */
export function profileGraph(profile: Profile): Graph {
  const data = profileData(profile);
  return {
    subtitle: `${profile.event}: ${formatCount(profile.samples)} samples, ${amount(profile)}`,
    ways: {
      title: 'stacks',
      choices: [
        { value: 'normal', label: 'normal', hint: 'From relay and thread to what they called' },
        { value: 'inverted', label: 'inverted', hint: 'From the functions that used the time to who called them' },
      ],
    },
    notes: [
      'The width of a frame is its share of the weight of all samples, with everything that it called. Click a frame to zoom in.',
      ...leftOut(profile, data),
    ],
    data,
  };
}

const amount = ({ unit, weight }: Profile): string =>
  unit === 'ns' ? `${formatSeconds(weight * 1e-9)} in all` : `${formatCount(weight)} events`;

/** How much of the profile the page leaves out, if anything. */
function leftOut({ nodes }: Profile, { nodes: shown, below }: ReturnType<typeof profileData>): string[] {
  if (below === 0) return [];
  const frames = nodes.parent.length - shown.parent.length;
  const samples = shown.hiddenSamples.reduce((sum, one) => sum + one, 0);
  return [
    `Left out: ${formatCount(frames)} frames below ${formatPercent(below, 3)} each, with ${formatCount(samples)} samples together. ` +
      'Their weight is still in their callers, and in the inverted view in “(small frames)”, so that all sums are exact.',
  ];
}
