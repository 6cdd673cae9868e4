// The builtin load without a relay, 2 jobs: its echo against the plainest correct echo client and server
// (bench/reference), its upload against iperf3.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { native, now, ratios, root, sleep, takeTurns, timed, verdict } from './measure.mjs';

const seconds = 3;
const jobs = 2;

export async function benchLoad(rounds) {
  return [...(await benchEcho(rounds)), ...(await benchUpload(rounds))];
}

async function benchEcho(rounds) {
  const reference = join(root, 'bench', 'reference');
  if (spawnSync('make', ['-s', '-C', reference], { stdio: 'inherit' }).status !== 0)
    throw new Error('the reference does not build');
  const results = await takeTurns(
    { builtin: () => runBuiltin('echo'), reference: () => runReference(join(reference, 'build', 'echo')) },
    rounds,
  );
  const { builtin, reference: plain } = results;
  console.log(`builtin on none against the plain reference, ${jobs} jobs, ${rounds} rounds of ${seconds} s`);
  return [
    verdict('  bits/s, ratio', ratios(builtin.gbps, plain.gbps), { atLeast: 1.4 }),
    verdict('  CPU-s/GB (client + server), ratio', ratios(builtin.cost, plain.cost), { atMost: 0.75 }),
  ];
}

async function benchUpload(rounds) {
  const { upload, light, iperf3 } = await takeTurns(
    { upload: () => runBuiltin('upload'), light: () => runBuiltin('upload', ['--light']), iperf3: runIperf3 },
    rounds,
  );
  console.log(`upload on none against iperf3, ${jobs} jobs, ${rounds} rounds of ${seconds} s`);
  return [
    verdict('  bits/s, ratio', ratios(upload.gbps, iperf3.gbps), { atLeast: 1.4 }),
    verdict('  CPU-s/GB (client + server), ratio', ratios(upload.cost, iperf3.cost), { atMost: 0.9 }),
    verdict('  --light: bits/s, ratio', ratios(light.gbps, iperf3.gbps), { atLeast: 1.9 }),
    verdict('  --light: CPU-s/GB, ratio', ratios(light.cost, iperf3.cost), { atMost: 0.65 }),
  ];
}

let port = 20_000 + (process.pid % 5000);

async function runBuiltin(mode, options = []) {
  port += 1;
  const at = `127.0.0.1:${port}`;
  const common = ['--threads', '2', ...options];
  const server = timed([native('flimflam-load'), 'server', mode, '--listen', at, ...common]);
  await until(() => server.output().includes('listening'));
  const client = timed([native('flimflam-load'), 'client', mode, '--connect', at, '--jobs', String(jobs), ...common]);
  await until(() => client.output().includes('connected'));
  const receiver = mode === 'upload' ? server : client;
  const end = now() + seconds;
  receiver.write(`at 0`);
  receiver.write(`at ${Math.round(end * 1e9)}`);
  await until(() => receiver.output().match(/^mark /gm)?.length === 2);
  client.write('quit');
  const theClient = await client.ended;
  server.write('quit');
  const theServer = await server.ended;
  const marks = [...receiver.output().matchAll(/^mark \d+ (\d+) rx=(\d+)/gm)].map(([, time, rx]) => [
    time / 1e9,
    Number(rx),
  ]);
  const bytes = marks[1][1];
  return figures(bytes - marks[0][1], marks[1][0] - marks[0][0], theClient.cpu + theServer.cpu, bytes);
}

async function runIperf3() {
  port += 1;
  const server = timed(['iperf3', '-s', '-1', '-B', '127.0.0.1', '-p', String(port)]);
  await sleep(0.2);
  const client = timed([
    'iperf3',
    '-c',
    '127.0.0.1',
    '-p',
    String(port),
    '-P',
    String(jobs),
    '-t',
    String(seconds),
    '--json',
  ]);
  const [theClient, theServer] = [await client.ended, await server.ended];
  const { bytes, seconds: took } = JSON.parse(theClient.output).end.sum_received;
  return figures(bytes, took, theClient.cpu + theServer.cpu, bytes);
}

async function runReference(program) {
  port += 1;
  const server = timed([program, 'server', String(port)]);
  await sleep(0.2);
  const client = timed([program, 'client', String(port), String(jobs), String(seconds)]);
  const theClient = await client.ended;
  const theServer = await server.end();
  const [bytes, took] = [...theClient.output.matchAll(/[\d.]+/g)].map(Number);
  return figures(bytes, took, theClient.cpu + theServer.cpu, bytes);
}

/** CPU time is that of the whole life of both ends, so it goes with all bytes of it. */
const figures = (bytes, took, cpu, allBytes) => ({ gbps: (bytes * 8) / took / 1e9, cost: cpu / (allBytes / 1e9) });

async function until(condition) {
  for (let waited = 0; !condition(); waited += 0.005) {
    if (waited > 20) throw new Error('a program did not do what was waited for');
    await sleep(0.005);
  }
}
