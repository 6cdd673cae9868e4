import { expect, test } from 'vitest';
import { wrongLibrary } from '../../../src/app/sides/mapped.js';
import type { Side } from '../../../src/model/comparison.js';

const side: Side = {
  spec: '~/b',
  relay: 'skrouterd',
  relay_options: {},
  variables: {},
  prefix: '/home/me/b',
  program: { path: '/home/me/b/sbin/skrouterd', build_id: 'aaaa', version: null },
  digest: null,
  hosts: [],
  libraries: [{ path: '/home/me/b/lib/libqpid-proton-core.so.10.16.0', build_id: '1111' }],
};
const executable = { path: '/home/me/b/sbin/skrouterd', build_id: 'aaaa' };
const proton = side.libraries[0]!;
const libc = { path: '/lib/libc.so.6', build_id: '9999' };

test('all is where it was found', () => {
  expect(wrongLibrary(side, [executable, libc, proton])).toBeNull();
  // Reached by another name, but the same build.
  expect(wrongLibrary(side, [executable, { ...proton, path: '/mnt/b/libqpid-proton-core.so.10' }])).toBeNull();
});

test('a library of another place', () => {
  const other = { path: '/usr/lib64/libqpid-proton-core.so.10.15.1', build_id: '2222' };
  expect(wrongLibrary(side, [executable, libc, other])).toBe(
    '~/b: a relay ran with /usr/lib64/libqpid-proton-core.so.10.15.1 (build 2222), not with ' +
      '/home/me/b/lib/libqpid-proton-core.so.10.16.0 (build 1111): ' +
      'RPATH, LD_PRELOAD and file capabilities come before LD_LIBRARY_PATH',
  );
  expect(wrongLibrary(side, [executable, { ...other, build_id: null }])).toContain('a relay ran with');
  // Another library whose name only begins alike.
  expect(wrongLibrary(side, [executable, { ...other, path: '/usr/lib64/libqpid-proton.so.11' }])).toBeNull();
});

test('a file that was built anew in between', () => {
  expect(wrongLibrary(side, [executable, { ...proton, build_id: '3333' }])).toBe(
    '~/b: /home/me/b/lib/libqpid-proton-core.so.10.16.0 was replaced after the comparison had begun',
  );
  expect(wrongLibrary(side, [{ path: `${executable.path} (deleted)`, build_id: 'bbbb' }])).toBe(
    '~/b: /home/me/b/sbin/skrouterd was replaced after the comparison had begun',
  );
});

test('what is not known is not judged', () => {
  expect(wrongLibrary(side, [])).toBeNull();
  expect(wrongLibrary({ ...side, program: null, libraries: [] }, [executable])).toBeNull();
  // A script that starts the relay is seen as its shell.
  const script = { ...side, program: { ...executable, build_id: null, version: null } };
  expect(wrongLibrary(script, [{ path: '/bin/dash', build_id: 'dddd' }])).toBeNull();
});
