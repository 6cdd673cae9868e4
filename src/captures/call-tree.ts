import type { Profile } from '../model/profile.js';
import { FrameTable, type Frame } from './frame-table.js';

/** Grows while stacks are added to it; linear in their frames, however wide a node is. */
export class CallTree {
  /** Node 0. */
  readonly root = 0;
  readonly frames = new FrameTable();
  readonly #parent: number[] = [-1];
  readonly #frame: number[] = [this.frames.numberOf({ name: 'all', binary: '', kind: 'root' })];
  readonly #own: number[] = [0];
  readonly #samples: number[] = [0];
  /** A hash table of the nodes by parent and frame, with open addresses. 0 is an empty place: nobody has the root as child. */
  #places = new Int32Array(1 << 12);

  /** The child of a node with a frame; made when it is met first. */
  child(parent: number, frame: number): number {
    const places = this.#places;
    const mask = places.length - 1;
    let place = hash(parent, frame) & mask;
    for (let node = places[place]!; node !== 0; node = places[place]!) {
      if (this.#frame[node] === frame && this.#parent[node] === parent) return node;
      place = (place + 1) & mask;
    }
    const node = this.#parent.push(parent) - 1;
    this.#frame.push(frame);
    this.#own.push(0);
    this.#samples.push(0);
    places[place] = node;
    if (node * 2 > places.length) this.#grow();
    return node;
  }

  /** The node at the end of a stack below a node. `stack` begins with the leaf, as perf prints it. */
  stack(below: number, stack: readonly number[], depth: number): number {
    let node = below;
    for (let at = depth - 1; at >= 0; at--) node = this.child(node, stack[at]!);
    return node;
  }

  /** One sample that ends in a node. */
  add(node: number, weight: number): void {
    this.#own[node]! += weight;
    this.#samples[node]! += 1;
  }

  profile(event: string, unit: Profile['unit']): Profile {
    const { frames, numbers } = this.#framesInUse();
    return {
      schema_version: 1,
      event,
      unit,
      samples: this.#samples.reduce((sum, samples) => sum + samples, 0),
      weight: this.#own.reduce((sum, own) => sum + own, 0),
      frames: {
        name: frames.map(({ name }) => name),
        binary: frames.map(({ binary }) => binary),
        kind: frames.map(({ kind }) => kind),
      },
      nodes: { parent: this.#parent, frame: numbers, own: this.#own, samples: this.#samples },
    };
  }

  /** Frames of samples that were not counted are left out. */
  #framesInUse(): { frames: Frame[]; numbers: number[] } {
    const used = [...new Set(this.#frame)];
    const renumbered = new Int32Array(this.frames.frames.length);
    for (const [number, frame] of used.entries()) renumbered[frame] = number;
    return {
      frames: used.map((frame) => this.frames.frames[frame]!),
      numbers: this.#frame.map((frame) => renumbered[frame]!),
    };
  }

  #grow(): void {
    const places = new Int32Array(this.#places.length * 2);
    const mask = places.length - 1;
    for (let node = 1; node < this.#parent.length; node++) {
      let place = hash(this.#parent[node]!, this.#frame[node]!) & mask;
      while (places[place] !== 0) place = (place + 1) & mask;
      places[place] = node;
    }
    this.#places = places;
  }
}

/** Odd multipliers spread neighbours; the upper bits are the well mixed ones, so they are folded down. */
function hash(parent: number, frame: number): number {
  const mixed = Math.imul(Math.imul(parent, 0x9e3779b1) ^ frame, 0x85ebca6b);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}
