import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { summarySchema, type Summary } from '../../src/model/summary.js';
import { readSummary } from '../../src/store/summary-file.js';
import { expectSound } from './sound.js';
import {
  allPids,
  busyPorts,
  linkOf,
  missing,
  Place,
  portsOf,
  read,
  short,
  shortest,
  sleep,
  whereIs,
  withCheckout,
} from './support.js';

withCheckout();

const codeOf = (status: string): number => (status === 'ok' ? 0 : 1);

describe('what is printed', () => {
  test('--json prints summary.json, on stdout alone', async () => {
    const place = new Place();
    const { code, stdout, stderr } = await place.run(['run', '-r', 'builtin', '--json', ...shortest]);
    const printed = summarySchema.parse(JSON.parse(stdout));
    expect(printed).toEqual(place.summary());
    expect(code).toBe(codeOf(printed.status));
    expect(stderr === '').toBe(printed.status === 'ok');
  });

  test('--quiet leaves the result alone, --verbose tells every step on stderr', async () => {
    const place = new Place();
    const quiet = await place.run(['--quiet', 'run', '-r', 'builtin', ...shortest]);
    expect(quiet.stderr).toBe('');
    expect(quiet.stdout).toContain('RESULTS\n');
    const verbose = await place.run(['run', '--verbose', '-r', 'builtin', ...shortest]);
    const steps = [...verbose.stderr.matchAll(/started (\w+), pid \d+/g)].map(([, name]) => name);
    expect(steps).toEqual(['server', 'relay2', 'relay1', 'client']);
    expect(verbose.stderr).toContain('relay1 is ready');
    expect(verbose.stderr).toContain('stopping all');
    expect(verbose.stdout).toContain('saved ');
  });

  test('--ceilings adds runs without relays and over the builtin relay, and percentages of them', async (ctx) => {
    const reason = missing('nginx');
    ctx.skip(reason !== null, reason ?? '');
    const place = new Place();
    const { stdout } = await place.run(['run', '-r', 'nginx', '--ceilings', ...shortest]);
    const folders = place.runFolders();
    expect(folders.length).toBe(3);
    const measured = folders.map(readSummary).find(({ configuration }) => configuration.relay === 'nginx')!;
    expect(Object.keys(measured.ceilings!)).toEqual(['none', 'builtin']);
    expect(Object.values(measured.ceilings!).every((rate) => rate > 0)).toBe(true);
    expect(stdout).toMatch(/\d+ % of\s+none,\s+\d+ %\s+of\s+builtin/);
  });

  test('--adaptor is the old name of --protocol', async (ctx) => {
    const reason = missing('h2load', 'nghttpd', 'haproxy');
    ctx.skip(reason !== null, reason ?? '');
    const place = new Place();
    await place.run(['run', '-w', 'h2load', '-r', 'haproxy', '--adaptor', 'http2', ...short]);
    const { configuration, plan } = expectSound(place.runFolders()[0]!);
    expect(configuration.protocol).toBe('http2');
    expect(Object.values(plan.configs).join('\n')).toContain('proto h2');
  });

  test('--dry-run prints the plan and leaves nothing', async () => {
    const place = new Place();
    const { code, stdout } = await place.run(['run', '-r', 'builtin', '--dry-run']);
    expect(code).toBe(0);
    const { plan } = JSON.parse(stdout) as Pick<Summary, 'plan'>;
    expect(Object.keys(plan.commands)).toEqual(['server', 'relay_2', 'relay_1', 'client']);
    expect(readdirSync(place.folder)).toEqual([]);
  });
});

test('reproduce.sh makes the same run again', async () => {
  const place = new Place();
  await place.run(['run', '-r', 'none', '--jobs', '3', '--output', 'here', ...short]);
  const [first = ''] = place.runFolders('here');
  const { code } = await place.startProgram([join(first, 'reproduce.sh'), '--quiet']).ended;
  const [, second = ''] = place.runFolders('here');
  const again = expectSound(second);
  expect(again.configuration).toEqual(readSummary(first).configuration);
  expect(code).toBe(codeOf(again.status));
});

/** Processes that the hold line names: `  relay1    pid 77  ports 1, 2`. */
function partsOf(text: string): Record<string, { pid: number; ports: number[] }> {
  const lines = [...text.matchAll(/^ {2}(\w+) +pid (\d+)(?: +ports ([\d, ]+))?$/gm)];
  return Object.fromEntries(
    lines.map(([, name = '', pid, ports = '']) => [
      name,
      { pid: Number(pid), ports: ports === '' ? [] : ports.split(', ').map(Number) },
    ]),
  );
}

