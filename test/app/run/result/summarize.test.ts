import { expect, test } from 'vitest';
import { usualLoad } from '../../../../src/model/load.js';
import { nothingSeen } from '../../../../src/app/run/execution.js';
import { planOf, summarize } from '../../../../src/app/run/result/summarize.js';
import { ExpectedError } from '../../../../src/errors.js';
import { summarySchema } from '../../../../src/model/summary.js';
import { aPlan, onHosts } from '../../../fixtures/scenario.js';
import { fixture } from '../../../workloads/fixture.js';
import {
  aMachine,
  anExecution,
  aProcess,
  aReading,
  aThread,
  bytesPerSecond,
  shares,
  someEvidence,
} from '../readings.js';

const codes = ({ warnings }: { warnings: { code: string }[] }): string[] => warnings.map(({ code }) => code);

test('a good run: what it says of itself is the schema', () => {
  const summary = summarize(someEvidence());
  expect(summarySchema.parse(summary)).toEqual(summary);
  expect(JSON.parse(JSON.stringify(summary))).toEqual(summary);
  expect(summary).toMatchObject({
    status: 'ok',
    status_reason: null,
    started: '2026-11-23T10:15:02.123Z',
    warnings: [],
  });
  expect(summary.trust).toMatchObject({ ok: true, problems: [], window_skew: 0, steadiness: expect.closeTo(0, 9) });
});

test('bits are those of the payload in the window', () => {
  expect(summarize(someEvidence()).results).toEqual({
    duration: 2,
    bits: 2 * 8 * bytesPerSecond,
    bits_per_second: 8 * bytesPerSecond,
    bit: expect.stringContaining('echoed'),
    operations: null,
    operations_per_second: null,
    operation: null,
    latency: null,
    open_loop: null,
    connect_latency: null,
    failures: null,
    fairness: null,
    background: null,
  });
});

test('resources in the order relays, client, server; memory of the window alone', () => {
  const { resources, limited_by, trust } = summarize(someEvidence());
  expect(Object.keys(resources)).toEqual(['relay_1', 'relay_2', 'client', 'server']);
  expect(resources['relay_1']).toMatchObject({
    average_cpu: expect.closeTo(shares.relay1, 9),
    user_cpu: expect.closeTo(shares.relay1 / 4, 9),
    run_delay: expect.closeTo(0.05, 9),
    max_rss: 5_000_300,
    cpu_seconds_per_gb: expect.closeTo(0.9, 9),
    context_switches: 20,
    context_switches_per_gb: expect.closeTo(10, 9),
  });
  // A thread that ran 0.9 and waited 0.05 of the time.
  expect(limited_by).toBe('relay_1');
  expect(trust!.cpu!.by_role['relay_1']).toBeCloseTo(0.45, 9);
  expect(trust!.cpu!.ours).toBeCloseTo(0.9, 9);
  expect(trust!.cpu!.foreign).toBeCloseTo(0, 9);
  expect(trust!.frequency).toEqual({ begin: 3e9, end: 3e9 });
  expect(trust!.libraries).toEqual({ relay_1: [{ path: '/opt/sbin/the-relay', build_id: 'abc' }] });
});

test.each([
  [7.99e9, 'rate'],
  [9e9, 'relay_1'],
])('at %d bit/s asked for the limit is %s', (perSecond, limit) => {
  const load = { ...usualLoad, rate: { unit: 'bits', perSecond } as const };
  expect(summarize(someEvidence({}, { load })).limited_by).toBe(limit);
});

test('the series has the warm-up too', () => {
  const { series } = summarize(someEvidence());
  expect(series!.time[0]).toBe(-0.9);
  expect(series!.time.at(-1)).toBe(2);
});

const problem = new ExpectedError('relay-died', 'relay 1 (nginx) ended with exit code 1');

test('a run that failed before its window has its plan, and nothing measured', () => {
  const summary = summarize(someEvidence({ execution: { ...nothingSeen(), problem }, environment: null }));
  expect(summarySchema.parse(summary)).toEqual(summary);
  expect(summary).toMatchObject({
    status: 'failed',
    status_reason: { code: 'relay-died', message: problem.message },
    results: null,
    resources: {},
    limited_by: null,
    trust: null,
    series: null,
    environment: null,
  });
  expect(Object.keys(summary.plan.commands)).toEqual(['server', 'relay_2', 'relay_1', 'client']);
});

