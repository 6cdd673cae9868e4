// The tests that comparisons are usually judged by, for the table of false calls.

/** The same runs, dealt to A and B in halves, or in turns. */
const half = (runs) => [runs.slice(0, runs.length / 2), runs.slice(runs.length / 2)];
const turns = (runs) => [runs.filter((_, at) => at % 2 === 0), runs.filter((_, at) => at % 2 === 1)];

/**
 * What people do with the same runs, each at its nominal 5 %: name -> whether it calls a difference. `stats` are the
 * functions of `src/stats`; there are `pairs` runs of each side.
 */
export function usualWays(stats, pairs) {
  const k = stats.largestK(stats.mannWhitney([pairs, pairs]), 0.05);
  const mannWhitney = ([a, b]) => {
    const wins = a.reduce((sum, one) => sum + b.filter((other) => one > other).length, 0);
    return Math.min(wins, pairs * pairs - wins) <= k;
  };
  const ranks = largestRankSum(stats, pairs);
  const signedRanks = ([a, b]) => Math.min(...rankSums(a.map((one, at) => b[at] - one))) <= ranks;
  return {
    'AAA... BBB..., Mann-Whitney': { calls: ({ runs }) => mannWhitney(half(runs)) },
    'AAA... BBB..., t-test (Welch)': { calls: ({ runs }) => welch(...half(runs)) },
    'ABAB..., signed ranks (Wilcoxon)': { calls: ({ runs }) => signedRanks(turns(runs)) },
    'ABAB..., Mann-Whitney': { calls: ({ runs }) => mannWhitney(turns(runs)) },
    'ABAB..., t-test (Welch)': { calls: ({ runs }) => welch(...turns(runs)) },
  };
}

/** Sums of the ranks of positive and of negative differences (Wilcoxon 1945). */
function rankSums(differences) {
  const sums = [0, 0];
  const sorted = differences.toSorted((one, other) => Math.abs(one) - Math.abs(other));
  for (const [at, difference] of sorted.entries()) sums[difference > 0 ? 0 : 1] += at + 1;
  return sums;
}

/** The largest rank sum that rejects at 5 %: every rank is positive or negative alike. */
function largestRankSum({ convolved, largestK }, pairs) {
  let distribution = [1];
  for (let rank = 1; rank <= pairs; rank++) {
    distribution = convolved(
      distribution,
      Array.from({ length: rank + 1 }, (_, at) => (at === 0 || at === rank ? 0.5 : 0)),
    );
  }
  return largestK(distribution, 0.05);
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Whether Welch's t-test rejects at 5 % (Welch 1947). */
function welch(a, b) {
  const error = (values) =>
    values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) / (values.length - 1) / values.length;
  const [ofA, ofB] = [error(a), error(b)];
  const freedom = (ofA + ofB) ** 2 / (ofA ** 2 / (a.length - 1) + ofB ** 2 / (b.length - 1));
  return Math.abs(mean(a) - mean(b)) / Math.sqrt(ofA + ofB) > tQuantile(freedom);
}

/** The 97.5 % quantile of Student's t, to 0.001 from 10 degrees of freedom on (Abramowitz and Stegun, 26.7.5). */
function tQuantile(freedom) {
  const z = 1.959964;
  return z + (z ** 3 + z) / (4 * freedom) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2);
}
