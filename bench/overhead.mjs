// What Flimflam itself costs: wall time beyond warm-up and window, CPU in the window, and starting at all.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { flimflam, now, ratios, root, takeTurns, verdict } from './measure.mjs';

const [warmup, duration] = [0.5, 2];
const limits = { none: 0.8, builtin: 0.8, nginx: 0.8, skrouterd: 3.2 };

export async function benchOverhead(rounds) {
  const relays = Object.keys(limits).filter((relay) => relay !== 'skrouterd' || isInstalled('skrouterd'));
  const runs = await takeTurns(Object.fromEntries(relays.map((relay) => [relay, () => overheadOf(relay)])), rounds);
  console.log(`Flimflam's own cost, ${rounds} rounds`);
  const walls = relays.map((relay) =>
    verdict(`  seconds beyond warm-up + window, ${relay}`, runs[relay].beyond, { atMost: limits[relay] }),
  );
  const own = relays.map((relay) =>
    verdict(`  cores of its process in the window, ${relay}`, runs[relay].cores, { atMost: 0.02 }, 4),
  );
  const starts = await takeTurns(
    { flimflam: () => wallOf(join(root, 'flimflam'), ['--version']), node: () => wallOf('node', ['-e', '0']) },
    2 * rounds,
  );
  return [
    ...walls,
    ...own,
    verdict('  flimflam --version, wall time / node -e 0', ratios(starts.flimflam.wall, starts.node.wall), {
      atMost: 4,
    }),
  ];
}

async function overheadOf(relay) {
  const { summary, wall } = flimflam(['-r', relay, '--warmup', String(warmup), '--duration', String(duration)]);
  // The helpers beside it have their own names.
  const own = summary.resources.flimflam.threads.filter(({ name }) => !name.startsWith('flimflam-'));
  return { beyond: wall - warmup - duration, cores: own.reduce((sum, { cpu }) => sum + cpu, 0) };
}

async function wallOf(program, args) {
  const begin = now();
  spawnSync(program, args, { stdio: 'ignore' });
  return { wall: now() - begin };
}

const isInstalled = (program) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
