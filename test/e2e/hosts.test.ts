import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, type TestContext } from 'vitest';
import type { Summary } from '../../src/model/summary.js';
import { makeLaboratory, whyNoLaboratory, type Laboratory } from '../laboratory/laboratory.js';
import { readComparison } from '../../src/store/comparison-file.js';
import { missing, Place, short, sleep, whereIs, withCheckout, type Ended } from './support.js';

withCheckout();

let laboratory: Laboratory;
const why = whyNoLaboratory();
beforeAll(async () => {
  if (why === null) laboratory = await makeLaboratory({ hosts: 4 });
});
afterAll(async () => laboratory?.[Symbol.asyncDispose]());

/** Skips a test where there can be no hosts, or one of these programs is missing. */
function needs(ctx: TestContext, ...programs: readonly string[]): void {
  const reason = why ?? missing(...programs);
  ctx.skip(reason !== null, reason ?? '');
}

const roles = ['client', 'relay1', 'relay2', 'server'];
const keyOf = (role: string): string => role.replace(/(\d)/, '_$1');

/** Places roles by the data network, which ssh does not use. */
const placing = (places: Readonly<Record<string, string>>): string[] => [
  '--hosts',
  Object.entries(places)
    .map(([role, name]) => `${role}=${name}/${laboratory.addressOf(name, 'data')}`)
    .join(','),
];

/** Each role on a host of its own, in order. */
const apart = (): string[] => placing(Object.fromEntries(roles.map((role, at) => [role, laboratory.names[at]!])));

const flimflam = (place: Place, words: readonly string[]): Promise<Ended> =>
  place.run(words, { env: laboratory.environment });

/** Starts a run of the builtin relay that lasts, and waits until its load is on. */
async function lasting(place: Place, hosts: readonly string[]) {
  const words = ['run', '-r', 'builtin', ...hosts, '--warmup', '0.3', '--duration', '30', '--verbose'];
  const running = place.start(words, { env: laboratory.environment });
  await running.says(/client is ready/);
  await sleep(700);
  return running;
}

/** What is left on the hosts after so many milliseconds: programs, sockets that listen, and folders. */
async function leftAfter(milliseconds: number): Promise<string[]> {
  const look = (): string[] =>
    laboratory.names.flatMap((name) =>
      [
        ...laboratory.programsIn(name),
        ...laboratory.listeningIn(name),
        ...readdirSync(laboratory.pathIn(name, '/tmp')),
      ].map((what) => `${name}: ${what}`),
    );
  for (const end = Date.now() + milliseconds; look().length > 0 && Date.now() < end;) await sleep(50);
  return look();
}

/** The summary of a run on four hosts whose figures can be told, and what holds of each host. */
function expectSound(place: Place, { stdout, stderr }: Ended): Summary {
  expect(stderr).toBe('');
  const summary = place.lastSummary();
  expect([summary.status, stdout]).toEqual([expect.stringMatching(/^(?:ok|invalid)$/), stdout]);
  const { hosts, listeners, trust } = summary;
  const expected = roles.map((role, at) => [laboratory.names[at], keyOf(role)]);
  expect(hosts.map((host) => [host.name, ...host.roles])).toEqual([['localhost'], ...expected]);
  const elsewhere = hosts.slice(1);
  // All of them have the same kernel, and so the same clock.
  for (const { clock } of elsewhere) expect(Math.abs(clock!.offset)).toBeLessThanOrEqual(clock!.uncertainty);
  expect(elsewhere.map(({ cpu }) => cpu === null)).toEqual(roles.map(() => false));
  for (const { devices, own_traffic: own } of elsewhere) {
    expect(Object.keys(devices)).toContain('data');
    expect(own).toBeGreaterThan(0);
  }
  const bound = listeners.map(({ role, address, reachable_from: from }) => [role, address.split(':')[0], from]);
  for (const [at, role] of roles.entries()) {
    const here = bound.filter(([one]) => one === keyOf(role));
    const data = laboratory.addressOf(laboratory.names[at]!, 'data');
    expect(here.filter(([, , from]) => from !== 'host').every(([, address]) => address === data)).toBe(true);
    expect(here.filter(([, , from]) => from === 'host').every(([, address]) => address === '127.0.0.1')).toBe(true);
  }
  expect(trust!.bytes).toMatchObject({ agree: true });
  return summary;
}

