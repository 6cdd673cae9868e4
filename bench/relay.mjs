// The builtin relay against nginx's stream proxy and haproxy without splicing, in the same chain of two.
import { flimflam, ratios, spread, takeTurns, verdict } from './measure.mjs';

const args = ['-w', 'builtin', '--warmup', '1', '--duration', '3'];
const relays = ['builtin', 'nginx', 'haproxy'];

export async function benchRelay(rounds) {
  const results = await takeTurns(Object.fromEntries(relays.map((relay) => [relay, () => figures(relay)])), rounds);
  console.log(`builtin relay against others, two relays, ${rounds} rounds of ${args.join(' ')}`);
  for (const relay of relays) {
    const { gbps, cost, spoilt } = results[relay];
    console.log(
      `  ${relay.padEnd(8)} ${spread(gbps)} Gb/s, ${spread(cost)} CPU-s/GB of both relays, ${spoilt.filter(Boolean).length} runs disturbed`,
    );
  }
  return relays
    .slice(1)
    .flatMap((other) => [
      verdict(`  CPU-s/GB, ratio to ${other}`, ratios(results.builtin.cost, results[other].cost), { atMost: 0.6 }),
      verdict(`  bits/s, ratio to ${other}`, ratios(results.builtin.gbps, results[other].gbps), { atLeast: 1 }),
    ]);
}

async function figures(relay) {
  const { summary } = flimflam([...args, '-r', relay]);
  const { relay_1: first, relay_2: second } = summary.resources;
  return {
    gbps: summary.results.bits_per_second / 1e9,
    cost: first.cpu_seconds_per_gb + second.cpu_seconds_per_gb,
    spoilt: summary.status === 'ok' ? 0 : 1,
  };
}
