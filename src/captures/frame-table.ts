import type { FrameKind } from '../model/profile.js';

/** A place on a stack: a function, or a level of the tree above the functions. */
export interface Frame {
  name: string;
  /** File name of the executable or library; empty for what is no function. */
  binary: string;
  kind: FrameKind;
}

/** Numbers frames, so that a stack is a row of small numbers; equal frames have the same number. */
export class FrameTable {
  readonly frames: Frame[] = [];
  readonly #numbers = new Map<string, number>();

  numberOf(frame: Frame): number {
    const key = `${frame.kind}\n${frame.binary}\n${frame.name}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.frames.length);
    return this.frames.push(frame) - 1;
  }
}
