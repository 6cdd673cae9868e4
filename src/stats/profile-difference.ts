import { ExpectedError } from '../errors.js';
import type { FrameKind, Profile } from '../model/profile.js';
import { leastCaptures, separation } from './separation.js';
import { treeTotals } from './tree-totals.js';

/** A profile of a run, and the work that was done in its window: payload bytes, or operations. */
export interface CapturedRun {
  profile: Profile;
  work: number;
}

/**
 * Two sets of captures merged into one tree by the names of frames, in columns as in `profile.json`. Weights are per unit
 * of work, and means over the captures of a side: means add up, so that callees never exceed their caller; medians do not.
 */
export interface ProfileDifference {
  unit: Profile['unit'];
  frames: Profile['frames'];
  parent: number[];
  frame: number[];
  a: SideColumns;
  b: SideColumns;
  /** Of a node with everything below it: 1 when every capture of B has more than any of A, -1 when less, else 0. */
  verdict: (-1 | 0 | 1)[];
  /** Whether there were captures enough to tell nodes apart at all. */
  judged: boolean;
}

export interface SideColumns {
  /** Per unit of work, of what ends in the node. */
  own: number[];
  /** Of all captures of the side. */
  samples: number[];
}

/** Compares the captures of two sides node by node. Throws an expected error when they are not comparable. */
export function profileDifference(a: readonly CapturedRun[], b: readonly CapturedRun[]): ProfileDifference {
  const runs = [...a, ...b];
  const unit = comparable(a, b);
  const tree = new MergedTree();
  const owns = runs.map(({ profile, work }) => tree.add(profile, work));
  const columns = owns.map(({ own }) => treeTotals(tree.parent, own));
  const [inA, inB] = [columns.slice(0, a.length), columns.slice(a.length)];
  const judged = a.length >= leastCaptures && b.length >= leastCaptures;
  return {
    unit,
    frames: tree.frames,
    parent: tree.parent,
    frame: tree.frame,
    a: side(owns.slice(0, a.length), tree.parent.length),
    b: side(owns.slice(a.length), tree.parent.length),
    verdict: tree.parent.map((_, node) => (judged ? separation(at(inA, node), at(inB, node)) : 0)),
    judged,
  };
}

/** The unit of all profiles; throws when they were not made of the same thing, or when nothing was done in a run. */
function comparable(a: readonly CapturedRun[], b: readonly CapturedRun[]): Profile['unit'] {
  const [first] = a;
  if (first === undefined || b.length === 0) {
    throw new ExpectedError('no-captures', 'a side has no captures', 'name at least one captured run for each side');
  }
  const { event, unit } = first.profile;
  for (const { profile, work } of [...a, ...b]) {
    if (profile.event !== event || profile.unit !== unit) {
      throw new ExpectedError(
        'different-events',
        `one profile is of ${event}, another of ${profile.event}`,
        'compare captures of the same kind from the same machine',
      );
    }
    if (!(work > 0)) {
      throw new ExpectedError(
        'no-work',
        'a run moved nothing in its window',
        'leave that run out, or capture it again',
      );
    }
  }
  return unit;
}

interface RunColumns {
  own: number[];
  samples: number[];
}

/** One tree of all frames that any profile has at the same place, found by name and kind; binaries may be renamed. */
class MergedTree {
  readonly parent: number[] = [];
  readonly frame: number[] = [];
  readonly frames: Profile['frames'] = { name: [], binary: [], kind: [] };
  readonly #places = new Map<string, number>();
  readonly #children: Map<number, number>[] = [];

  /** Takes a profile in; returns its weights per unit of work and its samples, by node of the merged tree. */
  add({ frames, nodes }: Profile, work: number): RunColumns {
    const known = frames.name.map((name, at) => this.#frame(name, frames.binary[at]!, frames.kind[at]!));
    const places: number[] = [];
    const columns: RunColumns = { own: [], samples: [] };
    for (const [node, parent] of nodes.parent.entries()) {
      const place = this.#node(node === 0 ? -1 : places[parent]!, known[nodes.frame[node]!]!);
      places.push(place);
      columns.own[place] = (columns.own[place] ?? 0) + nodes.own[node]! / work;
      columns.samples[place] = (columns.samples[place] ?? 0) + nodes.samples[node]!;
    }
    return columns;
  }

  #frame(name: string, binary: string, kind: FrameKind): number {
    const key = `${kind} ${name}`;
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    const place = this.frames.name.push(name) - 1;
    this.frames.binary.push(binary);
    this.frames.kind.push(kind);
    this.#places.set(key, place);
    return place;
  }

  #node(parent: number, frame: number): number {
    // There is one root, whatever it is called.
    if (parent < 0 && this.parent.length > 0) return 0;
    const siblings = this.#children[parent];
    const known = siblings?.get(frame);
    if (known !== undefined) return known;
    const place = this.parent.push(parent) - 1;
    this.frame.push(frame);
    this.#children.push(new Map());
    siblings?.set(frame, place);
    return place;
  }
}

const at = (columns: readonly number[][], node: number): number[] => columns.map((column) => column[node]!);

function side(runs: readonly RunColumns[], nodes: number): SideColumns {
  const columns: SideColumns = { own: [], samples: [] };
  for (let node = 0; node < nodes; node++) {
    columns.own.push(runs.reduce((sum, { own }) => sum + (own[node] ?? 0), 0) / runs.length);
    columns.samples.push(runs.reduce((sum, { samples }) => sum + (samples[node] ?? 0), 0));
  }
  return columns;
}
