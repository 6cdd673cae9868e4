// perf.data -> flamegraph.html, against `perf script` alone, on the samples of a real chain.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { now, ratios, root, spread, sleep, takeTurns, verdict } from './measure.mjs';

/** Samples of the large file at the least; the small one has a tenth of them. */
const leastSamples = 100_000;
const [seconds, frequency] = [30, 4000];

export async function benchFlamegraph(rounds) {
  const folder = mkdtempSync(join(tmpdir(), 'flimflam-bench-flamegraph-'));
  try {
    const { large, small } = await record(folder);
    const samples = { large: samplesIn(large), small: samplesIn(small) };
    if (samples.large < leastSamples) throw new Error(`only ${samples.large} samples; the machine was too busy`);
    const { script, page, tenth } = await takeTurns(
      {
        script: () => timedRun(['perf', 'script', '--no-inline', '-i', large], folder),
        page: () => timedRun([join(root, 'flimflam'), 'flamegraph', large], folder),
        tenth: () => timedRun([join(root, 'flimflam'), 'flamegraph', small], folder),
      },
      rounds,
    );
    console.log(`The page of ${samples.large} samples, ${rounds} rounds; perf script alone ${spread(script.wall)} s`);
    // Starting node is the same for both files, and no part of what grows.
    const growth = page.wall.map((wall, round) => wall / tenth.wall[round] / (samples.large / samples.small / 10));
    return [
      verdict('  wall time / perf script --no-inline', ratios(page.wall, script.wall), { atMost: 1.4 }),
      verdict('  peak memory of Flimflam, MB', page.megabytes, { atMost: 300 }, 0),
      verdict('  wall time of 10 times the samples', growth, { atMost: 11 }),
      verdict('  the page, MB', [readFileSync(join(folder, 'flamegraph.html')).length / 1e6], { atMost: 3 }),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Samples relays, client and server of the builtin chain, once for long and once for a tenth of it. */
async function record(folder) {
  const words = [
    'run',
    '-r',
    'builtin',
    '--warmup',
    '1',
    '--duration',
    String(Math.ceil(seconds * 1.1) + 15),
    '--verbose',
  ];
  const chain = spawn(join(root, 'flimflam'), [...words, '--output', folder], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  chain.stderr.on('data', (text) => (said += text));
  while (!said.includes('client is ready')) await sleep(0.05);
  await sleep(1.5);
  const pids = [...said.matchAll(/started (?:relay\d|client|server), pid (\d+)/g)].map(([, pid]) => pid).join(',');
  const files = { large: join(folder, 'large.data'), small: join(folder, 'small.data') };
  for (const [name, length] of [
    ['large', seconds],
    ['small', seconds / 10],
  ]) {
    const argv = [
      'record',
      '-F',
      String(frequency),
      '-g',
      '-o',
      files[name],
      '-p',
      pids,
      '--',
      'sleep',
      String(length),
    ];
    const { status, stderr } = spawnSync('perf', argv, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`perf record: ${stderr}`);
  }
  chain.kill('SIGTERM');
  await new Promise((resolve) => chain.once('close', resolve));
  return files;
}

function samplesIn(file) {
  const { stdout } = spawnSync('perf', ['report', '--stats', '-i', file], { encoding: 'utf8' });
  return Number(/SAMPLE events:\s+(\d+)/.exec(stdout)?.[1] ?? 0);
}

/** Wall time in seconds, and the largest resident size of the command or a program that it started. */
async function timedRun([command, ...rest], cwd) {
  const begin = now();
  const child = spawn(command, rest, { cwd, stdio: ['ignore', 'ignore', 'ignore'] });
  let bytes = 0;
  const look = setInterval(() => (bytes = Math.max(bytes, peakOf(child.pid))), 20);
  const code = await new Promise((resolve) => child.once('close', resolve));
  clearInterval(look);
  if (code !== 0) throw new Error(`${command} ${rest.join(' ')} ended with ${code}`);
  return { wall: now() - begin, megabytes: bytes / 1e6 };
}

/** The high-water mark of a process's resident memory, in bytes; 0 when it is gone. */
function peakOf(pid) {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}