test('a chain on four hosts: listeners on one address each, figures of all, nothing left', async (ctx) => {
  needs(ctx);
  const place = new Place();
  const words = ['run', '-r', 'builtin', ...apart(), '--warmup', '1', '--duration', '1', '--verbose'];
  const running = place.start(words, { env: laboratory.environment });
  await running.says(/client is ready/);
  const addresses = laboratory.names.flatMap((name) =>
    laboratory.listeningIn(name).map((local) => [name, local.split(':')[0]]),
  );
  expect(addresses).toEqual(laboratory.names.slice(1).map((name) => [name, laboratory.addressOf(name, 'data')]));
  const ended = await running.ended;
  const summary = expectSound(place, { ...ended, stderr: '' });
  expect(Object.keys(summary.resources)).toEqual(['relay_1', 'relay_2', 'client', 'server', 'flimflam']);
  for (const role of ['relay_1', 'relay_2']) expect(summary.resources[role]!.average_cpu).toBeGreaterThan(0);
  expect(summary.series!.cpu['relay_1']!.some((cpu) => (cpu ?? 0) > 0)).toBe(true);
  expect(summary.trust!.libraries['relay_1']![0]!.build_id).toMatch(/^[0-9a-f]{8}/);
  expect(ended.stdout).toContain('\nHOSTS ');
  expect(await leftAfter(2000)).toEqual([]);
});

test('a chain of routers with mutual TLS, each on a host of its own', async (ctx) => {
  needs(ctx, 'skrouterd');
  const place = new Place();
  const ended = await flimflam(place, ['run', '-r', 'skrouterd', '--tls', 'inter', ...apart(), ...short]);
  const summary = expectSound(place, ended);
  expect(Object.keys(summary.routers_over_time!.routers)).toEqual(['relay_1', 'relay_2']);
  expect(new Set(summary.links.map(({ mutual }) => mutual))).toEqual(new Set([true]));
  const there = ['relay1.log', 'relay2.log', 'tls/relay.key'].map((name) =>
    existsSync(join(place.runFolders()[0]!, name)),
  );
  expect(there).toEqual([true, true, false]);
  expect(await leftAfter(2000)).toEqual([]);
});

test('a capture has a perf on each host, and comes back as one', async (ctx) => {
  needs(ctx, 'perf');
  const place = new Place();
  const words = ['flamegraph', '-r', 'builtin', ...apart(), '--target', 'relays', '--warmup', '0.4'];
  const { capture } = expectSound(place, await flimflam(place, [...words, '--duration', '0.8']));
  expect(Object.keys(capture!.profile!.roles).sort()).toEqual(['relay_1', 'relay_2']);
  for (const { functions } of Object.values(capture!.profile!.roles)) {
    expect(functions.some(({ kind, name }) => kind !== 'unknown' && name !== '')).toBe(true);
  }
  const files = ['perf.data', 'relay2.perf.data', 'profile.json', 'flamegraph.html'];
  expect(capture!.files).toEqual(expect.arrayContaining(files));
  expect(files.map((name) => existsSync(join(place.runFolders()[0]!, name)))).toEqual(files.map(() => true));
  expect(await leftAfter(2000)).toEqual([]);
});

test('a host whose cables are pulled in the window is named, and ends all by itself within 10 s', async (ctx) => {
  needs(ctx);
  const place = new Place();
  const running = await lasting(place, apart());
  const [, , lost] = laboratory.names;
  laboratory.cut(lost!);
  // What is left is looked at while the cables are out.
  expect(await leftAfter(10_000)).toEqual([]);
  const { code, stdout } = await running.ended;
  await laboratory.mend(lost!);
  expect([code, place.summary().status_reason?.code]).toEqual([1, 'host-lost']);
  expect(stdout).toContain(`FAILED (host-lost): ${lost}`);
});

test('ssh that is killed, on either side, ends the run with the host named', async (ctx) => {
  needs(ctx);
  const [first, second, third, fourth] = laboratory.names;
  const ends = [
    { side: 'here', lost: second!, hosts: placing({ relay1: first!, relay2: second! }) },
    { side: 'there', lost: fourth!, hosts: placing({ relay1: third!, relay2: fourth! }) },
  ] as const;
  const reasons = ends.map(async ({ side, lost, hosts }) => {
    const place = new Place();
    const running = await lasting(place, hosts);
    await laboratory.killSsh(lost, side);
    const { code } = await running.ended;
    const { status_reason: reason } = place.summary();
    return [code, reason!.code, reason!.message.split(':')[0]];
  });
  expect(await Promise.all(reasons)).toEqual(ends.map(({ lost }) => [1, 'host-lost', lost]));
  expect(await leftAfter(10_000)).toEqual([]);
});

test('Flimflam killed in the window leaves nothing on any host', async (ctx) => {
  needs(ctx);
  const place = new Place();
  const running = await lasting(place, apart());
  await running.end('SIGKILL');
  expect(await leftAfter(10_000)).toEqual([]);
  expect(await place.leftAfter(3000)).toEqual([]);
});

test('Ctrl-C keeps what was measured on every host', async (ctx) => {
  needs(ctx);
  const place = new Place();
  const running = await lasting(place, apart());
  const { code } = await running.end('SIGINT');
  const { status, resources, hosts } = place.summary();
  expect([code, status]).toEqual([130, 'interrupted']);
  expect(resources['relay_1']!.average_cpu).toBeGreaterThan(0);
  expect(hosts.map(({ cpu }) => cpu === null)).not.toContain(true);
  expect(await leftAfter(2000)).toEqual([]);
});

