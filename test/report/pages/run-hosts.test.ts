import { expect, test } from 'vitest';
import type { Summary } from '../../../src/model/summary.js';
import { reportPage, type Report } from '../../../src/report/page/report.js';
import { runReport } from '../../../src/report/pages/run.js';
import { aDistributedSummary, aHost } from '../../fixtures/hosts.js';
import { aSummary } from '../../fixtures/summary.js';

const extras = { latency: null, profile: null, folder: 'flimflam-runs/a-run' };
const nothing = { text: '', sha256: '' };

const reportOf = (summary: Summary): Report => runReport(summary, extras);

const markupOf = (summary: Summary): string =>
  reportOf(summary)
    .sections.filter(({ id }) => id === 'hosts')
    .flatMap(({ content }) => content.map((part) => ('chart' in part ? '' : part.text)))
    .join('\n');

test('the hosts of a run: CPUs, network, clocks, devices, listeners', async () => {
  await expect(`${markupOf(aDistributedSummary({ limited_by: 'machine lab-2' }))}\n`).toMatchFileSnapshot(
    '../golden/page-hosts.html',
  );
});

test('where a section of hosts stands, and that a run on one machine has none', () => {
  const ids = reportOf(aDistributedSummary()).sections.map(({ id }) => id);
  expect(ids).toEqual(['over-time', 'resources', 'hosts', 'trust', 'again']);
  expect(reportOf(aSummary()).sections.map(({ id }) => id)).not.toContain('hosts');
});

test('no machine stands for all: trust names the host that comes nearest to a doubt', () => {
  const { sections } = reportOf(aDistributedSummary());
  const trust = sections.find(({ id }) => id === 'trust')!.content;
  expect(trust.some((part) => 'chart' in part)).toBe(false);
  expect(trust.map((part) => ('chart' in part ? '' : part.text)).join('')).toContain(
    'foreign at most 0.4 % (user@lab-3), steal at most 0.1 % (user@lab-3)',
  );
});

test('a machine that was the limit is named in the answer', () => {
  expect(reportOf(aDistributedSummary({ limited_by: 'machine lab-2' })).answer).toBe(
    '3.12 Gb/s through 2 nginx relays; all CPUs of lab-2 were busy',
  );
});

test('a host of which nothing was read has no figures, and names are no markup', () => {
  const name = '<script>"lab&1\u202E';
  const unread = {
    cpu: null,
    window_skew: null,
    devices: {},
    retransmits: null,
    own_traffic: null,
    frequency: null,
    throttled: null,
  };
  const summary = aDistributedSummary({ hosts: [aHost(name, ['client'], unread)], listeners: [] });
  const page = reportPage(reportOf(summary), { script: nothing, style: nothing });
  expect(page).not.toContain('<script>"');
  const html = markupOf(summary);
  expect(html).toContain('&lt;script&gt;&quot;lab&amp;1 ');
  expect(html).not.toMatch(/NaN|undefined|null/u);
  expect(html).not.toContain('Network devices');
});