test('a run that failed in its window keeps its series, and no result', () => {
  const summary = summarize(someEvidence({ execution: anExecution({ problem, end: null, kernel: null }) }));
  expect(summarySchema.parse(summary)).toEqual(summary);
  expect(summary).toMatchObject({ status: 'failed', results: null, trust: null });
  expect(summary.series!.time.length).toBeGreaterThan(0);
  expect(codes(summary)).toEqual([]);
});

test('a run that was interrupted says so', () => {
  const interrupted = new ExpectedError('interrupted', 'interrupted by Ctrl-C', null, 130);
  const { status, status_reason } = summarize(someEvidence({ execution: anExecution({ problem: interrupted }) }));
  expect([status, status_reason?.code]).toEqual(['interrupted', 'interrupted']);
});

test('garbage of the client is a failure of the run, not of Flimflam', () => {
  const summary = summarize(
    someEvidence({ execution: anExecution({ outputs: { client: 'lp0 on fire\n', server: '' } }) }),
  );
  expect(summarySchema.parse(summary)).toEqual(summary);
  expect(summary).toMatchObject({ status: 'failed', status_reason: { code: 'client-garbage' }, results: null });
  // What the processes used is known all the same.
  expect(summary.resources['relay_1']).toMatchObject({ cpu_seconds_per_gb: null, average_cpu: expect.closeTo(0.9, 9) });
  expect(summary.trust).toMatchObject({ bytes: null });
});

test('a bug is thrown', () => {
  const evidence = someEvidence();
  const workload = {
    ...evidence.workload,
    result: () => {
      throw new TypeError('oops');
    },
  };
  expect(() => summarize({ ...evidence, workload })).toThrow(TypeError);
});

test('no byte is a failure', () => {
  const client = 'mark 0 1000000000 rx=5\nmark 0 3000000000 rx=5\n';
  const summary = summarize(someEvidence({ execution: anExecution({ outputs: { client, server: '' } }) }));
  expect(summary).toMatchObject({
    status: 'failed',
    status_reason: { code: 'workload-failed', message: 'no byte came back' },
    results: { bits: 0 },
  });
});

test('no byte between two readings of a machine that stood still says nothing', () => {
  const client = 'mark 0 1000000000 rx=5\nmark 0 1000030000 rx=5\n';
  const { end } = anExecution();
  const late = { ...end!, timeNs: end!.timeNs + 1.6e9 };
  const execution = anExecution({ outputs: { client, server: '' }, end: late });
  const { status, status_reason: reason } = summarize(someEvidence({ execution }));
  expect(status).toBe('invalid');
  expect(reason!.message).toMatch(/1600 ms from its mark/);
});

test('a client that read its counters late is compared with what the kernel counted until then', () => {
  // Both count 1 GB/s, but from 2.5 s on nothing comes, and the client looks 40 ms late.
  const seen = 2_500_000_000;
  const client = `mark 0 1000000000 rx=1000000000\nmark 0 3040000000 rx=${seen}\n`;
  const kernel = { begin: { timeNs: 1e9, bytes: 1e9 }, end: { timeNs: 3e9, bytes: seen } };
  const late = summarize(someEvidence({ execution: anExecution({ outputs: { client, server: '' }, kernel }) }));
  expect(late.trust!.bytes).toMatchObject({ workload: 1.5e9, kernel: 1.53e9, agree: true });
  const lost = { ...kernel, end: { timeNs: 3e9, bytes: seen + 60e6 } };
  const differs = summarize(
    someEvidence({ execution: anExecution({ outputs: { client, server: '' }, kernel: lost }) }),
  );
  expect(differs.trust!.bytes).toMatchObject({ agree: false });
});

const machine = (idle: number, steal: number) => aMachine({ idle, steal });
const endWith = (changes: object) => {
  const { end } = anExecution();
  return someEvidence({ execution: anExecution({ end: { ...end!, ...changes } }) });
};