test('a host with another key, without the relay, with a full disk: one line each', async (ctx) => {
  needs(ctx, 'nginx');
  const changed = await laboratory.addHost();
  await laboratory.replaceHostKey(changed);
  const bare = await laboratory.addHost({ without: ['nginx'] });
  const full = await laboratory.addHost({ roomInTmp: '64k' });
  const said = [changed, bare, full].map(async (name) => {
    const place = new Place();
    const words = ['run', '-r', 'nginx', '--hosts', `relay2=${name}`, ...short];
    const { code, stderr } = await flimflam(place, words);
    return [code, place.runFolders().length, stderr.trimEnd()];
  });
  expect(await Promise.all(said)).toEqual([
    [1, 0, expect.stringMatching(new RegExp(`^flimflam: ${changed}: .*[Hh]ost key verification failed.*$`))],
    [1, 0, expect.stringMatching(new RegExp(`^flimflam: ${bare}: nginx is not on PATH there.*$`))],
    [1, 0, expect.stringMatching(new RegExp(`^flimflam: ${full}: .*[Nn]o space left.*$`))],
  ]);
  expect(await leftAfter(2000)).toEqual([]);
});

test('a client elsewhere that ends with its window has its whole CPU time, and one of ours speaks TLS', async (ctx) => {
  needs(ctx, 'nginx', 'iperf3', 'openssl');
  const place = new Place();
  const there = placing({ client: laboratory.names[0]!, relay1: laboratory.names[1]!, relay2: laboratory.names[1]! });
  await flimflam(place, ['run', '-w', 'iperf3', '-r', 'nginx', ...there, '--warmup', '1', '--duration', '1']);
  expect(place.lastSummary().resources['client']!.average_cpu).toBeGreaterThan(0);
  const tls = await flimflam(place, ['run', '-r', 'nginx', '--tls', 'client', ...there, ...short]);
  expect(tls.stderr).toBe('');
  expect(place.lastSummary().links.map(({ from }) => from)).toContain('client');
});

test('--dry-run tells commands by host, and starts nothing', async (ctx) => {
  needs(ctx);
  const place = new Place();
  const { code, stdout } = await flimflam(place, ['run', '-r', 'builtin', ...apart(), '--dry-run']);
  const { plan } = JSON.parse(stdout) as Pick<Summary, 'plan'>;
  const expected = roles.map((role, at) => {
    const host = laboratory.names[at]!;
    return [keyOf(role), { host, address: laboratory.addressOf(host, 'data') }] as const;
  });
  expect(code).toBe(0);
  expect(plan.hosts).toEqual(Object.fromEntries(expected));
  expect(await leftAfter(1000)).toEqual([]);
});

test('a comparison waits for a host that is lost, and makes that pair again', async (ctx) => {
  needs(ctx, 'nginx', 'haproxy');
  const place = new Place();
  const [first, second] = laboratory.names;
  const hosts = placing({ relay1: first!, relay2: second! });
  const words = ['compare', whereIs('nginx')!, whereIs('haproxy')!, '--quick', '--verbose', ...hosts];
  const running = place.start([...words, '--warmup', '0.2', '--duration', '0.8'], { env: laboratory.environment });
  // The burn-in has the first two chains.
  await running.says(/(?:client is ready.*?){3}/s);
  await laboratory.halt(second!);
  await running.says(new RegExp(`waiting for ${second}`));
  await laboratory.boot(second!);
  // A burn-in comes again, and then the pair.
  await running.says(/(?:client is ready.*?){6}/s);
  await running.end('SIGINT');
  const name = readdirSync(join(place.folder, 'flimflam-runs')).find((one) => one.includes('-compare-'));
  const { a, b, runs } = readComparison(join(place.folder, 'flimflam-runs', name!));
  expect([a, b].map((side) => side.hosts.map((host) => host.name))).toEqual([
    [first, second],
    [first, second],
  ]);
  const lost = runs.filter(({ reason }) => reason?.code === 'host-lost');
  expect(lost.map(({ pair, attempt }) => [pair, attempt])).toEqual([[1, 1]]);
  expect(lost[0]!.reason!.message).toContain(second);
  expect(runs.some(({ pair, attempt }) => pair === 1 && attempt === 2)).toBe(true);
  expect(await leftAfter(2000)).toEqual([]);
});

test('a slow link', async (ctx) => {
  needs(ctx);
  const place = new Place();
  const cannot = laboratory.slow(laboratory.names[1]!, '10mbit');
  ctx.skip(cannot !== null, cannot ?? '');
  const { results } = expectSound(place, await flimflam(place, ['run', '-r', 'builtin', ...apart(), ...short]));
  expect(results!.bits_per_second).toBeLessThan(12e6);
});