async function hold(place: Place, words: string[]) {
  const running = place.start(['run', '--hold', ...short, ...words]);
  await running.says(/stays up until[^]*\n(?=$)/);
  // The lines come with it in one piece.
  await sleep(100);
  return { running, parts: partsOf(running.stderr) };
}

const cpusOf = (pid: number): string => /^Cpus_allowed_list:\s+(\S+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? '';

describe('--hold', () => {
  test.for(['builtin', 'nginx', 'skrouterd'] as const)('%s stays up, on 127.0.0.1 alone', async (relay, ctx) => {
    const reason = relay === 'builtin' ? null : missing(relay);
    ctx.skip(reason !== null, reason ?? '');
    const place = new Place();
    const { running, parts } = await hold(place, ['-r', relay]);
    expect(Object.keys(parts)).toEqual(expect.arrayContaining(['server', 'relay1', 'relay2']));
    for (const { pid } of Object.values(parts)) expect(allPids()).toContain(pid);

    const inodes = new Set(place.processes().flatMap(socketsOf));
    const listening = [...listeners('/proc/net/tcp'), ...listeners('/proc/net/tcp6')].filter(({ inode }) =>
      inodes.has(inode),
    );
    expect(listening.filter(({ address }) => address !== '0100007F')).toEqual([]);
    const ports = Object.values(parts).flatMap((part) => part.ports);
    expect(new Set(listening.map(({ port }) => port))).toEqual(new Set(ports));

    const { code, milliseconds } = await running.end('SIGINT');
    const summary = expectSound(place.runFolders()[0]!);
    expect(code).toBe(codeOf(summary.status));
    expect(milliseconds).toBeLessThan(3000);
    expect(await place.leftAfter(0)).toEqual([]);
    expect(await busyPorts(ports)).toEqual([]);
  });

  test('--cpus and --cpu-limit decide where relays really run', async () => {
    const first = new Place();
    const pinned = await hold(first, ['-r', 'builtin', '--cpus', 'relay1=0']);
    expect(cpusOf(pinned.parts['relay1']!.pid)).toBe('0');
    await pinned.running.end('SIGINT');
    expect(first.summary().plan.cpus['relay_1']).toEqual([0]);

    const second = new Place();
    const free = await hold(second, ['-r', 'builtin', '--cpu-limit', '0']);
    for (const { pid } of Object.values(free.parts)) expect(cpusOf(pid)).toBe(cpusOf(process.pid));
    await free.running.end('SIGTERM');
    expect(second.summary().plan.cpus['relay_1']).toBeNull();
  });
});

function socketsOf(pid: number): number[] {
  let names: string[] = [];
  try {
    names = readdirSync(`/proc/${pid}/fd`);
  } catch {
    // It has just ended.
  }
  return names.flatMap((fd) => Number(/^socket:\[(\d+)\]$/.exec(linkOf(`/proc/${pid}/fd/${fd}`))?.[1] ?? []));
}

/** Sample: `0: 0100007F:1F90 00000000:0000 0A ...`; the tenth field is the inode. */
function listeners(file: string): { address: string; port: number; inode: number }[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[3] === '0A')
    .map((fields) => {
      const [address = '', port = ''] = fields[1]!.split(':');
      return { address, port: parseInt(port, 16), inode: Number(fields[9]) };
    });
}

test('two runs at once both work, and both say so', async () => {
  const [first, second] = [new Place(), new Place()];
  const words = ['run', '-r', 'builtin', '--warmup', '1', '--duration', '1'];
  await Promise.all([first.run(words), second.run(words)]);
  const both = [first, second].map((place) => expectSound(place.runFolders()[0]!));
  for (const { warnings } of both) expect(warnings.map(({ code }) => code)).toContain('another-run');
  expect(new Set(both.flatMap(portsOf)).size).toBe(both.flatMap(portsOf).length);
});

test('a relay that is not installed is named, and no other is measured', async (ctx) => {
  ctx.skip(whereIs('iperf3')?.startsWith('/usr/bin/') !== true, 'iperf3 is not in /usr/bin');
  const place = new Place();
  const { code, stdout, stderr } = await place.run(['run', '-w', 'iperf3', '-r', 'none'], {
    env: { PATH: '/nowhere' },
  });
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(/^flimflam: iperf3 is not on PATH \(.*install iperf3.*\)\n$/);
  expect(existsSync(join(place.folder, 'flimflam-runs'))).toBe(false);
});