test.each([
  ['foreign load', endWith({ machine: machine(20, 0) }), 'disturbed', /^other programs used 10\.0 % of the machine$/],
  ['steal', endWith({ machine: machine(20, 40) }), 'disturbed', /^the hypervisor took 10\.0 % of the machine$/],
  ['no account of the machine', endWith({ machine: null }), 'no-cpu-ledger', /could not be read/],
  [
    'a late reading',
    endWith({ timeNs: 3.06e9, machine: machine(72, 0) }),
    'window-missed',
    /^\/proc was read 60 ms from its mark/,
  ],
  [
    'bytes that differ',
    someEvidence({
      execution: anExecution({ kernel: { begin: { timeNs: 1e9, bytes: 0 }, end: { timeNs: 3e9, bytes: 5 } } }),
    }),
    'bytes-differ',
    /^the workload counted 2000000000 bytes, the kernel 5$/,
  ],
  [
    'errors of a relay',
    someEvidence({ logs: { relay2: '2026/11/23 10:15:02 [error] 8#8: *1 connect() failed\nfine\n' } }),
    'relay-errors',
    /relays logged 1 error in the window/,
  ],
])('%s makes a run invalid, with its figures', (_, evidence, code, message) => {
  const summary = summarize(evidence);
  expect(summarySchema.parse(summary)).toEqual(summary);
  expect(summary.status).toBe('invalid');
  expect(summary.status_reason).toEqual({ code, message: expect.stringMatching(message) });
  expect(summary.results).not.toBeNull();
  expect(summary.trust).toMatchObject({ ok: false, problems: [expect.stringMatching(message)] });
});

test('several problems are all told', () => {
  const { status_reason, trust } = summarize({
    ...endWith({ machine: machine(20, 0) }),
    logs: { relay1: '[error]\n[emerg]\n' },
  });
  expect(trust!.problems).toHaveLength(2);
  expect(status_reason!.message).toMatch(/^other programs .*; relays logged 2 errors in the window$/);
});

test('a little foreign load is within what the window can tell', () => {
  expect(summarize(endWith({ machine: machine(55, 0) })).status).toBe('ok');
});

test('the lines of relays are kept with who wrote them; warnings do not spoil a run', () => {
  const logs = { relay1: '[warn] one\nplain\n', relay2: '[warn] two\n' };
  const { status, trust, ...summary } = summarize(someEvidence({ logs }));
  expect(status).toBe('ok');
  expect(trust!.log).toEqual({ errors: 0, warnings: 2, lines: ['relay 1: [warn] one', 'relay 2: [warn] two'] });
  expect(codes(summary)).toEqual(['relay-warnings']);
});

test('a flood of lines is counted, and twenty are kept', () => {
  const { trust } = summarize(someEvidence({ logs: { relay1: '[error] again\n'.repeat(1000) } }));
  expect(trust!.log.errors).toBe(1000);
  expect(trust!.log.lines).toHaveLength(20);
});

test('an unsteady run is told of, with what to change', () => {
  const counts = anExecution().counts.map(({ timeNs, bytes }) => ({
    timeNs,
    bytes: bytes + Math.max(0, timeNs - 2e9) * 0.2,
  }));
  const summary = summarize(someEvidence({ execution: anExecution({ counts }) }));
  expect(summary.status).toBe('ok');
  expect(summary.warnings).toEqual([
    {
      code: 'unsteady',
      message: 'throughput was 20.0 % higher in the last third of the window than in the first',
      advice: 'use a longer --warmup (now 1 s) or --duration',
    },
  ]);
});

test('where the kernel counts nothing, the series and the steadiness are those of what the client tells', () => {
  const { counts } = anExecution();
  const seldom = counts.filter((_, at) => at % 2 === 0).map(({ timeNs, bytes }) => ({ timeNs, bytes: bytes / 2 }));
  const told = summarize(someEvidence({ execution: anExecution({ counts: [], toldCounts: seldom }) }));
  expect(new Set(told.series!.bits_per_second)).toEqual(new Set([4 * bytesPerSecond]));
  expect(told.trust!.steadiness).toBeCloseTo(0, 9);
  const both = summarize(someEvidence({ execution: anExecution({ toldCounts: seldom }) }));
  expect(new Set(both.series!.bits_per_second)).toEqual(new Set([8 * bytesPerSecond]));
});

test('another Flimflam, and a kernel that does not count, are told of; earlier warnings come first', () => {
  const early = { code: 'shared-cpus', message: 'm', advice: 'a' };
  const summary = summarize(
    someEvidence({ warnings: [early], execution: anExecution({ sharedHosts: ['localhost'], kernel: null }) }),
  );
  expect(summary.status).toBe('ok');
  expect(codes(summary)).toEqual(['shared-cpus', 'another-run', 'no-kernel-count']);
  expect(summary.trust!.bytes).toBeNull();
});

