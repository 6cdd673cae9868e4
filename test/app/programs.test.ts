import { beforeEach, expect, test, vi } from 'vitest';
import { installedRelays, nativePath, programsOf } from '../../src/app/programs.js';

/** The executables that this made-up machine has. */
const here = vi.hoisted(() => new Set<string>());
vi.mock(import('../../src/host/programs.js'), async (original) => ({
  ...(await original()),
  isExecutable: (path) => here.has(path),
  findProgram: ({ executable }) => (here.has(executable) ? { path: `/opt/${executable}`, facts: {} } : null),
}));

const ours = ['flimflam-load', 'flimflam-relay', 'flimflam-guardian'];
beforeEach(() => {
  here.clear();
  for (const name of [...ours, 'nginx']) here.add(name);
});

test('the relay that is asked for and not here: an error that names those that are; no other is taken', () => {
  expect(installedRelays()).toEqual(['nginx', 'builtin']);
  expect(() => programsOf({ workload: 'builtin', relay: 'skrouterd' })).toThrow(
    expect.objectContaining({
      code: 'missing-program',
      exitCode: 1,
      message: expect.stringMatching(/^skrouterd is not on PATH/),
      remedy: expect.stringMatching(/; installed relays: nginx, builtin, none \(--relay NAME\)$/),
    }),
  );
});

test('an end that is not here', () => {
  expect(() => programsOf({ workload: 'iperf3', relay: 'none' })).toThrow(
    expect.objectContaining({ code: 'missing-program', message: expect.stringMatching(/^iperf3 is not on PATH/) }),
  );
});

test('our own programs that were not built', () => {
  here.clear();
  const error = expect.objectContaining({ message: 'flimflam-guardian was not built', remedy: 'flimflam build' });
  expect(() => nativePath('flimflam-guardian')).toThrow(error);
});

test('what is here is found, once', () => {
  const { relay, client, server, described } = programsOf({ workload: 'builtin', relay: 'nginx' });
  expect([relay?.path, client.path, server.path]).toEqual(['/opt/nginx', '/opt/flimflam-load', '/opt/flimflam-load']);
  expect(described.relay?.spec.executable).toBe('nginx');
  expect(programsOf({ workload: 'builtin', relay: 'none' })).toMatchObject({ relay: null, described: { relay: null } });
});

test('a relay that is known is not looked for, but must still be there', () => {
  const known = { path: '/copy/flimflam-relay', facts: { python: '/x' } };
  here.add(known.path);
  const { relay, described } = programsOf({ workload: 'builtin', relay: 'builtin' }, {}, known);
  expect(relay).toBe(known);
  expect(described.relay?.program).toBe(known);
  here.delete(known.path);
  expect(() => programsOf({ workload: 'builtin', relay: 'builtin' }, {}, known)).toThrow(
    expect.objectContaining({
      code: 'missing-program',
      message: expect.stringMatching(/^\/copy\/flimflam-relay is no/),
    }),
  );
});
