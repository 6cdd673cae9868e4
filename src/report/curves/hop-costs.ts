import type { Curve, Spread, Sweep } from '../../model/sweep.js';
import { changePerStep, type Placed } from '../../stats/steps.js';
import { formatSeconds, formatSignificant, notAvailable } from '../../units/quantity.js';
import { spreadText } from './sweep-cells.js';
import { countingRuns, spreadOf } from './spread.js';

/** What a relay adds between two lengths of chain: over the passes of the sweep. */
interface Added {
  spread: Spread;
  /** Passes that have both ends. */
  passes: number;
  /** Whether runs that are not good are among them, for want of others. */
  doubtful: boolean;
}

/** What relays cost on the way from one length of chain to a longer one, each of them. */
export interface HopCost {
  from: number;
  to: number;
  /** CPU-seconds of all relays per GB or per 1000 operations; null where it is not known. */
  cost: Added | null;
  /** Seconds of the median of the latency; null for a stream. */
  latency: Added | null;
}

/**
 * What each relay of a sweep over `--hops` adds: the first one, which takes the place of the direct way, the further ones
 * on the average from the shortest to the longest chain, and each step of it, if there are several. Empty for other sweeps.
 */
export function hopCosts({ relay, points }: Curve, { axis, values }: Sweep): HopCost[] {
  if (axis !== 'hops' || relay === 'none') return [];
  const at = values.map(({ number }) => number);
  const lengths = at.filter((hops) => hops > 0).sort((one, other) => one - other);
  const steps = lengths.slice(1).map((to, index) => ({ from: lengths[index]!, to }));
  const [first, last] = [lengths[0], lengths.at(-1)];
  const wanted = [
    // Without a relay there is no cost of relays: the first one costs all that it uses.
    ...(first === 1 ? [{ from: 0, to: 1 }] : []),
    ...(first !== undefined && last !== undefined && first < last ? [{ from: first, to: last }] : []),
    ...(steps.length > 1 ? steps : []),
  ];
  return wanted.flatMap((step) => {
    const cost = added('relays_cost', step);
    const latency = added('latency_p50', step);
    return cost === null && latency === null ? [] : [{ ...step, cost, latency }];
  });

  function added(figure: 'relays_cost' | 'latency_p50', { from, to }: { from: number; to: number }): Added | null {
    const changes = changePerStep(passesOf(figure), from, to);
    const spread = spreadOf(changes);
    if (spread === null) return null;
    // The direct way has no relays whose cost could be doubted.
    const ends = [from, to].filter((hops) => hops > 0 || figure === 'latency_p50');
    const doubtful = ends.some((hops) => points[at.indexOf(hops)]?.doubtful === true);
    return { spread, passes: changes.length, doubtful };
  }

  /** The figure at every length of chain, pass by pass. */
  function passesOf(figure: 'relays_cost' | 'latency_p50'): Placed[][] {
    const passes = new Map<number, Placed[]>();
    const direct: readonly Placed[] = figure === 'relays_cost' ? [{ at: 0, value: 0 }] : [];
    for (const [index, point] of points.entries()) {
      for (const run of countingRuns(point.runs).counting) {
        const value = run[figure];
        const pass = passes.get(run.repeat) ?? [...direct];
        if (value !== null) pass.push({ at: at[index]!, value });
        passes.set(run.repeat, pass);
      }
    }
    return [...passes.values()];
  }
}

/** How the cost is counted, as the table of the sweep calls it. */
export const costUnit = (counted: Sweep['counted']): string => (counted === 'operations' ? 'CPU-s/kop' : 'CPU-s/GB');

/** What it adds with its spread; `!` where it is not to be relied on. */
export function addedText(added: Added | null, format: (value: number) => string): string {
  return added === null
    ? notAvailable
    : `${added.doubtful ? '!' : ''}${spreadText(added.spread, added.passes, format)}`;
}

/** Which relays: `the first relay`, `relay 3`, `each further relay (2 to 4)`. */
export function whichRelays({ from, to }: HopCost): string {
  if (from === 0) return 'the first relay';
  return to - from === 1 ? `relay ${to}` : `each further relay (${from + 1} to ${to})`;
}

/** One step as a sentence. */
function hopSentence(cost: HopCost, counted: Sweep['counted']): string {
  const { cost: cpu, latency } = cost;
  const parts = [
    ...(cpu === null ? [] : [`costs ${addedText(cpu, formatSignificant)} ${costUnit(counted)}`]),
    ...(latency === null ? [] : [`adds ${addedText(latency, formatSeconds)} to the p50`]),
  ];
  return `${whichRelays(cost)} ${parts.join(' and ')}`;
}

/** The sentences of all curves; empty for a sweep over something else. */
export const hopSentences = (sweep: Sweep): string[] =>
  sweep.curves.flatMap((curve) =>
    hopCosts(curve, sweep).map((cost) => `${curve.spec}: ${hopSentence(cost, sweep.counted)}`),
  );

/** How these figures are made. */
export const hopLegend =
  'differences between chains of the same pass; a relay that takes its place between others can change what those cost';
