// A chain on four hosts against the same chain on this machine: what it takes longer, and what Flimflam itself takes of the
// hosts and of the networks between them. The hosts are network namespaces with an sshd each, see test/laboratory.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fromTypeScript } from './from-typescript.mjs';
import { now, root, sleep, spread, verdict } from './measure.mjs';

const roles = ['client', 'relay1', 'relay2', 'server'];
const chain = ['-w', 'builtin', '-r', 'builtin'];
/** Seconds. */
const [warmup, duration] = [0.5, 1];
/** Of the run that is looked at from outside, and the part of its window in which that is done. */
const [longWarmup, longDuration, after, looked] = [1, 8, 2, 5];
/** A load that leaves the CPUs time: here all hosts share those of one machine. */
const quiet = ['--rate', '200Mbps'];

export async function benchHosts(rounds) {
  const { makeLaboratory, whyNoLaboratory } = await fromTypeScript('test/laboratory/laboratory');
  const why = whyNoLaboratory();
  if (why !== null) {
    console.log(`a chain on several hosts is not measured: ${why}`);
    return [];
  }
  const laboratory = await makeLaboratory({ hosts: roles.length });
  const stop = () => void laboratory[Symbol.asyncDispose]().then(() => process.exit(130));
  process.once('SIGINT', stop);
  try {
    return [...longer(laboratory, rounds), ...(await taken(laboratory, rounds))];
  } finally {
    process.off('SIGINT', stop);
    await laboratory[Symbol.asyncDispose]();
  }
}

const placed = (laboratory) => {
  const places = roles.map((role, at) => {
    const name = laboratory.names[at];
    return `${role}=${name}/${laboratory.addressOf(name, 'data')}`;
  });
  return ['--hosts', places.join(',')];
};

/** Wall time, from the start of one run to that of the next: the connections last as long as the command. */
function longer(laboratory, rounds) {
  const sides = { here: [], hosts: [] };
  const order = ['here', 'hosts', 'hosts', 'here'];
  for (const side of order) sides[side].push(...beyond(laboratory, side === 'hosts', Math.ceil(rounds / 2)));
  console.log(
    `a chain of two relays on ${roles.length} hosts, against the same on this machine, ${sides.here.length} runs each`,
  );
  console.log(`  seconds beyond warm-up + window, this machine: ${spread(sides.here)}; hosts: ${spread(sides.hosts)}`);
  const more = sides.hosts.map((value, round) => value - sides.here[round]);
  return [verdict('  seconds that a run on hosts takes more', more, { atMost: 1.5 })];
}

