import { expect, test } from 'vitest';
import { summarize } from '../../../../src/app/run/result/summarize.js';
import { usualDeployment } from '../../../../src/model/deployment.js';
import { summarySchema } from '../../../../src/model/summary.js';
import { anEnvironment } from '../../../fixtures/summary.js';
import { aDistributedEvidence, aDistributedExecution, aHostSeen, loads, ownShare, placements } from '../distributed.js';
import { anExecution, shares, someEvidence } from '../readings.js';

type Hosts = Parameters<typeof aDistributedEvidence>[0];
const summaryOf = (hosts: Hosts = {}) => summarize(aDistributedEvidence(hosts));
const hostOf = ({ hosts }: ReturnType<typeof summarize>, name: string) => hosts.find((one) => one.name === name)!;
const codes = ({ warnings }: ReturnType<typeof summarize>) => warnings.map(({ code }) => code);

test('a run on one machine tells nothing of hosts', () => {
  expect(summarize(someEvidence())).toMatchObject({ hosts: [], listeners: [] });
});

test('a good run on several machines: what it says of itself is the schema', () => {
  const summary = summaryOf();
  expect(summarySchema.parse(summary)).toEqual(summary);
  expect(summary).toMatchObject({ status: 'ok', status_reason: null, limited_by: 'relay_1' });
  expect(summary.trust).toMatchObject({ ok: true, problems: [], cpu: null, frequency: null, throttled: null });
  expect(summary.trust!.window_skew).toBeCloseTo(40e-6, 12);
  expect(codes(summary)).toEqual([]);
});

test('each role used what it used on its own host; processes of hosts that have the same id are not mixed', () => {
  const { resources } = summaryOf();
  expect(Object.keys(resources)).toEqual(['relay_1', 'relay_2', 'client', 'server', 'flimflam']);
  for (const [role, share] of Object.entries(shares)) {
    const used = resources[role.replace('relay', 'relay_')]!;
    expect([role, used.processes, used.average_cpu]).toEqual([role, 1, expect.closeTo(share, 9)]);
  }
  // What Flimflam has on every host, and here.
  expect(resources['flimflam']).toMatchObject({ processes: 4, average_cpu: expect.closeTo(4 * ownShare, 9) });
});

test('every host tells of its CPUs, network and clock', () => {
  const summary = summaryOf();
  expect(summary.hosts.map(({ name, roles }) => [name, roles])).toEqual([
    ['localhost', []],
    ['h1', ['client', 'server']],
    ['h2', ['relay_1']],
    ['h3', ['relay_2']],
  ]);
  const host = hostOf(summary, 'h2');
  expect(host).toMatchObject({
    address: expect.stringMatching(/^10\./),
    clock: { offset: -5, uncertainty: 40e-6 },
    environment: { cpus: 16, governor: 'performance' },
    window_skew: 0,
    retransmits: 0,
    own_traffic: 10_000,
    frequency: { begin: 3e9, end: 3e9 },
    throttled: 0,
  });
  const { cpu, devices } = host;
  expect(cpu!.ours).toBeCloseTo((shares.relay1 + ownShare) / 2, 9);
  expect(cpu!.ours + cpu!.foreign! + cpu!.unattributed! + cpu!.steal + cpu!.idle).toBeCloseTo(1, 9);
  // 4 of 200 ticks a second.
  expect(cpu!.softirq).toBeCloseTo(0.02, 9);
  expect(devices).toEqual({
    eth0: { received: 1e9, sent: 1e9, drops: 0 },
    lo: { received: 50, sent: 50, drops: 0 },
  });
});

test('this machine is one of them; its environment is the one that is known anyway', () => {
  const { hosts } = summarize(aDistributedEvidence({}, { environment: anEnvironment({ kernel: '5.10' }) }));
  expect(hosts[0]).toMatchObject({
    ...{ name: 'localhost', clock: { offset: 0, uncertainty: 0 }, own_traffic: null },
    environment: { kernel: '5.10' },
  });
  expect(hosts[0]!.environment).not.toHaveProperty('variables');
});

test('devices that were made or counted anew in the window, and idle ones, are left out', () => {
  const seen = aHostSeen({
    ...loads.h3,
    devices: { eth0: { receivedBytes: 5 }, idle: {}, reset: { sentBytes: 9 }, gone: { sentBytes: 1 } },
  });
  seen.end!.network!.devices = {
    ...seen.end!.network!.devices,
    reset: { receivedBytes: 0, sentBytes: 2, receivedDrops: 0, sentDrops: 0 },
    made: { receivedBytes: 10, sentBytes: 2, receivedDrops: 0, sentDrops: 0 },
  };
  delete seen.end!.network!.devices['gone'];
  expect(Object.keys(hostOf(summaryOf({ h3: seen }), 'h3').devices)).toEqual(['eth0']);
});

