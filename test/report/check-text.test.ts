import { expect, test } from 'vitest';
import type { CaptureFinding } from '../../src/model/capability.js';
import type { CheckReport, Finding } from '../../src/model/check.js';
import { checkText } from '../../src/report/check-text.js';

const blank: Finding = {
  name: 'x',
  state: 'found',
  required: false,
  purpose: '',
  version: null,
  path: null,
  build_id: null,
  note: null,
  remedy: null,
  libraries: [],
};

const buildId = '3f2a000011112222333344445555666677778888';
const findings: Finding[] = [
  { ...blank, name: 'cc', required: true, purpose: 'builds native programs', version: '12.2.0', path: '/usr/bin/cc' },
  {
    ...blank,
    name: 'make',
    required: true,
    state: 'missing',
    purpose: 'builds native programs',
    remedy: 'sudo dnf install make',
  },
  {
    ...blank,
    name: 'skrouterd',
    version: '0.0.0',
    purpose: 'relay tcp, http1, http2',
    path: '/opt/router/sbin/skrouterd',
    build_id: buildId,
    state: 'broken',
    note: 'error while loading shared libraries',
    remedy: 'put the folder of liba.so into LD_LIBRARY_PATH',
    libraries: [
      { name: 'liba.so', path: null, build_id: null },
      { name: 'libb.so', path: '/opt/libb.so.1', build_id: buildId },
    ],
  },
  {
    ...blank,
    name: 'perf events',
    purpose: 'perf_event_paranoid=2',
    note: 'permits own processes',
    remedy: 'sudo sysctl x=1',
  },
];

const report = (some: Partial<CheckReport>): CheckReport => ({
  ok: true,
  facts: [],
  findings: [],
  captures: [],
  calibrations: { scenarios: [], falseCalls: { judged: 0, called: 0, interval: null }, skipped: [] },
  ...some,
});

test('prints facts, then a line for each finding, and what is below it', () => {
  const text = checkText(report({ ok: false, facts: [{ name: 'kernel', value: 'Linux 6.18' }], findings }));
  expect(text).toBe(`ENVIRONMENT
  kernel          Linux 6.18

REQUIRED
  found    cc 12.2.0  builds native programs  /usr/bin/cc
  missing  make       builds native programs  sudo dnf install make

OPTIONAL
  broken   skrouterd 0.0.0  relay tcp, http1, http2  /opt/router/sbin/skrouterd  build 3f2a0000
           liba.so  not found by the loader
           /opt/libb.so.1  build 3f2a0000
           error while loading shared libraries
           to change it: put the folder of liba.so into LD_LIBRARY_PATH
  found    perf events      perf_event_paranoid=2    permits own processes
           to change it: sudo sysctl x=1

CALIBRATION
  none on this machine yet: flimflam calibrate -r RELAY compares a build with itself, and keeps the noise

Required and not usable: make; optional and not usable: skrouterd.
`);
});

test('what does not fit in the line goes below it', () => {
  const long = { ...blank, name: 'tool', purpose: 'something', path: `/opt/${'x'.repeat(90)}` };
  expect(checkText(report({ findings: [long] }))).toContain(`  found    tool  something\n           ${long.path}\n`);
});

test('says so when all is well', () => {
  expect(checkText(report({ findings: [{ ...blank, required: true }] }))).toContain(
    'Everything that is required is here.',
  );
});

const noPmu = 'the hypervisor offers no performance counters';
const paranoid = 'kernel.perf_event_paranoid=2';
const captures: CaptureFinding[] = [
  {
    capture: 'stat',
    possible: true,
    note: `software events only: ${noPmu}; user space only: ${paranoid}`,
    remedy: 'sudo sysctl kernel.perf_event_paranoid=1',
  },
  {
    capture: 'record',
    possible: true,
    note: `user space only: ${paranoid}`,
    remedy: 'sudo sysctl kernel.perf_event_paranoid=1',
  },
  { capture: 'c2c', possible: false, note: `perf says so (${noPmu})`, remedy: 'use flimflam record instead' },
  { capture: 'mem', possible: false, note: `perf says so (${noPmu})`, remedy: 'use flimflam record instead' },
  { capture: 'syscalls', possible: true, note: 'without limits', remedy: null },
];

test('lists captures, and below them what to do, once', async () => {
  await expect(checkText(report({ captures }))).toMatchFileSnapshot('golden/check-captures.txt');
});

test('captures that are not possible are named at the end, and leave it good', () => {
  expect(checkText(report({ captures })).trimEnd().split('\n').at(-1)).toBe(
    'Everything that is required is here; captures that are not possible: c2c, mem.',
  );
});
