import { expect, test } from 'vitest';
import type { Finding } from '../../src/model/check.js';
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

test('prints facts, then a line for each finding, and what is below it', () => {
  const text = checkText({ ok: false, facts: [{ name: 'kernel', value: 'Linux 6.18' }], findings });
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

Required and not usable: make; optional and not usable: skrouterd.
`);
});

test('what does not fit in the line goes below it', () => {
  const long = { ...blank, name: 'tool', purpose: 'something', path: `/opt/${'x'.repeat(90)}` };
  expect(checkText({ ok: true, facts: [], findings: [long] })).toContain(
    `  found    tool  something\n           ${long.path}\n`,
  );
});

test('says so when all is well', () => {
  expect(checkText({ ok: true, facts: [], findings: [{ ...blank, required: true }] })).toContain(
    'Everything that is required is here.',
  );
});
