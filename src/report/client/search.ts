import type { TreeNode } from './tree.js';

/** Tells whether a frame is what the user looks for; or what is wrong with the expression. */
export type Pattern = { matches: (node: TreeNode) => boolean } | { wrong: string };

/** What was found below a frame. Every stack counts once, however often it holds what was looked for. */
export interface Matches {
  frames: number;
  weight: number;
  samples: number;
  /** Something may have been left out of the graph that would have matched. */
  atLeast: boolean;
}

/** From what was typed: a part of a name or of a binary, or a regular expression; large and small letters are alike. */
export function patternOf(text: string, isExpression: boolean): Pattern {
  if (!isExpression) {
    const part = text.toLowerCase();
    return { matches: ({ name, binary }) => name.toLowerCase().includes(part) || binary.toLowerCase().includes(part) };
  }
  try {
    const expression = new RegExp(text, 'iu');
    return { matches: ({ name, binary }) => expression.test(name) || expression.test(binary) };
  } catch (error) {
    return { wrong: error instanceof Error ? error.message : String(error) };
  }
}

/** Marks what matches below a frame (itself included) and sums it up; null marks nothing. */
export function search(root: TreeNode, pattern: { matches: (node: TreeNode) => boolean } | null): Matches {
  const found: Matches = { frames: 0, weight: 0, samples: 0, atLeast: false };
  // The same function stands in many places.
  const known = new Map<number, boolean>();
  const open: [node: TreeNode, counted: boolean][] = [[root, false]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [node, counted] = next;
    node.matched = pattern !== null && remembered(known, node.frame, () => pattern.matches(node));
    if (node.matched) {
      found.frames += 1;
      if (!counted) {
        found.weight += node.value;
        found.samples += node.samples;
      }
    }
    const within = counted || node.matched;
    if (!within && node.hidden > 0) found.atLeast = true;
    for (const child of node.children) open.push([child, within]);
  }
  return found;
}

function remembered(known: Map<number, boolean>, frame: number, ask: () => boolean): boolean {
  const before = frame < 0 ? undefined : known.get(frame);
  if (before !== undefined) return before;
  const answer = ask();
  if (frame >= 0) known.set(frame, answer);
  return answer;
}
