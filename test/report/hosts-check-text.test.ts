import { expect, test } from 'vitest';
import type { Finding } from '../../src/model/check.js';
import type { HostReport, HostsReport } from '../../src/model/hosts-check.js';
import { hostsText } from '../../src/report/hosts-check-text.js';

const nginx: Finding = {
  ...{ name: 'nginx', state: 'found', required: false, purpose: 'relay tcp, http1', version: '1.22.1' },
  ...{ path: '/usr/sbin/nginx', build_id: '3f2a000011112222', note: null, remedy: null, libraries: [] },
};
const skrouterd: Finding = {
  ...{ ...nginx, name: 'skrouterd', state: 'missing', purpose: 'relay tcp, http1, http2' },
  ...{ version: null, path: null, build_id: null, remedy: 'sudo dnf install skupper-router' },
};
const load: Finding = {
  ...nginx,
  name: 'flimflam-load',
  state: 'missing',
  required: true,
  purpose: 'workload builtin',
};

const lab1: HostReport = {
  ...{ name: 'lab1', roles: ['relay1'], fault: null, address: '10.0.0.1' },
  ...{ round_trip: 0.000_31, clock_uncertainty: 0.000_155 },
  machine: {
    ...{ distribution: 'Fedora Linux 43', kernel: 'Linux 6.17.1 x86_64', cpu_model: 'AMD EPYC 7763', cpus: 64 },
    ...{ memory: 270e9, governor: 'performance', turbo: true, smt: false, virtualisation: null },
  },
  temporary: { folder: '/tmp/flimflam-x', free: 12.3e9 },
  findings: [nginx, skrouterd],
};
const bare: HostReport = {
  ...{
    name: 'localhost',
    roles: ['client'],
    fault: null,
    address: '10.0.0.9',
    round_trip: null,
    clock_uncertainty: null,
  },
  ...{ machine: null, temporary: { folder: '/tmp', free: null }, findings: [] },
};
const lost: HostReport = {
  ...{ ...bare, name: 'lab2', roles: ['relay2', 'server'], address: null, temporary: null },
  fault: { message: 'lab2: Host key verification failed.', remedy: 'ssh lab2 by hand tells more' },
};

const way = { from: 'localhost', to: 'lab1', address: '10.0.0.1', needed: true, why: null };
const back = { from: 'lab1', to: 'localhost', address: '10.0.0.9', needed: false, why: 'Connection refused' };

const lastLine = (report: HostsReport): string => hostsText(report).trimEnd().split('\n').at(-1)!;

test('each host with what it has and lacks', async () => {
  const report = { hosts: [bare, lab1, lost], ways: [way, back], ok: false };
  await expect(hostsText(report)).toMatchFileSnapshot('golden/check-hosts.txt');
});

test('at the end stands what is wrong', () => {
  expect(lastLine({ hosts: [bare, lab1], ways: [way, back], ok: true })).toBe(
    'Every host can be used, and reaches those to which it connects.',
  );
  const broken = { ...lab1, findings: [load, skrouterd] };
  const cut = { ...way, why: 'Connection timed out' };
  expect(lastLine({ hosts: [bare, broken, lost], ways: [cut, back], ok: false })).toBe(
    'Not usable: flimflam-load on lab1, lab2; not reached: lab1 from localhost.',
  );
  expect(lastLine({ hosts: [bare, lab1], ways: [cut], ok: false })).toBe('Not reached: lab1 from localhost.');
});

test('what ssh says cannot speak to the terminal', () => {
  const fault = { message: 'lab2: \u001B[31mno\u0007', remedy: null };
  expect(hostsText({ hosts: [{ ...lost, fault }], ways: [], ok: false })).not.toMatch(/(?!\n)\p{Cc}/u);
});
