import { expect, test } from 'vitest';
import { textWidth } from '../../../src/report/layout.js';
import { hostsSection, largestShares, listenersSection } from '../../../src/report/run/hosts.js';
import { environmentSection } from '../../../src/report/run/settings.js';
import { runText } from '../../../src/report/run-text.js';
import type { Summary } from '../../../src/model/summary.js';
import { aDistributedSummary, aHost, aHostEnvironment } from '../../fixtures/hosts.js';
import { aSummary, aTrust } from '../../fixtures/summary.js';

const plain = { colour: false, folder: 'flimflam-runs/20261123-101502-builtin-nginx-tcp-3f2a' };

const [here, lab1, lab2, lab3] = aDistributedSummary().hosts;
const unread = { environment: null, cpu: null, window_skew: null, devices: {}, retransmits: null, frequency: null };

/** One host was disturbed, of one nothing was read, and one had nothing left. */
const inTrouble: Summary = aDistributedSummary({
  status: 'invalid',
  status_reason: { code: 'disturbed', message: 'lab-1: other programs used 12.4 % of the machine' },
  limited_by: 'machine user@lab-3',
  environment: null,
  trust: aTrust({ ok: false, problems: ['lab-1: other programs used 12.4 % of the machine'], cpu: null }),
  hosts: [here!, { ...lab1!, cpu: { ...lab1!.cpu!, foreign: 0.124, idle: 0.803 } }, { ...lab2!, ...unread }, lab3!],
});

test.each([
  ['distributed', aDistributedSummary()],
  ['distributed-in-trouble', inTrouble],
])('the text of a run on several machines: %s', async (name, summary) => {
  const text = runText(summary, plain);
  expect(text.split('\n').filter((line) => textWidth(line) > 100)).toEqual([]);
  await expect(text).toMatchFileSnapshot(`../golden/run-${name}.txt`);
});

test('where the tables are too wide, a sentence a host', async () => {
  const lines = (width: number): string[] => hostsSection(aDistributedSummary(), width);
  expect(lines(80)).toEqual(lines(100));
  expect(lines(60).filter((line) => textWidth(line) > 60)).toEqual([]);
  await expect(`${lines(60).join('\n')}\n`).toMatchFileSnapshot('../golden/hosts-narrow.txt');
});

test('a run on one machine has no such sections', () => {
  expect(hostsSection(aSummary())).toEqual([]);
  expect(listenersSection(aSummary())).toEqual([]);
});

test('what others call their hosts and devices cannot steer the terminal', () => {
  const name = 'lab\u001B[31m-\u00072';
  const text = runText(
    aDistributedSummary({
      hosts: [aHost(name, ['relay_1'], { devices: { 'e\u001B[2Jth': { received: 1, sent: 1, drops: 0 } } })],
      listeners: [{ role: 'relay_1', host: name, address: '10.9.0.2:20001', reachable_from: 'data network' }],
      limited_by: `machine ${name}`,
    }),
    { ...plain, width: 90 },
  );
  // oxlint-disable-next-line no-control-regex -- what a terminal would obey
  expect(text).not.toMatch(/[\u0000-\u0009\u000B-\u001F]/u);
  expect(text).toContain('limited by   the machine lab- 2 (all its CPUs are busy)');
});

test('machines that are alike are told of in one line', () => {
  const of = (hosts: Summary['hosts']) => environmentSection(aDistributedSummary({ hosts })).join('\n');
  const alike = of([aHost('a', ['client']), aHost('b', ['relay_1'])]);
  expect(alike).toMatch(/^ENVIRONMENT   a, b: 16 CPUs, AMD/u);
  const differ = of([
    aHost('a', ['client']),
    aHost('b', ['relay_1'], { environment: aHostEnvironment({ kernel: '7.0' }) }),
  ]);
  expect(differ).toMatch(/ a: 16 CPUs.*\n.*kernel 6.12.48\n +b: 16 CPUs/u);
});

test('the largest shares are those of hosts on which something of the chain ran', () => {
  const cpu = aHost('a', []).cpu!;
  const hosts = [
    aHost('drives', [], { cpu: { ...cpu, foreign: 0.9, steal: 0.5 } }),
    aHost('a', ['client'], { cpu: { ...cpu, foreign: 0.01, steal: 0.004 } }),
    aHost('b', ['server'], { cpu: { ...cpu, foreign: null, steal: 0.001 } }),
    aHost('c', ['relay_1'], { cpu: null }),
  ];
  expect(largestShares(hosts)).toEqual(['foreign at most 1.0 % (a)', 'steal at most 0.4 % (a)']);
  expect(largestShares([aHost('a', ['client'])])).toEqual(['foreign at most 0.2 % (a)', 'steal 0.0 %']);
  expect(largestShares([])).toEqual([]);
});

test('a run that failed before its window shows no tables of nothing', () => {
  const hosts = aDistributedSummary().hosts.map(({ name, roles }) => aHost(name, roles, unread));
  expect(hostsSection(aDistributedSummary({ hosts }))).toEqual([]);
});
