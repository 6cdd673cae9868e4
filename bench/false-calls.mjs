// How often comparisons are wrong: thousands of them, of runs that a noise model makes, judged by the code that judges
// real runs, and beside it the same runs judged in the usual ways. Usage: node bench/false-calls.mjs [COMPARISONS]
import { fileURLToPath } from 'node:url';
import { fromTypeScript } from './from-typescript.mjs';
import { usualWays } from './usual-tests.mjs';

const comparisonsPerRound = 400;
const pairs = 30;
const margin = 0.02;
const question = { margin, good: 'more' };

/**
 * What moves ln(throughput) of a run besides the change; a share of 0.02 is 2 %.
 * `run`: standard deviation of one run. `drift`: standard deviation of each step of a random walk, a step a run.
 * `bursts`: with `begin` a run starts a burst, of 2 to `longest` runs, that costs between `least` and `most`.
 * `position`: what the second run of a pair has more.
 */
const models = {
  'runs scatter by 2 %': { run: 0.02, drift: 0, bursts: null, position: 0 },
  '... and drift, 0.4 % a run': { run: 0.02, drift: 0.004, bursts: null, position: 0 },
  '... and bursts': { run: 0.02, drift: 0.004, bursts: usualBursts(), position: 0 },
  '... and 2 % by position': { run: 0.02, drift: 0.004, bursts: usualBursts(), position: 0.02 },
};
const everything = models['... and 2 % by position'];

function usualBursts() {
  return { begin: 0.04, longest: 8, least: 0.03, most: 0.12 };
}

export async function benchFalseCalls(rounds) {
  const count = rounds * comparisonsPerRound;
  const names = ['binomial', 'comparison', 'looks', 'mann-whitney', 'pair-noise', 'pair-orders', 'schedule', 'shuffle'];
  const stats = await fromTypeScript(...[...names, 'verdict'].map((name) => `src/stats/${name}`));
  return [...falseCalls(stats, count), ...otherErrors(stats, count)];
}

/** How often a difference is called where there is none. */
function falseCalls(stats, count) {
  const judges = { ...ourWays(stats), ...usualWays(stats, pairs) };
  console.log(
    `\nFalse calls: there is no difference. ${count} comparisons of ${2 * pairs} runs, of 100, with 95 % interval\n`,
  );
  console.log(`| judged by | ${Object.keys(models).join(' | ')} |`);
  console.log(`| --- |${' --- |'.repeat(Object.keys(models).length)}`);
  const met = [];
  for (const [name, { calls, atMost }] of Object.entries(judges)) {
    const cells = Object.values(models).map((model) => {
      const found = Array.from({ length: count }, (_, seed) => calls(experiment(stats, model, seed))).filter(Boolean);
      if (atMost !== undefined) met.push(found.length / count <= atMost);
      return shareOf(stats, found.length, count);
    });
    console.log(`| ${name} | ${cells.join(' | ')} |`);
  }
  return met;
}

const missed =
  (change) =>
  ({ comparison }) =>
    comparison.change.lower > change || comparison.change.upper < change;
const is =
  (word) =>
  ({ verdict }) =>
    verdict.word === word;

