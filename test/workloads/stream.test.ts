import { expect, test } from 'vitest';
import { usualLoad, type Load } from '../../src/model/load.js';
import { parseShares, parseStreamFault } from '../../src/workloads/stream-load.js';
import { workloads } from '../../src/workloads/index.js';
import { aPlan, aScenario } from '../fixtures/scenario.js';
import { fixture } from './fixture.js';

const result = (load: Partial<Load>, clientOutput: string, serverOutput: string) =>
  workloads.builtin.result({
    scenario: aScenario({ load: { ...usualLoad, ...load } }),
    clientOutput,
    serverOutput,
    readFile: () => null,
  });

const [client, server] = [fixture('native/both.client.txt'), fixture('native/both.server.txt')];

test('bytes are counted by the ends that receive them', () => {
  const up = result({ direction: 'upload' }, client, server);
  const down = result({ direction: 'download' }, client, server);
  const both = result({ direction: 'both' }, client, server);
  expect(up.bytes).toBeGreaterThan(1e6);
  expect(down.bytes).toBeGreaterThan(1e6);
  expect(up.bytes).not.toBe(down.bytes);
  expect(both.bytes).toBe(up.bytes + down.bytes);
  expect(both.seconds).toBeCloseTo((up.seconds + down.seconds) / 2, 9);
  expect(both.shares).toEqual([...down.shares!, ...up.shares!]);
});

test('the shares of the connections are the whole', () => {
  for (const direction of ['upload', 'download', 'both'] as const) {
    const { bytes, shares } = result({ direction }, client, server);
    expect(shares).toHaveLength(direction === 'both' ? 6 : 3);
    expect(shares!.reduce((sum, share) => sum + share, 0)).toBe(bytes);
  }
  expect(parseShares('shares 1 2\nshares 3\n')).toEqual([1, 2, 3]);
  expect(parseShares('shares\nshares x\n shares 1\n')).toEqual([]);
});

test('an end that says nothing of the window is garbage', () => {
  expect(() => result({ direction: 'upload' }, client, '')).toThrow(
    expect.objectContaining({ code: 'server-garbage', message: 'the server did not report both ends of the window' }),
  );
});

test('when one of two directions stands still, that is a failure', () => {
  const still = server.replaceAll(/rx=\d+/g, 'rx=5');
  expect(result({ direction: 'both' }, client, still).failure).toBe('no byte arrived');
});

test('a wrong byte is told in words', () => {
  const line = 'error connection 3: upload: wrong byte at offset 1000003\n';
  expect(parseStreamFault(`sample 1 rx=2\n${line}`)).toMatchObject({
    code: 'wrong-byte',
    message: 'connection 3, upload: the byte at offset 1000003 is wrong',
  });
  expect(parseStreamFault('error connection 3: closed by the peer\n')).toBeNull();
});

test('a connection that ended with one of its directions is told in words', () => {
  const message = 'connection 1: closed by the peer although only its sending end was closed';
  expect(parseStreamFault(`connected 2\nerror ${message}\n`)).toMatchObject({ code: 'half-close-lost', message });
});

test('the ends of the clients have to reach the server', () => {
  const load = { direction: 'download', halfClose: true } as const;
  const marks = (seen: number) =>
    `${server}mark 0 25901322910741 rx=0 tx=9 connections=2 half_closed=0\n` +
    `mark 0 25902322910741 rx=0 tx=99 connections=2 half_closed=${seen}\n`;
  expect(result(load, client, marks(2)).failure).toBeNull();
  expect(result({ ...load, active: 1 }, client, marks(1)).failure).toBeNull();
  expect(result(load, client, marks(1)).failure).toBe(
    '1 of 2 half-closes of clients had not reached the server by the end of the window',
  );
  expect(result(load, client, '').failure).toMatch(/^2 of 2 half-closes/);
  expect(result({ direction: 'download' }, client, '').failure).toBeNull();
});

const words = (load: Partial<Load>) =>
  Object.fromEntries(
    aPlan({ relay: 'none', jobs: 3, load: { ...usualLoad, ...load } }).processes.map(({ role, argv }) => [
      role,
      argv.slice(5).join(' '),
    ]),
  );

const paced = {
  messageSize: { request: 100, response: 100 },
  rate: { unit: 'bits', perSecond: 1e9 },
  readerRate: 3e8,
  verify: true,
} as const;

test.each<[Load['direction'], string, string]>([
  ['echo', '--jobs 3 --threads 2 --message-size 100 --rate 1000000000 --reader-rate 300000000 --verify', '--threads 2'],
  [
    'upload',
    '--jobs 3 --threads 2 --message-size 100 --rate 1000000000 --verify',
    '--jobs 3 --threads 2 --reader-rate 300000000 --verify',
  ],
  [
    'download',
    '--jobs 3 --threads 2 --reader-rate 300000000 --verify',
    '--jobs 3 --threads 2 --message-size 100 --rate 1000000000 --verify',
  ],
  // The rate is that of the result, which is the sum of both.
  [
    'both',
    '--jobs 3 --threads 2 --message-size 100 --rate 500000000 --reader-rate 150000000 --verify',
    '--jobs 3 --threads 2 --message-size 100 --rate 500000000 --reader-rate 150000000 --verify',
  ],
])('%s: who sends is told how, and who receives', (direction, ofClient, ofServer) => {
  expect(words({ direction, ...paced })).toEqual({ client: ofClient, server: ofServer });
});

test('light is for both ends', () => {
  expect(words({ light: true })).toEqual({ client: '--jobs 3 --threads 2 --light', server: '--threads 2 --light' });
});

test('both ends are told of the half-close', () => {
  const both = '--jobs 3 --threads 2 --half-close';
  expect(words({ direction: 'download', halfClose: true })).toEqual({ client: both, server: both });
});

test('who is idle is told to the client, and to a server that would send to all', () => {
  const some = '--jobs 3 --active 1 --threads 1';
  expect(words({ active: 1 })).toEqual({ client: some, server: '--threads 1' });
  expect(words({ active: 1, direction: 'download' })).toEqual({ client: some, server: some });
  expect(words({ active: 3 })).toEqual(words({}));
});

test('what a bit is, in each direction', () => {
  const bit = (load: Partial<Load>) => workloads.builtin.bit({ ...usualLoad, ...load });
  expect(bit({})).toMatch(/each bit is sent and returned$/);
  expect(bit({ direction: 'both', verify: true })).toMatch(
    /received by the server plus .* the client.*; every byte checked$/,
  );
  expect(bit({ direction: 'upload', light: true })).toMatch(/received by the server; light/);
});

test('the kernel counts where the result arrives', () => {
  const counted = (direction: Load['direction']) =>
    aPlan({ relay: 'builtin', load: { ...usualLoad, direction } }).counted.map(({ end }) => end);
  expect(counted('echo')).toEqual(['client']);
  expect(counted('upload')).toEqual(['server']);
  expect(counted('download')).toEqual(['client']);
  expect(counted('both')).toEqual(['client', 'server']);
});
