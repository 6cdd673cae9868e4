// Requests: what recording costs, how well an open loop keeps its rate, short connections against the barest loop.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { native, ratios, root, sleep, takeTurns, timed, verdict } from './measure.mjs';

const seconds = 2;
const jobs = 2;
const reference = (name) => join(root, 'bench', 'reference', 'build', name);

export async function benchRequests(rounds) {
  if (spawnSync('make', ['-s', '-C', join(root, 'bench', 'reference')], { stdio: 'inherit' }).status !== 0)
    throw new Error('the reference does not build');
  return [recording(), ...(await roundTrip(rounds)), ...(await openLoop(rounds)), await shortConnections(rounds)];
}

function recording() {
  const { stdout } = spawnSync(reference('record'), { encoding: 'utf8' });
  console.log('requests on none');
  return verdict('  recording a latency, ns', stdout.trim().split('\n').map(Number), { atMost: 60 }, 1);
}

/** One connection, one small message each way. What sockperf prints is half of a round trip; it sends no fewer than 14 bytes. */
async function roundTrip(rounds) {
  if (spawnSync('sh', ['-c', 'command -v sockperf']).status !== 0) {
    console.log('  sockperf is not installed: round trips are not compared');
    return [];
  }
  const { ours, sockperf } = await takeTurns(
    {
      ours: () => runLoad('rr', { both: ['--request', '14', '--response', '14'], connections: 1 }),
      sockperf: runSockperf,
    },
    rounds,
  );
  return [verdict("  median round trip, ratio to sockperf's", ratios(ours.median, sockperf.median), { atMost: 1 })];
}

async function runSockperf() {
  port += 1;
  const at = ['--tcp', '-i', '127.0.0.1', '-p', String(port)];
  const server = timed(['sockperf', 'server', ...at]);
  await sleep(0.3);
  const { output } = await timed(['sockperf', 'ping-pong', ...at, '-t', String(seconds), '-m', '14']).ended;
  await server.end();
  return { median: 2 * Number(/percentile 50\.000 = +([\d.]+)/.exec(output)[1]) };
}

/**
 * The lag is promised where a core is free: client and server have one thread and one CPU each, and rounds in which the
 * hypervisor took more than a tick of CPU time do not count.
 */
async function openLoop(rounds) {
  const { rate: capacity } = await runLoad('rr', { apart: true });
  const rate = Math.round(capacity / 2);
  console.log(
    `  open loop at ${rate}/s, half of a closed loop; client and server on a CPU each, rounds of ${seconds} s`,
  );
  const all = [];
  const free = [];
  while (free.length < rounds && all.length < 6 * rounds) {
    const before = stolenTicks();
    const round = await runLoad('rr', { client: ['--rate', String(rate)], apart: true });
    all.push(round);
    if (stolenTicks() - before <= 1) free.push(round);
  }
  const disturbed = all.length - free.length;
  console.log(`  in ${disturbed} of ${all.length} rounds the hypervisor took CPU time; the lag is that of the others`);
  const away = all.map((round) => Math.abs(round.rate / rate - 1) * 100);
  const met = verdict('  rate achieved, % away from the rate asked for', away, { atMost: 0.5 }, 3);
  if (free.length < rounds) {
    console.log('  lag p99: not known, no core was free for long enough');
    return [met, false];
  }
  const lags = free.map(({ lag }) => lag);
  return [met, verdict('  lag p99, us', lags, { atMost: 100 }, 1)];
}

/** Hundredths of a second that the hypervisor has withheld so far. */
const stolenTicks = () => Number(readFileSync('/proc/stat', 'utf8').split('\n', 1)[0].split(/\s+/)[8]);

async function shortConnections(rounds) {
  const results = await takeTurns({ crr: () => runLoad('crr'), bare: runBare }, rounds);
  return verdict('  connections/s, ratio to the barest loop in C', ratios(results.crr.rate, results.bare.rate), {
    atLeast: 0.9,
  });
}

/** What stands before a command that shall run on one CPU. */
const alone = (cpu, wanted) => (wanted ? ['taskset', '--cpu-list', String(cpu)] : []);

let port = 25_000 + (process.pid % 5000);

async function runLoad(mode, { client: more = [], both = [], connections = jobs, apart = false } = {}) {
  port += 1;
  const folder = mkdtempSync(join(tmpdir(), 'flimflam-bench-'));
  const address = `127.0.0.1:${port}`;
  const threads = ['--threads', apart ? '1' : '2'];
  const server = timed([
    ...alone(1, apart),
    native('flimflam-load'),
    'server',
    mode,
    '--listen',
    address,
    ...threads,
    ...both,
  ]);
  await until(() => server.output().includes('listening'));
  const ends = ['--connect', address, '--jobs', String(connections), ...threads, '--histograms', folder];
  const client = timed([...alone(0, apart), native('flimflam-load'), 'client', mode, ...ends, ...both, ...more]);
  await until(() => client.output().includes('connected'));
  await sleep(0.3);
  client.write('at 0');
  await sleep(seconds);
  client.write('at 0');
  await until(() => client.output().match(/^mark /gm)?.length === 2);
  client.write('quit');
  const { output } = await client.ended;
  await server.end();
  const [begin, end] = [...output.matchAll(/^mark \d+ (\d+) .*ops=(\d+)/gm)].map(([, ...one]) => one.map(Number));
  const percentile = (share, name) => quantile(share, readFileSync(join(folder, `${name}.histogram`), 'utf8')) / 1e3;
  const times = more.includes('--rate') ? { lag: percentile(0.99, 'lag') } : { median: percentile(0.5, 'latency') };
  rmSync(folder, { recursive: true });
  return { rate: (end[1] - begin[1]) / ((end[0] - begin[0]) * 1e-9), ...times };
}

function quantile(share, text) {
  const counts = [...text.matchAll(/^(\d+) (\d+)$/gm)].map(([, value, count]) => [Number(value), Number(count)]);
  const all = counts.reduce((sum, [, count]) => sum + count, 0);
  let sum = 0;
  return counts.find(([, count]) => (sum += count) >= share * all)?.[0] ?? 0;
}

async function runBare() {
  port += 1;
  const server = timed([reference('connects'), 'server', String(port), '2']);
  await sleep(0.2);
  const client = timed([reference('connects'), 'client', String(port), String(jobs), String(seconds)]);
  const { output } = await client.ended;
  await server.end();
  const [connections, took] = [...output.matchAll(/[\d.]+/g)].map(Number);
  return { rate: connections / took };
}

async function until(condition) {
  for (let waited = 0; !condition(); waited += 0.005) {
    if (waited > 20) throw new Error('a program did not do what was waited for');
    await sleep(0.005);
  }
}
