/** A question for the time there, and its answer. */
export interface Beat {
  /** Of our clock, nanoseconds. */
  sentNs: number;
  gotNs: number;
  /** Of their clock, somewhere between the two. */
  theirNs: number;
}

export interface Offset {
  /** Theirs - ours. */
  offsetNs: number;
  /** Half of the round trip. */
  uncertaintyNs: number;
}

/** Clocks that nobody disciplines part by up to so much; those of machines with NTP by a hundredth of it. */
const driftPerNs = 1e-4;

/** Older beats are of no use: even the quickest one is outdone by a slow one of now. */
const mostBeats = 120;

/** What one beat tells: nobody knows when in its round trip the clock there was read. */
export const offsetOf = ({ sentNs, gotNs, theirNs }: Beat): Offset => ({
  offsetNs: theirNs - (sentNs + gotNs) / 2,
  uncertaintyNs: (gotNs - sentNs) / 2,
});

/** The beat that tells most at this time: a quick one, and no old one. */
export function bestBeat(beats: readonly Beat[], nowNs: number): Beat | null {
  const doubt = (beat: Beat): number => offsetOf(beat).uncertaintyNs + (nowNs - beat.gotNs) * driftPerNs;
  return beats.reduce<Beat | null>((best, beat) => (best === null || doubt(beat) < doubt(best) ? beat : best), null);
}

/** With one more, and without the oldest when there are many. */
export const withBeat = (beats: readonly Beat[], beat: Beat): Beat[] => [...beats, beat].slice(-mostBeats);