/** Everything else that is promised, under the model with everything in it. */
function otherErrors(stats, count) {
  const schedule = stats.looksSchedule(pairs);
  const answersAt = (change) =>
    Array.from({ length: count }, (_, seed) => answerOf(stats, schedule, experiment(stats, everything, seed), change));
  const changes = [0, 0.01, margin, -margin, 0.03, 0.05];
  const answers = new Map(changes.map((change) => [change, answersAt(change)]));
  const noise = Array.from({ length: count }, (_, seed) =>
    stats.pairNoise(inRandomOrder(stats, experiment(stats, everything, seed), 0)),
  ).sort((one, other) => one - other);
  const limits = changes.map((change) => ({
    what: `interval does not contain a change of ${percent(change)}`,
    change,
    counts: missed(change),
    atMost: 5,
  }));
  const rows = [
    ...limits,
    { what: `"same" at a change of ${percent(margin)}, the margin`, change: margin, counts: is('same'), atMost: 5 },
    { what: `"same" at a change of ${percent(-margin)}`, change: -margin, counts: is('same'), atMost: 5 },
    { what: `"worse" at a change of ${percent(margin)}`, change: margin, counts: is('worse'), atMost: 5 },
    { what: '"same" at no change', change: 0, counts: is('same') },
    { what: `"better" at a change of ${percent(margin)}`, change: margin, counts: is('better') },
    { what: '"better" at a change of +3 %', change: 0.03, counts: is('better'), atLeast: 90 },
    { what: '"better" at a change of +5 %', change: 0.05, counts: is('better') },
  ];
  console.log(
    `\nUp to ${pairs} pairs with looks, everything in the noise; pairs scatter by ${(100 * noise[count >> 1]).toFixed(1)} % (sigma, median)\n`,
  );
  console.log('| what | of 100, with 95 % interval | target | |');
  console.log('| --- | --- | --- | --- |');
  const met = rows.map(({ what, change, counts, atMost, atLeast }) => {
    const found = answers.get(change).filter(counts).length;
    const share = (100 * found) / count;
    const isMet = share <= (atMost ?? 100) && share >= (atLeast ?? 0);
    const target = atMost === undefined ? (atLeast === undefined ? '' : `at least ${atLeast}`) : `at most ${atMost}`;
    console.log(`| ${what} | ${shareOf(stats, found, count)} | ${target} | ${isMet ? target && 'met' : 'MISSED'} |`);
    return isMet;
  });
  console.log(
    `\nPairs until the answer, mean: ${changes.map((change) => `${percent(change)}: ${meanPairs(answers.get(change))}`).join(', ')}`,
  );
  return met;
}

/** What the runs of a comparison would show if there were no difference, in the order in which they ran, as ln. */
function experiment({ randomFrom }, { run, drift, bursts, position }, seed) {
  const random = randomFrom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  let level = 0;
  let burst = { left: 0, cost: 0 };
  const runs = Array.from({ length: 2 * pairs }, (_, at) => {
    level += drift * normal();
    if (bursts !== null && burst.left === 0 && random() < bursts.begin) {
      const left = 2 + Math.floor(random() * (bursts.longest - 1));
      burst = { left, cost: bursts.least + random() * (bursts.most - bursts.least) };
    }
    const cost = burst.left > 0 ? burst.cost : 0;
    burst.left = Math.max(0, burst.left - 1);
    return level - cost + run * normal() + (at % 2 === 1 ? Math.log1p(position) : 0);
  });
  return { runs, seed };
}

/** The runs dealt to the sides in the order that a comparison draws, B being better by the change. */
function inRandomOrder({ pairOrders }, { runs, seed }, change) {
  // Not the seed of the noise: the order must not know it.
  return pairOrders(seed + 1e9, pairs).map((first, at) => {
    const value = (side) => Math.exp(runs[2 * at + (first === side ? 0 : 1)]) * (side === 'b' ? 1 + change : 1);
    return { first, a: value('a'), b: value('b') };
  });
}

const answerOf = (stats, schedule, made, change) =>
  stats.judge(schedule, inRandomOrder(stats, made, change), question).judgements.at(-1);

const isCall = ({ verdict }) => verdict.word === 'better' || verdict.word === 'worse';

/** The procedure itself: with looks, and with each fixed number of pairs. */
function ourWays(stats) {
  const way = (schedule) => ({ calls: (made) => isCall(answerOf(stats, schedule, made, 0)), atMost: 0.05 });
  return {
    'flimflam, up to 30 pairs': way(stats.looksSchedule(30)),
    'flimflam, 10 pairs': way(stats.fixedSchedule(10)),
    'flimflam, 30 pairs': way(stats.fixedSchedule(30)),
  };
}

function shareOf({ binomialInterval }, events, trials) {
  const { lower, upper } = binomialInterval(events, trials);
  const [share, from, to] = [events / trials, lower, upper].map((one) => (100 * one).toFixed(1));
  return `${share} [${from} .. ${to}]`;
}

const percent = (share) => `${share > 0 ? '+' : ''}${(100 * share).toFixed(0)} %`;

function meanPairs(answers) {
  return (answers.reduce((sum, { look }) => sum + look.pairs, 0) / answers.length).toFixed(0);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const comparisons = Number(process.argv[2] ?? 2000);
  const met = await benchFalseCalls(comparisons / comparisonsPerRound);
  process.exitCode = met.every(Boolean) ? 0 : 1;
}
