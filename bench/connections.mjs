// Many connections of the builtin load without a relay: 5,000 against 100, streams and requests.
// Requests have no target of throughput. On two CPUs each of 5,000 waits some 50 ms for its turn, which is longer than
// the 40 ms after which TCP acknowledges what nobody answered, so that there are 2.7 packets for a request, not 2.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { native, now, ratios, sleep, spread, takeTurns, verdict } from './measure.mjs';

const seconds = 2;
/** A round trip among 5,000 takes 50 ms; TCP has found its windows after some dozens. */
const warmup = 2;
const [many, few] = [5000, 100];

export async function benchConnections(rounds) {
  console.log(`${many} connections on none against ${few}, ${rounds} rounds of ${seconds} s after ${warmup} s`);
  const met = [];
  for (const { mode, figure, target } of [
    { mode: 'echo', figure: 'rx', target: { atLeast: 0.8 } },
    { mode: 'upload', figure: 'tx', target: { atLeast: 0.8 } },
    { mode: 'rr', figure: 'ops', target: null },
  ]) {
    const { manyOnes, fewOnes } = await takeTurns(
      { manyOnes: () => run(mode, figure, many), fewOnes: () => run(mode, figure, few) },
      rounds,
    );
    const each = manyOnes.rss.map((rss, round) => (rss - fewOnes.rss[round]) / (many - few));
    met.push(
      verdict(`  ${mode}: time to open all, s`, manyOnes.opened, { atMost: 2 }),
      verdict(`  ${mode}: client memory for each, bytes`, each, { atMost: 12 * 1024 }, 0),
    );
    const share = ratios(manyOnes.rate, fewOnes.rate);
    if (target === null) console.log(`${`  ${mode}: throughput, ratio`.padEnd(52)} ${spread(share)}`);
    else met.push(verdict(`  ${mode}: throughput, ratio`, share, target));
  }
  return met;
}

let port = 20_000 + (process.pid % 5000);

async function run(mode, figure, jobs) {
  port += 1;
  const address = `127.0.0.1:${port}`;
  const server = start(['server', mode, '--listen', address, '--threads', '2']);
  await until(() => server.output().includes('listening'));
  const begin = now();
  const client = start(['client', mode, '--connect', address, '--jobs', String(jobs), '--threads', '2']);
  await until(() => client.output().includes('connected'));
  const opened = now() - begin;
  await sleep(warmup);
  client.write('at 0');
  await sleep(seconds);
  client.write('at 0');
  await until(() => client.output().match(/^mark /gm)?.length === 2);
  const rss = residentBytes(client.pid);
  await client.quit();
  await server.quit();
  const [first, last] = [...client.output().matchAll(/^mark \d+ (\d+) (.*)/gm)].map(([, time, counters]) => ({
    time: Number(time) * 1e-9,
    value: Number(new RegExp(`${figure}=(\\d+)`).exec(counters)[1]),
  }));
  return { opened, rss, rate: (last.value - first.value) / (last.time - first.time) };
}

function start(words) {
  const child = spawn(native('flimflam-load'), words, { stdio: ['pipe', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (data) => (output += data));
  const ended = once(child, 'close');
  return {
    pid: child.pid,
    output: () => output,
    write: (line) => child.stdin.write(`${line}\n`),
    quit: () => {
      child.stdin.write('quit\n');
      return ended;
    },
  };
}

const residentBytes = (pid) =>
  1024 * Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]);

async function until(condition) {
  for (let waited = 0; !condition(); waited += 0.005) {
    if (waited > 20) throw new Error('a program did not do what was waited for');
    await sleep(0.005);
  }
}
