// What looking at the routers each second costs: two skrouterd with the looks and without them, in turns, and without
// them a second time, so that it is known by how much two runs of the same differ.
import { flimflam, now, ratios, spread, takeTurns, verdict } from './measure.mjs';
import { spawnSync } from 'node:child_process';

const times = ['--warmup', '2', '--duration', '4'];
const workloads = ['builtin', 'builtin-rr'];
/** Own CPU, in cores, of all that Flimflam is beside the chain. */
const mostCores = 0.03;

export async function benchRouterSeries(rounds) {
  if (spawnSync('sh', ['-c', 'command -v skrouterd']).status !== 0) {
    console.log('skrouterd is not on PATH: the looks at routers are not measured');
    return [];
  }
  const met = [];
  for (const workload of workloads) met.push(...(await compare(workload, 2 * rounds)));
  return met;
}

async function compare(workload, rounds) {
  const begin = now();
  const { on, off, again } = await takeTurns(
    { on: () => figures(workload, 'on'), off: () => figures(workload, 'off'), again: () => figures(workload, 'off') },
    rounds,
  );
  const seconds = (now() - begin).toFixed(0);
  console.log(`looks at two skrouterd each second, ${workload}, ${times.join(' ')}, ${rounds} rounds, ${seconds} s`);
  const [low, high] = middleOf(ratios(again.rate, off.rate));
  console.log(`  without, twice: throughput x ${spread(ratios(again.rate, off.rate), 3)}`);
  console.log(`  interval of the median of those: ${low.toFixed(3)} .. ${high.toFixed(3)}`);
  const both = off.rate.map((rate, round) => Math.sqrt(rate * again.rate[round]));
  for (const [key, digits] of [
    ['cost', 3],
    ['p99', 3],
    ['p999', 3],
  ]) {
    if (Object.values({ on, off, again }).some((side) => side[key].includes(null))) continue;
    console.log(
      `  ${names[key]}, with / without: x ${spread(ratios(on[key], off[key]), digits)}; twice without: x ${spread(ratios(again[key], off[key]), digits)}`,
    );
  }
  console.log(`  own CPU without: ${spread(off.cores, 4)} cores`);
  return [
    verdict(`  throughput, with / without (${workload})`, ratios(on.rate, both), { atLeast: Math.min(low, 1) }, 3),
    verdict(`  own CPU with, cores (${workload})`, on.cores, { atMost: mostCores }, 4),
  ];
}

const names = { cost: 'CPU of the relays per GB or 1000 operations', p99: 'p99', p999: 'p99.9' };

async function figures(workload, series) {
  process.env.FLIMFLAM_ROUTER_SERIES = series;
  try {
    const { summary } = flimflam(['-w', workload, '-r', 'skrouterd', ...times]);
    const { results, resources, routers_over_time: routers } = summary;
    if ((routers === null) !== (series === 'off')) throw new Error(`FLIMFLAM_ROUTER_SERIES=${series} was not obeyed`);
    const relays = [resources.relay_1, resources.relay_2];
    return {
      rate: results.operations_per_second ?? results.bits_per_second,
      cost: relays.reduce((sum, relay) => sum + cost(relay), 0),
      p99: results.latency?.p99 ?? null,
      p999: results.latency?.p999 ?? null,
      cores: resources.flimflam.average_cpu,
    };
  } finally {
    delete process.env.FLIMFLAM_ROUTER_SERIES;
  }
}

const cost = (relay) => relay.cpu_seconds_per_1000_operations ?? relay.cpu_seconds_per_gb;

/** An interval of the median by ranks, the tightest that holds it in at least 95 of 100 cases. */
function middleOf(values) {
  const sorted = [...values].sort((a, b) => a - b);
  let [below, probability, cut] = [0, 2 ** -sorted.length, 0];
  while (2 * (below + probability) <= 0.05) {
    below += probability;
    probability *= (sorted.length - cut) / (cut + 1);
    cut += 1;
  }
  const from = Math.max(0, cut - 1);
  return [sorted[from], sorted.at(-1 - from)];
}
