// A long run of the builtin relay at a light rate: does Flimflam itself stay small, in memory and on disk?
//
//   node bench/soak.mjs [DURATION [RATE]]        1h and 200Mbps if not given
//
// Flimflam's own process is looked at from outside each second. Its growth is counted from the end of the first sixth: until
// then the series fill up for the first time (5 minutes), node compiles what runs often, and its heap finds its size.
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, now, root, sleep } from './measure.mjs';

const [duration = '1h', rate = '200Mbps'] = process.argv.slice(2);
const mostGrowth = 5e6;
const mostOnDisk = 20e6;
const pageBytes = 4096;
const settling = 1 / 6;

const home = mkdtempSync(join(tmpdir(), 'flimflam-soak-'));
const runs = join(home, 'runs');
try {
  process.exitCode = report(await soak()) ? 0 : 1;
} finally {
  rmSync(home, { recursive: true, force: true });
}

/** Path of the program in a copy of this checkout: who builds anew in the meantime would take parts of it away. */
function programCopy() {
  if (spawnSync(join(root, 'flimflam'), ['--version']).status !== 0) throw new Error('flimflam does not start');
  const checkout = join(home, 'checkout');
  for (const name of ['package.json', 'build', 'native']) {
    cpSync(join(root, name), join(checkout, name), { recursive: true, preserveTimestamps: true });
  }
  symlinkSync(join(root, 'node_modules'), join(checkout, 'node_modules'));
  return join(checkout, 'build', 'cli', 'main.js');
}

async function soak() {
  const words = ['run', '-w', 'builtin', '-r', 'builtin', '--rate', rate, '--duration', duration];
  const child = spawn(process.execPath, [programCopy(), ...words, '--json', '--quiet', '--output', runs], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stop = () => child.kill('SIGINT');
  process.once('SIGINT', stop).once('SIGTERM', stop);
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part) => (text += part));
  const ended = new Promise((resolve) => child.once('close', () => resolve(true)));
  const looks = [];
  const begin = now();
  let largest = 0;
  do {
    const rss = rssOf(child.pid);
    if (rss !== null) looks.push({ time: now() - begin, rss });
    largest = Math.max(largest, bytesIn(runs));
  } while ((await Promise.race([sleep(1), ended])) !== true);
  if (!text.startsWith('{')) throw new Error(`flimflam ${words.join(' ')} printed no summary`);
  return { summary: JSON.parse(text), looks, largest };
}

/** Bytes; null when the process is gone. */
function rssOf(pid) {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * pageBytes;
  } catch {
    return null;
  }
}

function bytesIn(folder) {
  if (!existsSync(folder)) return 0;
  const sizes = readdirSync(folder, { recursive: true }).map(
    (name) => statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0,
  );
  return sizes.reduce((sum, one) => sum + one, 0);
}

function mb(bytes) {
  return `${(bytes / 1e6).toFixed(2)} MB`;
}

function report({ summary, looks, largest }) {
  const { results, series, growth, resources } = summary;
  const whole = looks.at(-1).time;
  // What happens at the end, such as the making of the summary, is no growth over time.
  const measured = looks.filter(({ time }) => time >= settling * whole && time <= whole - 5);
  const part = Math.max(1, Math.floor(measured.length / 10));
  const [first, last] = [measured.slice(0, part), measured.slice(-part)].map((some) =>
    median(some.map(({ rss }) => rss)),
  );
  const highest = Math.max(...measured.map(({ rss }) => rss));
  const told = growth?.rss.flimflam;
  const cpu = resources.flimflam?.average_cpu;
  const met = [last - first < mostGrowth, largest < mostOnDisk];
  const lines = [
    [
      'window',
      `${results?.duration.toFixed(1)} s at ${((results?.bits_per_second ?? 0) / 1e6).toFixed(0)} Mb/s, ${summary.status}`,
    ],
    [
      'own RSS at the begin, at the end, highest',
      `${mb(first)}, ${mb(last)}, ${mb(highest)}, counted from ${Math.round(settling * whole)} s on`,
    ],
    ['own RSS grew by', `${mb(last - first)}, at most ${mb(mostGrowth)}: ${met[0] ? 'met' : 'MISSED'}`],
    [
      'own processes together, as the summary tells',
      told === undefined ? 'the window is too short' : `${mb(told.per_hour)}/h [${mb(told.low)}, ${mb(told.high)}]`,
    ],
    ['own CPU', cpu === undefined ? 'unknown' : `${(cpu * 100).toFixed(2)} % of one core`],
    ['run folder at its largest', `${mb(largest)}, at most ${mb(mostOnDisk)}: ${met[1] ? 'met' : 'MISSED'}`],
    ['series', series === null ? 'none' : `${series.time.length} samples, ${series.interval} s apart`],
  ];
  for (const [what, figure] of lines) console.log(`${what.padEnd(46)} ${figure}`);
  return met.every(Boolean);
}
