import type { Profile } from '../model/profile.js';

/** Bytes of the longest weight with the blank before it and the line end behind it. */
const weightWidth = 24;

/**
 * A profile as one line for each stack, for programs that read what FlameGraph's stackcollapse writes:
 * `relay 1;wrkr_0;main;tcp_sendmsg_[k] 1003009`. Weights are in whole units of the profile; callees are sorted by name.
 * The text of a large profile is long, as every line holds all callers, so it is put together from bytes.
 */
export function folded({ frames, nodes }: Profile): string {
  const texts = frames.name.map((name, at) => plain(name) + (frames.kind[at] === 'kernel' ? '_[k]' : ''));
  const names = texts.map((text) => Buffer.from(text));
  const ends = endsOf(nodes, names);
  const lines = nodes.own.reduce((sum, own, node) => sum + (own > 0 ? ends[node]! + weightWidth : 0), 0);
  const text = Buffer.allocUnsafe(lines);
  /** The stack of the node in hand: what it shares with the one before stays. */
  const stack = Buffer.allocUnsafe(ends.reduce((most, end) => Math.max(most, end), 0));
  let length = 0;
  for (const node of inOrder(nodes, texts)) {
    const name = names[nodes.frame[node]!]!;
    const begin = ends[node]! - name.length;
    if (begin > 0) stack[begin - 1] = semicolon;
    stack.set(name, begin);
    const own = nodes.own[node]!;
    if (own <= 0) continue;
    length += stack.copy(text, length, 0, ends[node]);
    length += text.write(` ${Math.round(own)}\n`, length, 'latin1');
  }
  return text.toString('utf8', 0, length);
}

const semicolon = 0x3b;

/** What would end a name or a line, made harmless. */
const plain = (name: string): string => name.replaceAll(';', ':').replaceAll(/[\r\n]+/gu, ' ');

/** How many bytes the stack of each node takes; none the root, which is in all of them. */
function endsOf({ parent, frame }: Profile['nodes'], names: readonly Buffer[]): Int32Array {
  const ends = new Int32Array(parent.length);
  for (let node = 1; node < parent.length; node++) {
    const above = ends[parent[node]!]!;
    ends[node] = above + (above > 0 ? 1 : 0) + names[frame[node]!]!.length;
  }
  return ends;
}

/** All nodes but the root, each before what is below it, siblings by name. */
function inOrder({ parent, frame }: Profile['nodes'], names: readonly string[]): number[] {
  const nodesOf: number[][] = names.map(() => []);
  for (let node = 1; node < parent.length; node++) nodesOf[frame[node]!]!.push(node);
  const [first, next] = [new Int32Array(parent.length), new Int32Array(parent.length)];
  // Names are sorted once, not among the siblings of every node; who is put before the others last comes first.
  for (const name of lastFirst(names)) {
    for (const node of nodesOf[name]!) {
      next[node] = first[parent[node]!]!;
      first[parent[node]!] = node;
    }
  }
  const order: number[] = [];
  for (let node = first[0]!; node > 0;) {
    order.push(node);
    if (first[node] !== 0) node = first[node]!;
    else {
      while (node > 0 && next[node] === 0) node = parent[node]!;
      node = next[node]!;
    }
  }
  return order;
}

/** By code units: the same on every machine, whatever its language. */
const lastFirst = (names: readonly string[]): number[] =>
  names.map((_, at) => at).sort((a, b) => (names[a]! < names[b]! ? 1 : -1));