function beyond(laboratory, isPlaced, runs) {
  const times = ['--warmup', String(warmup), '--duration', String(duration)];
  // The first run has the contact in it, and of the last one nobody tells when it was over.
  const words = ['bench', ...chain, ...times, '--repeat', String(runs + 2), '--json', '--quiet'];
  const folder = mkdtempSync(join(tmpdir(), 'flimflam-bench-'));
  try {
    const { stderr } = spawnSync(
      join(root, 'flimflam'),
      [...words, '--output', folder, ...(isPlaced ? placed(laboratory) : [])],
      { encoding: 'utf8', maxBuffer: 1 << 28, env: { ...process.env, ...laboratory.environment } },
    );
    const starts = summariesIn(folder)
      .map(({ started, results, status_reason: reason }) => {
        if (results === null) throw new Error(`flimflam ${words.join(' ')}: ${reason?.message}`);
        return Date.parse(started) / 1000;
      })
      .toSorted((a, b) => a - b);
    if (starts.length !== runs + 2) throw new Error(`flimflam ${words.join(' ')}: ${stderr}`);
    return starts.slice(2).map((start, at) => start - starts[at + 1] - warmup - duration);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function summariesIn(folder) {
  const paths = readdirSync(folder).map((name) => join(folder, name, 'summary.json'));
  return [...new Set(paths.filter((path) => existsSync(path)).map((path) => realpathSync(path)))].map((path) =>
    JSON.parse(readFileSync(path, 'utf8')),
  );
}

/** What Flimflam takes of hosts and networks within windows, seen from outside. */
async function taken(laboratory, rounds) {
  const runs = [];
  for (let round = 0; round < rounds; round++) runs.push(await inFolder((folder) => lookedAt(laboratory, folder)));
  const each = (read) => runs.map((run) => Math.max(...laboratory.names.map((name) => read(run, name))));
  const told = (read) => each(({ summary }, name) => read(summary.hosts.find((host) => host.name === name)));
  console.log(`  what Flimflam itself takes, the host that has most of it, ${rounds} runs with ${quiet.join(' ')}`);
  console.log(`  kB/s of ssh by its own count: ${spread(told((host) => host.own_traffic / 1000))}`);
  return [
    verdict(
      '  kB/s on the network of ssh, with all headers',
      each(({ bytes }, name) => bytes[name] / looked / 1000),
      { atMost: 20 },
      1,
    ),
    verdict(
      '  connections on the data network beside the chain',
      each(({ strangers }, name) => strangers[name]),
      { atMost: 0 },
      0,
    ),
    verdict(
      '  cores of sampler and guardian',
      each(({ cores }, name) => cores[name]),
      { atMost: 0.01 },
      4,
    ),
    verdict(
      '  ms by which the clock may be off',
      told((host) => host.clock.uncertainty * 1000),
      { atMost: 1 },
      3,
    ),
  ];
}

async function lookedAt(laboratory, folder) {
  const times = ['--warmup', String(longWarmup), '--duration', String(longDuration)];
  const child = spawn(
    join(root, 'flimflam'),
    ['run', ...chain, ...quiet, ...times, ...placed(laboratory), '--verbose', '--json', '--quiet', '--output', folder],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...laboratory.environment } },
  );
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
  const ended = new Promise((resolve) => child.once('close', () => resolve(null)));
  const loaded = new Promise((resolve) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      stderr += `${line}\n`;
      if (line.includes('started client')) resolve(now());
    });
  });
  if ((await Promise.race([loaded, ended])) !== null) await sleep(longWarmup + after);
  const of = (read) => Object.fromEntries(laboratory.names.map((name) => [name, read(name)]));
  const look = () => ({
    time: now(),
    bytes: of((name) => Object.values(laboratory.bytes(name, 'control')).reduce((sum, value) => sum + value, 0)),
    cpu: of((name) => ownCpu(laboratory.pidsIn(name))),
  });
  const before = look();
  await sleep(looked / 2);
  const strangers = of((name) => strangersIn(laboratory, name));
  await sleep(looked / 2);
  const later = look();
  await ended;
  const summary = stdout.startsWith('{') ? JSON.parse(stdout) : null;
  if (summary?.results == null) throw new Error(`flimflam run on hosts: ${summary?.status_reason?.message ?? stderr}`);
  const elapsed = later.time - before.time;
  return {
    summary,
    strangers,
    bytes: of((name) => ((later.bytes[name] - before.bytes[name]) * looked) / elapsed),
    cores: of((name) => (later.cpu[name] - before.cpu[name]) / elapsed),
  };
}

/** CPU-seconds so far of what watches a host; the kernel counts them in nanoseconds. */
function ownCpu(pids) {
  const own = pids.filter((pid) => /^flimflam-(?:guardian|sampler)$/.test(programOf(pid)));
  if (own.length !== 2) throw new Error(`a guardian and a sampler should run there: ${own.map(programOf).join(', ')}`);
  const threads = own.flatMap((pid) =>
    readdirSync(`/proc/${pid}/task`).map((id) => `/proc/${pid}/task/${id}/schedstat`),
  );
  return threads.reduce((sum, path) => sum + Number(readFileSync(path, 'utf8').split(' ')[0]) * 1e-9, 0);
}

const programOf = (pid) => basename(readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[0]);

const chainPrograms = new Set(['flimflam-load', 'flimflam-relay']);

/** Connections over the data network that are not the chain's. */
function strangersIn(laboratory, name) {
  const address = laboratory.addressOf(name, 'data');
  return laboratory
    .connectionsIn(name)
    .filter(
      ({ local, pids }) => local.startsWith(`${address}:`) && !pids.some((pid) => chainPrograms.has(programOf(pid))),
    ).length;
}

async function inFolder(work) {
  const folder = mkdtempSync(join(tmpdir(), 'flimflam-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
