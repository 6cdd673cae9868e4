import { expect, test } from 'vitest';
import { ownWorkload } from '../../src/workloads/own-workload.js';
import type { Ends, Workload, WorkloadOutputs } from '../../src/workloads/workload.js';
import { usualLoad } from '../../src/model/load.js';
import { aScenario } from '../fixtures/scenario.js';

const owner = { file: 'my.mjs', path: '/home/me/my.mjs', what: "workload 'ping'" };
const definedIn = { path: '/home/me/my.mjs', sha256: 'ab12' };

const least = {
  kind: 'workload',
  name: 'ping',
  programs: { client: 'ping-client', server: '/opt/ping-server' },
  bit: 'payload received',
  plan: () => ({ server: { argv: ['/opt/ping-server'] }, client: { argv: ['/bin/ping-client'] } }),
};

const made = (changes: object = {}): Workload => ownWorkload({ ...least, ...changes }, owner, definedIn);

const ends = { scenario: aScenario(), serverPort: 20_001, clientPort: 20_002 } as Ends;

const outputs = (changes: Partial<WorkloadOutputs> = {}): WorkloadOutputs => ({
  scenario: aScenario(),
  clientOutput: 'connected\nmark 1000000000 1000000100 rx=100 ops=1\nmark 3000000000 3000000100 rx=2100 ops=21\n',
  serverOutput: '',
  readFile: () => null,
  ...changes,
});

test('what is left out is as the builtin workload has it', () => {
  const workload = made();
  expect(workload).toMatchObject({
    name: 'ping',
    description: 'ping',
    protocols: ['tcp'],
    kernelOverhead: 0,
    maxJobs: null,
    takes: {},
    wholeSeconds: false,
    window: { kind: 'announced' },
    definedIn,
  });
  expect(workload.shortConnections).toBeUndefined();
  expect([workload.bit(usualLoad), workload.operation(usualLoad), workload.receivers(usualLoad)]).toEqual([
    'payload received',
    null,
    ['client'],
  ]);
  expect(workload.connections(7)).toBe(7);
  expect(workload.plan(ends)).toEqual({
    server: {
      argv: ['/opt/ping-server'],
      files: [],
      channel: false,
      ready: [{ kind: 'listening', port: 20_001 }],
    },
    client: { argv: ['/bin/ping-client'], files: [], channel: true, ready: [] },
  });
});

test('an end that counts hears of the marks', () => {
  expect(made({ receivers: ['server'] }).plan(ends).server.channel).toBe(true);
  expect(made({ receivers: () => ['client', 'server'] }).plan(ends).server.channel).toBe(true);
  const own = { window: { kind: 'own', mark: () => null }, result: () => ({}), receivers: ['server'] };
  expect(made(own).plan(ends).server.channel).toBe(false);
});

test('at announced marks the result is what its receivers counted', () => {
  expect(made().result(outputs())).toEqual({ bytes: 2000, seconds: 2, operations: null, latency: null, failure: null });
  expect(made({ operation: 'a ping' }).result(outputs())).toMatchObject({ operations: 20 });
  const both = made({ receivers: ['client', 'server'] });
  expect(both.result(outputs({ serverOutput: 'mark 1 1000 rx=0\nmark 2 2000001000 rx=500\n' })).bytes).toBe(2500);
  const still = outputs({ clientOutput: 'mark 1 1000 rx=5\nmark 2 2000 rx=5\n' });
  expect(made().result(still).failure).toBe('no byte arrived');
  expect(() => made().result(outputs({ clientOutput: '' }))).toThrow(/the client did not report both ends/);
});

test('latencies become percentiles where enough lie beyond', () => {
  const latencies = Array.from({ length: 1000 }, (_, at) => (at + 1) / 1000);
  const { latency, ...rest } = made({ result: () => ({ bytes: 10, seconds: 1, latencies }) }).result(outputs());
  expect(rest).toEqual({ bytes: 10, seconds: 1, operations: null, failure: null });
  expect(latency).toMatchObject({ count: 1000, min: 0.001, max: 1, p999: null });
  expect(latency?.average).toBeCloseTo(0.5005, 6);
  expect(latency?.p50).toBeCloseTo(0.5, 2);
  expect(latency?.p99).toBeCloseTo(0.99, 2);
  const none = made({ result: () => ({ bytes: 10, seconds: 1, latencies: [] }) });
  expect(none.result(outputs()).latency).toBeNull();
});

test('a client that keeps its own time is heard line by line', () => {
  const mark = (line: string): unknown => ({ begin: 'begin', end: 'end' })[line];
  const { window } = made({ window: { kind: 'own', mark }, result: () => ({ bytes: 1, seconds: 1 }) });
  if (window.kind !== 'own') throw new Error('it keeps its own time');
  expect(['x', 'begin', 'end'].map((line) => window.mark(line, aScenario()))).toEqual([null, 'begin', 'end']);
  expect(window.interval).toBeUndefined();
});

test.each<[object, string]>([
  [{ plan: null }, 'plan must be a function'],
  [{ bit: undefined }, 'bit must be words, or a function'],
  [{ programs: { client: 'a' } }, 'programs.server must be the name of an executable, or an object that has it'],
  [{ receivers: ['relay1'] }, "receivers must be an array of 'client' and 'server', or a function"],
  [{ takes: { rate: 'kilos' } }, 'takes.rate must be bits or requests'],
  [{ takes: { speed: true } }, "there is no field 'takes.speed'"],
  [{ window: { kind: 'own' }, result: () => null }, 'window.mark must be a function'],
  [{ window: { kind: 'own', mark: () => null } }, 'result must be a function, for the client keeps its own time'],
  [{ maxJobs: 0 }, 'maxJobs must be at least 1'],
  [{ connections: 3 }, 'connections must be a function'],
])('%o is refused by its field', (changes, words) => {
  expect(() => made(changes)).toThrow(
    expect.objectContaining({ code: 'bad-definition', message: `my.mjs: workload 'ping': ${words}`, exitCode: 2 }),
  );
});

test.each<[unknown, string]>([
  [{ bytes: 1.5, seconds: 1 }, 'bytes must be a whole number'],
  [{ bytes: 1, seconds: 0 }, 'seconds must be above 0'],
  [{ bytes: 1, seconds: 1, latencies: [NaN] }, 'latencies must be an array of seconds'],
  [{ bytes: 1, seconds: 1, latency: 3 }, "there is no field 'latency'"],
  [undefined, 'it must be an object'],
])('a result of %o is refused', (answer, words) => {
  expect(() => made({ result: () => answer }).result(outputs())).toThrow(
    expect.objectContaining({
      code: 'definition-failed',
      message: `my.mjs: workload 'ping': result() answered wrongly: ${words}`,
      exitCode: 1,
    }),
  );
});
