import type { RelayName } from './names.js';

/** What the length of a run depends on. */
export interface Chain {
  relay: RelayName;
  /** Seconds. */
  warmup: number;
  duration: number;
}

/** Seconds that a run takes beside warm-up and window; a router is slow to start and to find the other one. */
const secondsBeside = (relay: RelayName): number => (relay === 'skrouterd' ? 3.2 : 1);

/** Seconds of a comparison with so many pairs, none repeated: a run of each chain, and one pair more, the burn-in. */
export function secondsOfPairs(pairs: number, chains: readonly Chain[]): number {
  const ofPair = chains.map(({ relay, warmup, duration }) => warmup + duration + secondsBeside(relay));
  return (pairs + 1) * ofPair.reduce((sum, one) => sum + one, 0);
}
