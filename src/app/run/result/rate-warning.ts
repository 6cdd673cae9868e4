import type { Load } from '../../../model/load.js';
import type { OpenLoop } from '../../../model/results.js';
import type { Warning } from '../../../model/summary.js';
import type { Latency } from '../../../stats/latency.js';
import { formatBitsPerSecond, formatCount, formatPercent, formatRate, formatSeconds } from '../../../units/quantity.js';

/** Below this share of the requests that were due, a rate was not reached. */
const leastShare = 0.99;

/** Says that an open loop did not reach its rate, and whether the generator or the chain was too slow. */
export function rateWarnings(openLoop: OpenLoop | null, response: Latency | null): Warning[] {
  if (openLoop === null) return [];
  const { rate_asked: asked, rate_achieved: achieved, planned, sent, answered, lag } = openLoop;
  if (answered >= leastShare * planned && achieved >= leastShare * asked) return [];
  const missed =
    `asked for ${formatRate(asked)}, achieved ${formatRate(achieved)}; ` +
    `of ${formatCount(planned)} requests that were due ${formatPercent(answered / planned)} were answered`;
  const late = sent < leastShare * planned || (lag !== null && response !== null && lag.average > response.average / 2);
  const times = `lag ${shown(lag)}, response ${shown(response)}`;
  return [
    {
      code: 'rate-missed',
      message: late ? `${missed}; the generator was late (${times})` : `${missed}; the chain was slow (${times})`,
      advice: late
        ? 'leave CPUs to the client (--cpus client=...), or ask for a lower --rate'
        : 'ask for a lower --rate, or give the relays more (--relay-threads, --cpu-limit)',
    },
  ];
}

const shown = (latency: Latency | null): string =>
  latency === null ? 'unknown' : `${formatSeconds(latency.average)} on average`;

/** Says that a stream did not reach the rate at which it was to be sent; both in bits per second. */
export function streamRateWarnings({ rate }: Load, result: { bytes: number; seconds: number } | null): Warning[] {
  if (result === null || rate?.unit !== 'bits') return [];
  const achieved = (result.bytes * 8) / result.seconds;
  if (achieved >= leastShare * rate.perSecond) return [];
  return [
    {
      code: 'rate-missed',
      message: `achieved ${formatBitsPerSecond(achieved)} of the ${formatBitsPerSecond(rate.perSecond)} asked for`,
      advice:
        'ask for a lower --rate, or give the part that is at its limit more (--relay-threads, --cpu-limit, --cpus)',
    },
  ];
}
