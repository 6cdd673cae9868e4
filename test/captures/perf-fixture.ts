import { readFileSync } from 'node:fs';
import type { Captured } from '../../src/captures/capture.js';
import { ownersUnknown } from '../../src/captures/owners.js';
import { ProfileTree } from '../../src/captures/profile-tree.js';
import { ScriptReader, type ScriptSink } from '../../src/captures/script-samples.js';
import { CallTree } from '../../src/captures/call-tree.js';
import type { Profile } from '../../src/model/profile.js';

/** What perf script printed, as the engine gets it: in latin1. */
export const perfText = (name: string): string =>
  readFileSync(new URL(`../fixtures/perf/${name}.txt`, import.meta.url), 'latin1');

export const utf8 = (text: string): string => Buffer.from(text, 'latin1').toString('utf8');

/** The pieces of a text that is cut at some places. */
export function piecesOf(text: string, cuts: readonly number[]): string[] {
  const places = [0, ...cuts.map((cut) => cut % (text.length + 1)), text.length].sort((a, b) => a - b);
  return places.slice(1).map((place, at) => text.slice(places[at], place));
}

type Around = Partial<Pick<Captured, 'ownerOf' | 'marks'>>;

/** The tree of a text, with processes in place of roles unless something else is said. */
export function treeOf(pieces: string | readonly string[], around: Around = {}): ProfileTree {
  const found = new ProfileTree({ ownerOf: ownersUnknown, marks: null, ...around });
  const reader = new ScriptReader(found.tree.frames, found);
  for (const piece of [pieces].flat()) reader.read(piece);
  return found;
}

export const profileOf = (pieces: string | readonly string[], around: Around = {}): Profile =>
  treeOf(pieces, around).profile()!;

/** Everything that a reader finds, as texts that can be compared. */
export function foundIn(pieces: string | readonly string[], trace = false): { found: string[]; reader: ScriptReader } {
  const found: string[] = [];
  const { frames } = new CallTree();
  const sink: ScriptSink = {
    sample: ({ thread, timeNs, period, event, trace, stack, depth }) => {
      const names = stack.slice(0, depth).map((frame) => {
        const { name, binary, kind } = frames.frames[frame]!;
        return `${kind} ${name} of ${binary}`;
      });
      const head = [thread.comm, thread.pid, thread.tid, timeNs, period, event, ...(trace === '' ? [] : [trace])];
      found.push([head.join('|'), ...names].join('\n  '));
    },
    record: (thread, timeNs, what) => found.push(`${thread.tid}|${timeNs}|${what}`),
  };
  const reader = new ScriptReader(frames, sink, { trace });
  for (const piece of [pieces].flat()) reader.read(piece);
  return { found, reader };
}
