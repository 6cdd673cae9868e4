import type { Profile } from '../../model/profile.js';
import { roleWord } from '../flamegraph/page-data.js';
import type { TreeNode } from './tree.js';

/** A colour of the graph: the name of a property of the style sheet, and what it stands for. */
export interface Swatch {
  fill: string;
  meaning: string;
}

/** As many binaries have a shade of their own; more could not be told apart. */
const shadesOfBinaries = 3;

/** States of threads that were not running, as the captures name them. */
const statesWithColour = new Set(['blocked', 'preempted']);

export const matchedFill = 'var(--matched)';

/** Colours by what a frame is; functions of user space by their binary. */
export class KindColours {
  readonly legend: readonly Swatch[];
  readonly #binaries: readonly string[];

  constructor(frames: Profile['frames'], nodes: { frame: readonly number[]; own: readonly number[] }) {
    this.#binaries = heaviestBinaries(frames, nodes);
    const kinds = new Set(frames.kind);
    const states = [...new Set(frames.name.filter((_, at) => frames.kind[at] === 'state'))].sort();
    this.legend = [
      ...(kinds.has('role') ? [{ fill: 'var(--role)', meaning: roleWord(frames) }] : []),
      ...(kinds.has('thread') ? [{ fill: 'var(--thread)', meaning: 'thread' }] : []),
      ...states.map((state) => ({ fill: stateFill(state), meaning: state })),
      ...this.#binaries.map((binary, at) => ({ fill: `var(--user-${at})`, meaning: binary })),
      ...(kinds.has('user') ? [{ fill: 'var(--user-other)', meaning: 'other user space' }] : []),
      ...(kinds.has('kernel') ? [{ fill: 'var(--kernel)', meaning: 'kernel' }] : []),
      ...(kinds.has('unknown') ? [{ fill: 'var(--unknown)', meaning: 'unknown' }] : []),
    ];
  }

  fill({ kind, name, binary }: TreeNode): string {
    if (kind === 'state') return stateFill(name);
    if (kind !== 'user') return `var(--${kind})`;
    const place = this.#binaries.indexOf(binary);
    return place < 0 ? 'var(--user-other)' : `var(--user-${place})`;
  }
}

const stateFill = (state: string): string => `var(--${statesWithColour.has(state) ? state : 'other-state'})`;

/** Binaries of user space by what was spent in them, the heaviest first. */
function heaviestBinaries(
  { binary, kind }: Profile['frames'],
  { frame, own }: { frame: readonly number[]; own: readonly number[] },
): string[] {
  const weights = new Map<string, number>();
  for (const [node, at] of frame.entries()) {
    const name = binary[at] ?? '';
    if (kind[at] === 'user' && name !== '') weights.set(name, (weights.get(name) ?? 0) + (own[node] ?? 0));
  }
  const sorted = [...weights].sort(([, one], [, other]) => other - one);
  return sorted.slice(0, shadesOfBinaries).map(([name]) => name);
}
