import type { Profile } from '../../model/profile.js';
import { formatCount, formatPercent, formatSeconds } from '../../units/quantity.js';
import type { TreeNode } from './tree.js';

/** What is told of a frame: its name, and labelled figures in the order in which they are read. */
export interface Description {
  name: string;
  facts: (readonly [label: string, value: string])[];
}

/** A weight as people read it: milliseconds and the like, or a number of events. */
export const formatWeight = (weight: number, unit: Profile['unit']): string =>
  unit === 'ns' ? formatSeconds(weight * 1e-9) : `${formatCount(weight)} event${Math.round(weight) === 1 ? '' : 's'}`;

/** A share with as many digits as it takes to tell it from nothing. */
export const formatShare = (part: number, whole: number): string => {
  const share = whole > 0 ? part / whole : 0;
  return formatPercent(share, share > 0 && share < 0.001 ? 3 : 1);
};

/** Where a function lives; nothing for what is none. */
export function placeOf({ kind, binary }: TreeNode): [label: string, value: string][] {
  if (kind === 'kernel') return [['in', 'kernel']];
  return binary === '' ? [] : [['in', binary]];
}

/** A frame of a profile: shares of all samples there are, and of the frame that fills the width. */
export function describe(node: TreeNode, all: number, shown: TreeNode, unit: Profile['unit']): Description {
  return {
    name: node.name,
    facts: [
      ...placeOf(node),
      ['of all', formatShare(node.value, all)],
      ['of shown', formatShare(node.value, shown.value)],
      ['samples', formatCount(node.samples)],
      [unit === 'ns' ? 'time' : 'weight', formatWeight(node.value, unit)],
      // In the inverted view a frame stands for callers, which did nothing themselves meanwhile.
      ...(node.at < 0 ? [] : ([['itself', formatShare(node.own, all)]] as const)),
    ],
  };
}