test('requests: operations, latency, percentiles that are null with too few samples', () => {
  const few = '# flimflam\n100000 15\n# sum=1500000 min=90000 max=110000 count=15\n';
  const summary = summarize(someEvidence({ readFile: () => few }, { workload: 'builtin-rr' }));
  expect(summarySchema.parse(summary)).toEqual(summary);
  expect(summary.results).toMatchObject({
    operations: 15,
    operations_per_second: 7.5,
    latency: { count: 15, average: 1e-4, min: 9e-5, max: 1.1e-4, p50: null, p90: null, p99: null, p999: null },
  });
  expect(summary.resources['relay_1']!.cpu_seconds_per_1000_operations).toBeCloseTo(120, 6);
});

test('h2load and iperf3 from real outputs', () => {
  const http = summarize(
    someEvidence(
      {
        execution: anExecution({ outputs: { client: fixture('h2load/two-jobs.txt'), server: '' }, kernel: null }),
        readFile: () => fixture('h2load/two-jobs.log'),
      },
      { workload: 'h2load', relay: 'haproxy', protocol: 'http2' },
    ),
  );
  expect(summarySchema.parse(http)).toEqual(http);
  expect(http.results).toMatchObject({ operations: 697, latency: { count: 697, p999: null, p90: expect.any(Number) } });
  const iperf = summarize(
    someEvidence(
      {
        execution: anExecution({
          outputs: { client: '', server: fixture('iperf3/two-jobs.server.json') },
          kernel: null,
        }),
      },
      { workload: 'iperf3' },
    ),
  );
  expect(summarySchema.parse(iperf)).toEqual(iperf);
  expect(iperf.results).toMatchObject({ bits: 250_085_376 * 8, duration: 2.000008 });
});

test('a run without relays', () => {
  const { relay1: _, relay2: __, ...ends } = anExecution().end!.roles;
  const end = aReading(3, { roles: ends, machine: machine(345, 0) });
  const summary = summarize(someEvidence({ execution: anExecution({ end }), logs: {} }, { relay: 'none' }));
  expect(summarySchema.parse(summary)).toEqual(summary);
  expect(Object.keys(summary.resources)).toEqual(['client', 'server']);
  expect(summary.configuration.hops).toBe(0);
});

const own = (cpuNs: number) => ({ 1: aProcess({ 1: aThread({ cpuNs }) }) });

test("Flimflam's own use is shown last", () => {
  const execution = anExecution();
  const summary = summarize(
    someEvidence({
      execution: {
        ...execution,
        begin: { ...execution.begin!, roles: { flimflam: own(0), ...execution.begin!.roles } },
        end: { ...execution.end!, roles: { flimflam: own(2e7), ...execution.end!.roles } },
      },
    }),
  );
  expect(Object.keys(summary.resources).at(-1)).toBe('flimflam');
  expect(summary.resources['flimflam']!.average_cpu).toBeCloseTo(0.01, 9);
});

test('the plan is told with roles as JSON has them', () => {
  expect(planOf(someEvidence().plan)).toEqual({
    ports: { server: [20_001], relay_1: [20_002], relay_2: [20_003] },
    hosts: {},
    cpus: { server: null, relay_2: [1], relay_1: [0], client: null },
    quotas: {},
    in_force: {},
    commands: expect.objectContaining({ relay_1: expect.arrayContaining(['/opt/sbin/the-relay']) }),
    configs: {
      'relay1.nginx.conf': expect.stringContaining('20002'),
      'relay2.nginx.conf': expect.stringContaining('20003'),
    },
  });
});

test('of several machines the plan says what is where', () => {
  const { hosts, commands } = planOf(aPlan({ deployment: onHosts({ relay1: 'lab/10.1.0.2', relay2: 'lab' }) }));
  expect(hosts).toEqual({
    server: { host: 'localhost', address: '10.0.0.1' },
    relay_2: { host: 'lab', address: '10.1.0.2' },
    relay_1: { host: 'lab', address: '10.1.0.2' },
    client: { host: 'localhost', address: '10.0.0.1' },
  });
  expect(Object.keys(commands)).toEqual(Object.keys(hosts));
});

test('CPUs that were slowed down for heat are told of', () => {
  const { end } = anExecution();
  const summary = summarize(someEvidence({ execution: anExecution({ end: { ...end!, throttleCount: 9 } }) }));
  expect(summary.trust!.throttled).toBe(2);
  expect(summary.warnings).toContainEqual(expect.objectContaining({ code: 'throttled' }));
});
