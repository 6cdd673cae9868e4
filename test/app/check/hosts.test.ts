import { afterAll, expect, test } from 'vitest';
import { checkHosts, parseFree } from '../../../src/app/check/hosts.js';
import { neededOnHost } from '../../../src/app/check/needs.js';
import { ExpectedError } from '../../../src/errors.js';
import type { Host, HostClock } from '../../../src/host/host.js';
import { LocalHost } from '../../../src/host/local-host.js';
import type { Placements } from '../../../src/model/placement.js';
import { machineOf } from './machine-of.js';

/** A machine that is this one under another name and address. */
class OtherHost extends LocalHost {
  override readonly clock: HostClock = { offsetNs: 5e9, uncertaintyNs: 100_000, measure: async () => {} };
  constructor(
    override readonly name: string,
    override readonly address: string,
    override readonly environment: Record<string, string>,
  ) {
    super();
  }
}

const machine = machineOf(['iperf3', 'nginx'], ['df']);
afterAll(() => machine.remove());

const others: Readonly<Record<string, Host>> = {
  lab1: new OtherHost('lab1', '127.0.0.2', machine.environment),
  lab2: new OtherHost('lab2', '127.0.0.3', machine.environment),
};

async function connect(name: string): Promise<Host> {
  if (name === 'localhost') return new LocalHost();
  const host = others[name];
  if (host !== undefined) return host;
  throw new ExpectedError(
    'host-unreachable',
    `${name}: Host key verification failed.`,
    `ssh ${name} by hand tells more`,
  );
}

const at = (host: string, address: string | null = null) => ({ host, address });
const look = (places: Placements) => checkHosts(places, { ignorePerf: true }, connect);

test('every host is looked at, for what its roles need, and reaches the next', async () => {
  const { hosts, ways, ok } = await look({ client: at('lab1'), relay1: at('lab2', '127.0.0.4'), server: at('lab1') });
  expect(hosts.map(({ name, roles, address }) => [name, roles, address])).toEqual([
    ['lab1', ['client', 'server'], '127.0.0.2'],
    ['lab2', ['relay1'], '127.0.0.4'],
  ]);
  expect(hosts[0]).toMatchObject({ fault: null, round_trip: 2e-4, clock_uncertainty: 1e-4 });
  expect(hosts[0]!.machine!.cpus).toBeGreaterThan(0);
  expect(hosts[0]!.temporary!.free).toBeGreaterThan(0);
  const states = Object.fromEntries(hosts[0]!.findings.map(({ name, state }) => [name, state]));
  expect(states).toMatchObject({ 'flimflam-load': 'found', iperf3: 'found' });
  expect(states).not.toHaveProperty('flimflam-relay');
  expect(hosts[1]!.findings.map(({ name }) => name)).toEqual(expect.arrayContaining(['skrouterd', 'nginx stream']));
  expect(ways).toEqual([
    { from: 'lab1', to: 'lab2', address: '127.0.0.4', needed: true, why: null },
    { from: 'lab2', to: 'lab1', address: '127.0.0.2', needed: true, why: null },
  ]);
  expect(ok).toBe(true);
});

test('a program that is missing there, with what installs it there', async () => {
  const { hosts } = await look({ client: at('lab1'), relay1: at('lab1'), server: at('lab1') });
  const named = (name: string) => hosts[0]!.findings.find((finding) => finding.name === name);
  expect(named('nginx')).toMatchObject({ state: 'found', path: `${machine.folder}/nginx`, version: '1.2.3' });
  expect(named('cc')).toMatchObject({ state: 'missing', required: false, remedy: expect.stringContaining('gcc') });
});

test('one that is not reached says why, and the others are looked at all the same', async () => {
  const { hosts, ways, ok } = await look({ client: at('lab1'), relay1: at('gone'), server: at('lab2') });
  expect(hosts[1]).toMatchObject({
    ...{ name: 'gone', roles: ['relay1'], address: null, machine: null, findings: [] },
    fault: { message: 'gone: Host key verification failed.', remedy: 'ssh gone by hand tells more' },
  });
  expect(hosts[2]!.fault).toBeNull();
  expect(ways.map(({ from, to, needed }) => [from, to, needed])).toEqual([
    ['lab1', 'lab2', false],
    ['lab2', 'lab1', false],
  ]);
  expect(ok).toBe(false);
});

test('an address that a host does not have', async () => {
  const { ways, ok } = await look({ client: at('lab1'), relay1: at('lab1'), server: at('lab2', '192.0.2.1') });
  expect(ways[0]).toMatchObject({ from: 'lab1', to: 'lab2', needed: true, why: expect.stringContaining('192.0.2.1') });
  expect(ok).toBe(false);
});

test('where nothing is said of the relays there are two, on this machine', async () => {
  const { hosts } = await look({ server: at('lab1') });
  expect(hosts.map(({ name, roles }) => [name, roles])).toEqual([
    ['localhost', ['client', 'relay1', 'relay2']],
    ['lab1', ['server']],
  ]);
  // The way to 127.0.0.2 begins at an address of the loopback.
  expect(hosts[0]).toMatchObject({ address: expect.stringMatching(/^127\./), round_trip: null });
});

test('the ends need their own programs alone', () => {
  const names = (roles: string[]): string[] => neededOnHost(roles).map(({ spec }) => spec.executable);
  expect(names(['client'])).toEqual(expect.arrayContaining(['h2load', 'flimflam-load']));
  expect(names(['client'])).not.toContain('nghttpd');
  expect(names(['server'])).toContain('nghttpd');
  expect(names(['server'])).not.toContain('h2load');
  expect(names(['relay2'])).toEqual(expect.arrayContaining(['skrouterd', 'haproxy', 'flimflam-relay', 'cc', 'make']));
  expect(names(['relay2'])).not.toContain('iperf3');
});

test.each([
  [
    'Filesystem     1024-blocks    Used Available Capacity Mounted on\n/dev/vda1         41152736 9876543  29153169      26% /\n',
    29_153_169,
  ],
  ['Filesystem     1024-blocks  Used Available Capacity Mounted on\nmy disk 10 4 6 40% /mnt/a b\n', 6],
  ['Filesystem     1024-blocks  Used Available Capacity Mounted on\nnone 0 0 0 - /proc\n', 0],
])('room as df tells it: %j', (text, kilobytes) => {
  expect(parseFree(text)).toBe(kilobytes * 1024);
});

test('df that says nothing of use', () => {
  expect(parseFree('')).toBeNull();
  expect(parseFree('Filesystem     1024-blocks  Used Available Capacity Mounted on\n')).toBeNull();
});
