import { mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { resolveSides } from '../../../src/app/sides/sides.js';
import { wrongLibrary } from '../../../src/app/sides/mapped.js';
import { hostNamed } from '../../../src/host/hosts.js';
import type { Scenario } from '../../../src/model/scenario.js';
import { aScenario, onHosts } from '../../fixtures/scenario.js';
import { temporaryFolder } from '../../store/temporary.js';
import { hostsOf, OtherHost } from '../fake-host.js';

vi.mock(import('../../../src/host/hosts.js'), () => ({ hostNamed: vi.fn<typeof hostNamed>() }));

let home = '';
let lab1 = new OtherHost('lab1');
let lab2 = new OtherHost('lab2');
beforeEach(() => {
  home = temporaryFolder();
  lab1 = new OtherHost('lab1', { HOME: join(home, 'user'), LANG: 'C' });
  lab2 = new OtherHost('lab2', { HOME: join(home, 'user') });
  vi.mocked(hostNamed).mockImplementation(hostsOf([lab1, lab2]));
});

const base = (changes: Partial<Scenario> = {}): Scenario =>
  aScenario({ relay: 'skrouterd', hops: 2, deployment: onHosts({ relay1: 'lab1', relay2: 'lab2' }), ...changes });

async function resolved(a: string, b: string, scenario = base()) {
  const sides = await resolveSides({ a: [a], b: [b] }, scenario, process.env);
  return { a: sides.a[0]!, b: sides.b[0]!, differences: sides.differences, same: sides.same };
}

/** A script that passes for a relay. */
function script(path: string, text = 'echo 1.0'): string {
  const whole = join(home, path);
  mkdirSync(dirname(whole), { recursive: true });
  writeFileSync(whole, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  return whole;
}

test('a build is found on every host of relays, and the record says on which', async () => {
  const [program] = [script('a/sbin/skrouterd'), script('b/sbin/skrouterd', 'echo 2.0')];
  mkdirSync(join(home, 'a/lib'));
  const { a, b, differences, same } = await resolved(join(home, 'a'), join(home, 'b'));
  expect(a.side).toMatchObject({
    relay: 'skrouterd',
    prefix: join(home, 'a'),
    program: { path: program, build_id: null, version: '1.0' },
    hosts: [
      { name: 'lab1', path: program, build_id: null, version: '1.0' },
      { name: 'lab2', path: program, build_id: null, version: '1.0' },
    ],
    digest: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
  });
  expect(a.environment['PATH']).toBe(`${home}/a/sbin:${process.env['PATH']}`);
  expect(a.environment['LD_LIBRARY_PATH']?.split(':')[0]).toBe(join(home, 'a/lib'));
  // Each host finds its own: one path of this machine says nothing there.
  expect(a.program).toBe(null);
  expect(b.side.program?.version).toBe('2.0');
  expect(a.side.digest).not.toBe(b.side.digest);
  expect(same).toBe(null);
  expect(differences).toContain('version: A 1.0, B 2.0');
});

test('the same bytes are the same build, also over there', async () => {
  script('a/sbin/skrouterd');
  script('b/sbin/skrouterd');
  const { same, differences } = await resolved(join(home, 'a'), join(home, 'b'));
  expect(same).toEqual([join(home, 'a'), join(home, 'b')]);
  expect(differences).toEqual([`program: A ${home}/a/sbin/skrouterd, B ${home}/b/sbin/skrouterd`]);
  expect(lab1.ran.some(([program]) => program === 'sha256sum')).toBe(true);
});

test('~ in quotes is the home there, and what the shell made of it is said', async () => {
  script('user/router/sbin/skrouterd');
  const { a } = await resolved('~/router', 'skrouterd:workerThreads=2'.replace('skrouterd', join(home, 'user/router')));
  expect(a.side.prefix).toBe(join(home, 'user/router'));
  expect(a.side.spec).toBe('~/router');
  const expanded = join(homedir(), 'no-such-router');
  await expect(resolved(expanded, '~/router')).rejects.toMatchObject({
    exitCode: 2,
    message: `lab1 has no ${expanded}`,
    remedy: expect.stringContaining("write '~/no-such-router' in quotes for the home on lab1") as string,
  });
});

test('what is not there is refused in one line that names host and path', async () => {
  script('a/sbin/skrouterd');
  script('tree/build/router/skrouterd');
  for (const [place, message] of [
    ['/no/such', 'lab1 has no /no/such'],
    ['./router', './router begins in a folder of this machine, and relays run on lab1'],
    [join(home, 'tree'), `lab1: ${home}/tree holds no relay that could be run`],
    ['nonsense', "'nonsense' is neither a folder"],
    [script('own/flimflam-relay'), 'which is copied there from here'],
  ] as const) {
    await expect(resolved(place, 'none')).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining(message) as string,
    });
  }
  vi.mocked(hostNamed).mockImplementation(hostsOf([lab1]));
  await expect(resolved(join(home, 'a'), 'none')).rejects.toMatchObject({ code: 'host-unreachable' });
});

test('a relay by name is the one in the PATH of each host, with the variables of the side', async () => {
  const [one, other] = [
    script('one/haproxy', 'echo "HAProxy version $SIDE"'),
    script('other/haproxy', 'echo HAProxy version 9'),
  ];
  lab1.environment['PATH'] = `${dirname(one)}:/usr/bin:/bin`;
  lab2.environment['PATH'] = `${dirname(other)}:/usr/bin:/bin`;
  const { a, differences } = await resolved('env:SIDE=7.5', 'haproxy', base({ relay: 'haproxy' }));
  expect(a.side).toMatchObject({
    program: { path: one, version: '7.5' },
    hosts: [
      { name: 'lab1', path: one },
      { name: 'lab2', path: other, version: '9' },
    ],
  });
  expect(differences).toContain('SIDE: A 7.5, B not set');
  lab2.environment['PATH'] = '/usr/games';
  lab2.hidden.push('/usr/sbin', '/sbin', '/usr/local/sbin');
  await expect(resolved('haproxy', 'none', base({ relay: 'haproxy' }))).rejects.toMatchObject({
    code: 'missing-program',
    message: 'haproxy is not on PATH of lab2 (nor in an sbin folder)',
  });
});

test('relays at home are looked for here, wherever client and server are', async () => {
  script('a/sbin/skrouterd');
  const scenario = base({ deployment: onHosts({ client: 'lab1', server: 'lab2' }) });
  const { a } = await resolved(join(home, 'a'), 'none', scenario);
  expect(a.side.hosts).toEqual([]);
  expect(a.program?.path).toBe(join(home, 'a/sbin/skrouterd'));
});

test('what a relay has mapped on any of the hosts is what was found there', () => {
  const program = { path: '/opt/a/sbin/skrouterd', build_id: 'aa', version: null };
  const hosts = [
    { name: 'lab1', ...program },
    { name: 'lab2', ...program, build_id: 'bb' },
  ];
  const side = {
    spec: '/opt/a',
    relay: 'skrouterd',
    relay_options: {},
    variables: {},
    prefix: '/opt/a',
    program,
    hosts,
  };
  const whole = { ...side, libraries: [], digest: null };
  for (const build_id of ['aa', 'bb', null]) expect(wrongLibrary(whole, [{ ...program, build_id }])).toBe(null);
  expect(wrongLibrary(whole, [{ ...program, build_id: 'cc' }])).toContain('/opt/a: ');
});
