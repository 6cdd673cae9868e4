import type { Profile } from '../../model/profile.js';
import { formatShare } from './describe.js';
import { inOrder, titleOf } from './tree.js';
import type { Choice } from './view.js';

/** Roles and threads in a tree, with the share of all that each of them has. `totals`: of nodes, callees included. */
export function choicesOf(
  { parent, frame }: { parent: readonly number[]; frame: readonly number[] },
  { name, kind }: Profile['frames'],
  totals: readonly number[],
): Choice[] {
  const choices = frame.flatMap((of, at): Choice[] => {
    const what = kind[of];
    if (what !== 'role' && what !== 'thread') return [];
    return [
      {
        at,
        name: titleOf(name[of] ?? '', what),
        role: what === 'role' ? null : parent[at]!,
        share: formatShare(totals[at] ?? 0, totals[0] ?? 0),
      },
    ];
  });
  return choices.sort((one, other) => inOrder.compare(one.name, other.name));
}
