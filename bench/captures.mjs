// What looking costs: each capture beside no capture, same scenario, in turns.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { flimflam, ratios, root, spread, takeTurns } from './measure.mjs';

const kinds = ['run', 'skstat', 'stat', 'record', 'flamegraph', 'offcpu', 'syscalls', 'c2c', 'mem'];
const chains = [
  { relay: 'skrouterd', program: 'skrouterd', kinds },
  { relay: 'nginx', program: 'nginx', kinds: kinds.filter((kind) => kind !== 'skstat') },
];
const times = ['--warmup', '2', '--duration', '3'];

export async function benchCaptures(rounds) {
  for (const chain of chains.filter(({ program }) => isInstalled(program))) await sideBySide(chain, rounds);
  // There is no target: perf costs what it costs, and users shall know.
  return [];
}

async function sideBySide({ relay, kinds }, rounds) {
  const possible = kinds.filter((kind) => kind === 'run' || isPossible(kind));
  const sides = Object.fromEntries(possible.map((kind) => [kind, () => figures(kind, relay)]));
  const results = await takeTurns(sides, rounds);
  const { run } = results;
  console.log(`builtin over two ${relay}, ${times.join(' ')}, ${rounds} rounds`);
  console.log(`  no capture: ${spread(run.gbps)} Gb/s, relays ${spread(run.cost)} CPU-s/GB`);
  for (const kind of possible.slice(1)) {
    const { gbps, cost, megabytes } = results[kind];
    console.log(
      `  ${kind.padEnd(10)} throughput x ${spread(ratios(gbps, run.gbps))}, CPU-s/GB x ${spread(ratios(cost, run.cost))}, ${spread(megabytes, 1)} MB`,
    );
  }
}

async function figures(kind, relay) {
  const { summary } = flimflam(['-r', relay, ...times], kind);
  const { relay_1: first, relay_2: second } = summary.resources;
  return {
    gbps: summary.results.bits_per_second / 1e9,
    cost: first.cpu_seconds_per_gb + second.cpu_seconds_per_gb,
    megabytes: (summary.capture?.cost.data ?? 0) / 1e6,
  };
}

const isInstalled = (program) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;

function isPossible(kind) {
  const { stdout } = spawnSync(join(root, 'flimflam'), ['check', '--json'], { encoding: 'utf8' });
  return JSON.parse(stdout).captures.find(({ capture }) => capture === kind)?.possible === true;
}