test('a host whose kernel tells nothing of its network', () => {
  const seen = aHostSeen(loads.h3);
  seen.begin!.network = null;
  seen.end!.network = null;
  const summary = summaryOf({ h3: seen });
  expect(hostOf(summary, 'h3')).toMatchObject({ devices: {}, retransmits: null });
  expect(summary.status).toBe('ok');
});

test.each([
  [
    'other programs',
    aHostSeen({ ...loads.h3, foreign: 0.2 }),
    'disturbed',
    'h3: other programs used 10.0 % of the machine',
  ],
  [
    'no account of the machine',
    { ...aHostSeen(loads.h3), end: { ...aHostSeen(loads.h3).end!, machine: null } },
    'no-cpu-ledger',
    'h3: the CPU time of the machine could not be read',
  ],
  [
    'no reading',
    { ...aHostSeen(loads.h3), end: null },
    'no-cpu-ledger',
    'h3: the CPU time of the machine could not be read',
  ],
  [
    'a clock that is hardly known',
    aHostSeen(loads.h3, { clock: { offsetNs: 0, uncertaintyNs: 60e6 } }),
    'window-missed',
    'h3: /proc was read up to 60 ms from its mark',
  ],
])('%s of one host spoil the run, and it is named', (_, seen, code, message) => {
  const { status, status_reason: reason, trust } = summaryOf({ h3: seen });
  expect([status, reason]).toEqual(['invalid', { code, message }]);
  expect(trust!.problems).toEqual([message]);
});

test('a host of which nothing was seen is told of, and spoils the run', () => {
  const execution = aDistributedExecution();
  delete execution.elsewhere['h3'];
  const summary = summarize(aDistributedEvidence({}, { execution, hosts: {} }));
  expect(summarySchema.parse(summary)).toEqual(summary);
  expect(summary.status_reason?.code).toBe('no-cpu-ledger');
  expect(hostOf(summary, 'h3')).toMatchObject({ clock: null, environment: null, cpu: null, devices: {} });
  expect(summary.resources).not.toHaveProperty('relay_2');
});

test('a machine that only drives may be busy, be read late, or not be read', () => {
  const here = anExecution();
  const late = { ...here.end!, timeNs: here.end!.timeNs + 1e9 };
  for (const end of [here.end!, late, { ...here.end!, machine: null }]) {
    const execution = aDistributedExecution({}, { end });
    expect(summarize(aDistributedEvidence({}, { execution })).status).toBe('ok');
  }
});

test('of a run before its window the hosts are told, and nothing measured', () => {
  const seen = { ...aHostSeen(loads.h1), begin: null, end: null, own: null };
  const execution = aDistributedExecution({ h1: seen, h2: seen, h3: seen }, { marks: null, begin: null, end: null });
  const summary = summarize(aDistributedEvidence({}, { execution }));
  expect(summarySchema.parse(summary)).toEqual(summary);
  expect(summary).toMatchObject({ trust: null, resources: {} });
  expect(hostOf(summary, 'h1')).toMatchObject({
    clock: null,
    cpu: null,
    own_traffic: null,
    frequency: null,
    throttled: null,
  });
});

test('a host without idle time is the limit, by its name', () => {
  const full = { uses: { client: 0.9, server: 1.05 }, devices: loads.h1.devices };
  expect(summaryOf({ h1: aHostSeen(full) }).limited_by).toBe('machine h1');
});

test('what is heard on the data network, and what on a host alone', () => {
  const { listeners } = summaryOf();
  expect(listeners.map(({ role, host }) => [role, host])).toEqual([
    ['server', 'h1'],
    ['relay_2', 'h3'],
    ['relay_1', 'h2'],
  ]);
  expect(
    listeners.every(({ address, reachable_from: from }) => /^10\.[\d.]+:\d+$/.test(address) && from === 'data network'),
  ).toBe(true);
  const routers = summarize({
    ...aDistributedEvidence(),
    plan: someEvidence(
      {},
      { relay: 'skrouterd', deployment: { ...usualDeployment, hosts: { ...placements, relay2: placements.relay1 } } },
    ).plan,
  }).listeners;
  const ofRelay2 = routers.filter(({ role }) => role === 'relay_2');
  // Relay 1 on the same host is the only one who connects to relay 2, and management is for Flimflam alone.
  expect(ofRelay2.length).toBeGreaterThan(1);
  expect(ofRelay2.map(({ address, reachable_from: from }) => [address.split(':')[0], from])).toEqual(
    ofRelay2.map(() => ['127.0.0.1', 'host']),
  );
});
