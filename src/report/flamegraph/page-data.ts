import type { Profile } from '../../model/profile.js';

/** What a page carries for its script. Columns as in `profile.json`: node 0 is the root, parents come first. */
export type PageData = ProfileData | DifferenceData;

export interface ProfileData {
  kind: 'profile';
  unit: Profile['unit'];
  frames: Profile['frames'];
  nodes: Profile['nodes'] & {
    /** Weight and samples of callees that were left out because each was below `below`. */
    hidden: number[];
    hiddenSamples: number[];
  };
  /** Share of all below which frames were left out; 0 when none were. */
  below: number;
}

export interface DifferenceData {
  kind: 'difference';
  unit: Profile['unit'];
  /** What the weights were divided by: 10^9 bytes, or 1000 operations. */
  work: Work;
  /** Whether there were captures enough for verdicts. */
  judged: boolean;
  frames: Profile['frames'];
  nodes: {
    parent: number[];
    frame: number[];
    /** Own weight per unit of work, mean of the captures of a side. */
    a: number[];
    b: number[];
    /** Own samples of all captures of a side. */
    samplesA: number[];
    samplesB: number[];
    /** Of the node with everything below it: 1 more in every capture of B than in any of A, -1 less, 0 not told apart. */
    verdict: (-1 | 0 | 1)[];
  };
}

export type Work = 'bytes' | 'operations';

/** What the roles of a page are: relays, processes of which no run is known, or whatever was captured. */
export function roleWord({ name, kind }: Profile['frames']): string {
  const roles = name.filter((_, at) => kind[at] === 'role');
  return ['relay', 'process'].find((word) => roles.every((role) => role.startsWith(word))) ?? 'role';
}

/** The amount of work that a figure is given for, and how it is written. */
export const workUnits: Readonly<Record<Work, { amount: number; per: string }>> = {
  bytes: { amount: 1e9, per: 'per GB' },
  operations: { amount: 1000, per: 'per 1000 requests' },
};
