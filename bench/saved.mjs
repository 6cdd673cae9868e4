// How soon a saved comparison of 30 pairs is judged and printed, from the start of the process on.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromTypeScript } from './from-typescript.mjs';
import { now, ratios, root, takeTurns, verdict } from './measure.mjs';

const pairs = 30;

export async function benchSaved(rounds) {
  const folder = mkdtempSync(join(tmpdir(), 'flimflam-bench-saved-'));
  try {
    // Builds what is stale.
    spawnSync(join(root, 'flimflam'), ['--version'], { stdio: 'ignore' });
    const { writeComparison, aComparison } = await fromTypeScript(
      'src/store/comparison-file',
      'test/fixtures/comparison',
    );
    // Nothing is decided before the last look.
    writeComparison(folder, aComparison({ pairs, change: 0, noise: 0.05 }));
    const figures = await takeTurns(
      {
        flimflam: () => wallOf(join(root, 'flimflam'), ['compare', folder], 'throughput'),
        node: () => wallOf('node', ['-e', 'console.log(0)'], '0'),
      },
      2 * rounds,
    );
    console.log(`A saved comparison of ${pairs} pairs, ${2 * rounds} rounds`);
    return [
      verdict('  seconds until it is printed', figures.flimflam.wall, { atMost: 0.4 }),
      verdict('  the same / node -e 0', ratios(figures.flimflam.wall, figures.node.wall), { atMost: 6 }),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function wallOf(program, args, said) {
  const begin = now();
  const { stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  const wall = now() - begin;
  if (!stdout.includes(said)) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
  return { wall };
}
