import { expect, test } from 'vitest';
import type { Load } from '../../src/model/load.js';
import { usualLoad } from '../../src/model/load.js';
import { workloads } from '../../src/workloads/index.js';
import { parseOpenLoop } from '../../src/workloads/builtin-rr.js';
import { describeFailures } from '../../src/workloads/builtin-crr.js';
import { aPlan, aScenario } from '../fixtures/scenario.js';
import { fixture } from './fixture.js';

const outputs = (workload: 'builtin-rr' | 'builtin-crr', stem: string, load: Partial<Load> = {}) => ({
  scenario: aScenario({ workload, load: { ...usualLoad, ...load } }),
  clientOutput: fixture(`native/${stem}.client.txt`),
  serverOutput: '',
  readFile: (path: string) => fixture(`native/${stem}.${path}`),
});
const rate = { unit: 'requests', perSecond: 5000 } as const;
const open = () => outputs('builtin-rr', 'rr-open', { rate });

test('open loop: three times of the requests that were due in the window', () => {
  const { latency, openLoop, operations, seconds, failure } = workloads['builtin-rr'].result(open());
  expect(failure).toBeNull();
  expect(seconds).toBeCloseTo(0.29973, 4);
  expect(operations).toBe(3209 - 1672);
  expect(openLoop).toMatchObject({ rate_asked: 5000, planned: 1499, sent: 1499, answered: 1499 });
  expect(openLoop!.rate_achieved).toBeCloseTo(operations! / seconds, 6);
  expect(latency!.count).toBe(1499);
  // Response is lag and service, of each request; so are the averages.
  expect(latency!.average).toBeCloseTo(openLoop!.service!.average + openLoop!.lag!.average, 12);
});

test('open loop: what was not answered took longer than what was', () => {
  const given = open();
  const missing = (answered: number, planned: number) =>
    workloads['builtin-rr'].result({
      ...given,
      clientOutput: given.clientOutput.replace(
        /^open-loop.*$/m,
        `open-loop planned=${planned} sent=1499 answered=${answered}`,
      ),
    });
  const all = workloads['builtin-rr'].result(given).latency!;
  const { latency, openLoop } = missing(1499, 2000);
  expect(latency!.p50).toBeGreaterThan(all.p50!);
  expect(latency).toMatchObject({ p90: null, p99: null });
  expect(openLoop!.service).toMatchObject({ p90: null });
  expect(() => missing(1400, 2000)).toThrow(expect.objectContaining({ code: 'histogram-garbage' }));
});

test.each([
  '',
  'open-loop planned=1',
  'open-loop planned=1 sent=2 answered=1',
  'open-loop planned=2 sent=1 answered=2',
])("'%s' is no account of an open loop", (text) => {
  expect(() => parseOpenLoop(text)).toThrow(expect.objectContaining({ code: 'client-garbage' }));
});

test('short connections: the whole, connecting, and no failure', () => {
  const { latency, connect, failures, failure, operations } = workloads['builtin-crr'].result(
    outputs('builtin-crr', 'crr'),
  );
  expect(operations).toBe(latency!.count);
  // Connections that were under way at a mark are in one of the two only.
  expect(Math.abs(connect!.count - latency!.count)).toBeLessThanOrEqual(2);
  expect(connect!.average).toBeLessThan(latency!.average);
  expect(failures).toEqual({ refused: 0, reset: 0, timeout: 0, ports: 0, closed: 0, other: 0 });
  expect(failure).toBeNull();
});

test('short connections: failures in the window fail the run, by cause; those before do not', () => {
  const given = outputs('builtin-crr', 'crr');
  const [, begin, end] = /(mark .*\n)[^]*?(mark .*\n)/.exec(given.clientOutput)!;
  const both =
    begin!.replace('refused=0', 'refused=7') + end!.replace('refused=0', 'refused=9').replace('ports=0', 'ports=5');
  const { failure, failures } = workloads['builtin-crr'].result({ ...given, clientOutput: both });
  expect(failures).toMatchObject({ refused: 2, ports: 5, reset: 0 });
  expect(failure).toMatch(
    /^7 of \d+ connections failed: 2 refused: nobody listened, 5 for want of a local port .*ip_local_port_range/,
  );
  expect(describeFailures({ refused: 0, reset: 0, timeout: 0, ports: 0, closed: 0, other: 0 }, 5)).toBeNull();
});

const commands = (workload: 'builtin-rr' | 'builtin-crr', load: Partial<Load>) =>
  aPlan({ workload, relay: 'none', load: { ...usualLoad, ...load } }).processes.map(({ argv }) => argv.join(' '));

test('both ends are told the sizes, the client the rate', () => {
  const messageSize = { request: 100, response: 65_536 };
  const [server, client] = commands('builtin-rr', { messageSize, rate });
  expect(server).toContain(' --request 100 --response 65536');
  expect(server).not.toContain('--rate');
  expect(client).toContain(' --request 100 --response 65536');
  expect(client).toMatch(/ --rate 5000$/);
});

test('what an operation is says the sizes, and which loop', () => {
  const rr = workloads['builtin-rr'].operation;
  expect(rr(usualLoad)).toMatch(/^a 1-byte request and its 1-byte response, closed loop/);
  expect(rr({ ...usualLoad, rate, messageSize: { request: 100, response: 65_536 } })).toBe(
    'a 100-byte request and its 64 KiB response, open loop: sent at fixed times, 5,000/s',
  );
});

test('streams beside the requests are told to both ends, and counted by the server', () => {
  const [server, client] = commands('builtin-rr', { background: 3 });
  for (const command of [server, client]) expect(command).toContain(' --threads 2 --background 3');
  expect(commands('builtin-rr', {}).join(' ')).not.toContain('background');
  const given = outputs('builtin-rr', 'rr', { background: 3 });
  const serverOutput = [1, 3]
    .map((at) => `mark 0 ${at}000000000 rx=1 tx=1 connections=2 background=${at}000\n`)
    .join('');
  const readFile = (): string => fixture('native/rr.histogram');
  const { result } = workloads['builtin-rr'];
  expect(result({ ...given, readFile, serverOutput }).background).toEqual({ bytes: 2000, seconds: 2 });
  expect(() => result({ ...given, readFile })).toThrow(expect.objectContaining({ code: 'server-garbage' }));
  expect(result({ ...outputs('builtin-rr', 'rr'), readFile })).not.toHaveProperty('background');
});
