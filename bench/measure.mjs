// What the side-by-side measurements share: taking turns, processes and their CPU time, medians.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const native = (name) => join(root, 'native', 'build', name);

/** Seconds of CLOCK_MONOTONIC. */
export const now = () => Number(process.hrtime.bigint()) * 1e-9;
export const sleep = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** `1.23 [1.10 .. 1.40]`: median, smallest and largest. */
export function spread(values, digits = 2) {
  return `${median(values).toFixed(digits)} [${Math.min(...values).toFixed(digits)} .. ${Math.max(...values).toFixed(digits)}]`;
}

/**
 * Lets the sides take turns, the order changing every round, after one round that does not count.
 * `sides`: name -> async function that returns figures by name. Returns name -> figures -> values by round.
 */
export async function takeTurns(sides, rounds) {
  const names = Object.keys(sides);
  const results = Object.fromEntries(names.map((name) => [name, {}]));
  for (let round = -1; round < rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const figures = await sides[name]();
      if (round < 0) continue;
      for (const [key, value] of Object.entries(figures)) (results[name][key] ??= []).push(value);
    }
  }
  return results;
}

/** Ratios of the same figure round by round. */
export const ratios = (of, to) => of.map((value, round) => value / to[round]);

/**
 * A process whose CPU time is wanted: bash reaps it and tells. Resolves `ended` with output and CPU-seconds.
 * Its own standard input stays connected, for programs that take commands there.
 */
export function timed(argv) {
  const child = spawn('bash', ['-c', 'TIMEFORMAT="cpu %U %S"; time "$@" 2>&3 3>&-', 'timed', ...argv], {
    stdio: ['pipe', 'pipe', 'pipe', 'inherit'],
    env: { ...process.env, LC_ALL: 'C' },
    detached: true,
  });
  let output = '';
  let times = '';
  child.stdout.on('data', (data) => (output += data));
  child.stderr.on('data', (data) => (times += data));
  const ended = once(child, 'close').then(() => {
    const [, user, system] = /cpu ([\d.]+) ([\d.]+)/.exec(times) ?? [];
    if (user === undefined) throw new Error(`no CPU time of ${argv[0]}: ${output}${times}`);
    return { output, cpu: Number(user) + Number(system) };
  });
  return {
    write: (line) => child.stdin.write(`${line}\n`),
    output: () => output,
    ended,
    /** TERM for the program; bash goes on to tell its time. */
    end: () => {
      const pid = spawnSync('ps', ['-o', 'pid=', '--ppid', String(child.pid)], { encoding: 'utf8' }).stdout.trim();
      if (pid !== '') process.kill(Number(pid), 'SIGTERM');
      return ended;
    },
  };
}

/** Runs Flimflam (`run`, or a capture) and returns its summary, with the wall time of the whole command in seconds. */
export function flimflam(args, command = 'run') {
  const folder = mkdtempSync(join(tmpdir(), 'flimflam-bench-'));
  try {
    const begin = now();
    const { stdout, stderr } = spawnSync(
      join(root, 'flimflam'),
      [command, '--json', '--quiet', '--output', folder, ...args],
      // What a capture would leave where the user stands stays in the folder.
      { encoding: 'utf8', maxBuffer: 1 << 28, cwd: folder },
    );
    const wall = now() - begin;
    if (!stdout.startsWith('{')) throw new Error(`flimflam ${command} ${args.join(' ')}: ${stderr}`);
    const summary = JSON.parse(stdout);
    if (summary.results === null)
      throw new Error(`flimflam ${command} ${args.join(' ')}: ${summary.status_reason?.message}`);
    return { summary, wall };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A line of the report: what, the figure with its spread, the target, and whether the median meets it. */
export function verdict(what, values, { atLeast, atMost }, digits = 2) {
  const middle = median(values);
  const met = atLeast === undefined ? middle <= atMost : middle >= atLeast;
  const target = atLeast === undefined ? `at most ${atMost}` : `at least ${Number(atLeast.toFixed(3))}`;
  console.log(`${what.padEnd(52)} ${spread(values, digits).padEnd(26)} ${target.padEnd(14)} ${met ? 'met' : 'MISSED'}`);
  return met;
}
