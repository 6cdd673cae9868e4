import { roleKey } from '../model/names.js';
import type { Profile, ProfileFacts, ProfileRole } from '../model/profile.js';
import { treeTotals } from '../stats/tree-totals.js';

/** Functions of a role that are kept. */
const keptFunctions = 20;

/** Files in which stacks break off that are kept. */
const keptBinaries = 3;

/** User frames below which a stack is too short to tell who called. */
const fewestFrames = 3;

/** What is the same for every node of a tree, and follows from its parents. */
interface Walk {
  /** The node of the role above; 0 of the root. */
  role: Int32Array;
  /** Weight of the node and all below. */
  total: readonly number[];
  /** Frames of user space on the way from the root. */
  userFrames: Int32Array;
  /** The outermost of them; -1 when there is none. */
  outermost: Int32Array;
}

/** The figures of a profile, by role; whatever can be said of it can be said again from its file. */
export function profileFacts(profile: Profile): ProfileFacts {
  const { event, unit, samples, frames, nodes } = profile;
  const walk = walkOf(profile);
  const sums = new Map<number, RoleSum>();
  for (let node = 1; node < walk.role.length; node++) {
    const role = walk.role[node]!;
    const sum = sums.get(role) ?? new RoleSum();
    sums.set(role, sum);
    sum.add(profile, walk, node);
  }
  const roles = [...sums].map(([role, sum]) => [keyOf(frames.name[nodes.frame[role]!]!), sum.facts(profile)] as const);
  return {
    event,
    unit,
    samples,
    roles: Object.fromEntries(roles.sort(([a], [b]) => (sortable(a) < sortable(b) ? -1 : 1))),
  };
}

/** With numbers of one length, so that 2 stands before 10. */
const sortable = (role: string): string => role.replaceAll(/\d+/gu, (digits) => digits.padStart(12, '0'));

/** `relay_1` of `relay 1`. */
const keyOf = (title: string): string => roleKey(title.replace(/^relay (\d+)$/u, 'relay$1'));

/** A parent comes before its children, so that one way through is enough. */
function walkOf({ frames, nodes }: Profile): Walk {
  const count = nodes.parent.length;
  const walk: Walk = {
    role: new Int32Array(count),
    total: treeTotals(nodes.parent, nodes.own),
    userFrames: new Int32Array(count),
    outermost: new Int32Array(count).fill(-1),
  };
  const { role, userFrames, outermost } = walk;
  for (let node = 1; node < count; node++) {
    const parent = nodes.parent[node]!;
    const frame = nodes.frame[node]!;
    const kind = frames.kind[frame]!;
    const isUser = kind === 'user' || kind === 'unknown';
    role[node] = kind === 'role' ? node : role[parent]!;
    userFrames[node] = userFrames[parent]! + (isUser ? 1 : 0);
    outermost[node] = isUser && outermost[parent] === -1 ? frame : outermost[parent]!;
  }
  return walk;
}

interface FunctionSum {
  own: number;
  total: number;
  samples: number;
}

/** Sums over the nodes of a role. */
class RoleSum {
  readonly #functions = new Map<number, FunctionSum>();
  readonly #states = new Map<string, number>();
  readonly #broken = new Map<string, number>();
  #samples = 0;
  #weight = 0;
  #short = 0;
  #rootless = 0;
  #poor = 0;

  add(profile: Profile, walk: Walk, node: number): void {
    const { frames, nodes } = profile;
    const frame = nodes.frame[node]!;
    const samples = nodes.samples[node]!;
    const own = nodes.own[node]!;
    this.#samples += samples;
    this.#weight += own;
    if (samples > 0) this.#judge(frames, walk, node, samples);
    const kind = frames.kind[frame]!;
    if (kind === 'state') increase(this.#states, frames.name[frame]!, walk.total[node]!);
    if (kind === 'role' || kind === 'thread' || kind === 'state') return;
    let sum = this.#functions.get(frame);
    if (sum === undefined) this.#functions.set(frame, (sum = { own: 0, total: 0, samples: 0 }));
    sum.own += own;
    sum.samples += samples;
    // What a function that calls itself spent is in its outermost call already.
    if (!isAbove(nodes, node)) sum.total += walk.total[node]!;
  }

  #judge(frames: Profile['frames'], { userFrames, outermost }: Walk, node: number, samples: number): void {
    const root = outermost[node]!;
    const [isShort, isRootless] = [userFrames[node]! < fewestFrames, frames.kind[root] === 'unknown'];
    if (isShort) this.#short += samples;
    if (isRootless) this.#rootless += samples;
    if (!isShort && !isRootless) return;
    this.#poor += samples;
    increase(this.#broken, frames.binary[root] ?? '', samples);
  }

  facts({ frames }: Profile): ProfileRole {
    const ofSamples = (count: number): number => share(count, this.#samples);
    const first = [...this.#functions]
      .filter(([, { own }]) => own > 0)
      .sort(([a, one], [b, other]) => other.own - one.own || other.total - one.total || a - b)
      .slice(0, keptFunctions);
    return {
      samples: this.#samples,
      weight: this.#weight,
      stacks: {
        short: ofSamples(this.#short),
        rootless: ofSamples(this.#rootless),
        poor: ofSamples(this.#poor),
        broken_in: [...this.#broken]
          .sort(([, one], [, other]) => other - one)
          .slice(0, keptBinaries)
          .map(([binary, count]) => ({ binary, share: share(count, this.#poor) })),
      },
      states: Object.fromEntries([...this.#states].map(([name, weight]) => [name, share(weight, this.#weight)])),
      functions: first.map(([frame, { own, total, samples }]) => ({
        name: frames.name[frame]!,
        binary: frames.binary[frame]!,
        kind: frames.kind[frame]!,
        own: share(own, this.#weight),
        total: share(total, this.#weight),
        samples,
      })),
    };
  }
}

const increase = (sums: Map<string, number>, key: string, by: number): void => {
  sums.set(key, (sums.get(key) ?? 0) + by);
};

const share = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);

/** Whether the function of a node is among its callers too. */
function isAbove({ parent, frame }: Profile['nodes'], node: number): boolean {
  const wanted = frame[node];
  for (let above = parent[node]!; above > 0; above = parent[above]!) if (frame[above] === wanted) return true;
  return false;
}
