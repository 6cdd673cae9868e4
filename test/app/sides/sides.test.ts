import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { resolveSides } from '../../../src/app/sides/sides.js';
import { wrongLibrary } from '../../../src/app/sides/mapped.js';
import type { Scenario } from '../../../src/model/scenario.js';
import { whereIs } from '../../e2e/support.js';
import { aScenario } from '../../fixtures/scenario.js';

let home = '';
beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'flimflam-sides-')));
  onTestFinished(() => rmSync(home, { recursive: true }));
});

const scenario = (changes: Partial<Scenario> = {}): Scenario => aScenario({ relay: 'skrouterd', ...changes });

async function resolved(a: string, b: string, base = scenario()) {
  const variables = { HOME: home, PATH: path(), LD_LIBRARY_PATH: '/before', ABSENT: undefined };
  const sides = await resolveSides({ a: [a], b: [b] }, base, { ...process.env, ...variables });
  return { a: sides.a[0]!, b: sides.b[0]!, differences: sides.differences, identical: sides.same !== null };
}

const path = (): string => `${home}/first:${process.env['PATH']}`;

/** A script that passes for a relay. */
function script(path: string, text = 'echo 1.0'): void {
  mkdirSync(dirname(join(home, path)), { recursive: true });
  writeFileSync(join(home, path), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
}

/** An installation with a router of its own, which wants a library that is in its lib folder. */
function installation(name: string, { flags = [] as string[], router = 1, proton = 1 } = {}): string {
  const prefix = join(home, name);
  for (const part of ['sbin', 'lib']) mkdirSync(join(prefix, part), { recursive: true });
  const [source, lib] = [join(home, 'x.c'), join(prefix, 'lib')];
  const id = (number: number): string => `-Wl,--build-id=0x${String(number).repeat(40)}`;
  writeFileSync(source, 'int f(void) { return 0; }\n');
  execFileSync('cc', ['-shared', '-fPIC', id(proton), '-o', join(lib, 'libqpid-proton-core.so'), source]);
  writeFileSync(source, '#include <stdio.h>\nint f(void);\nint main(void) { puts("3.1"); return f(); }\n');
  const output = ['-o', join(prefix, 'sbin', 'skrouterd')];
  execFileSync('cc', [id(router), '-g', ...flags, ...output, source, '-L', lib, '-lqpid-proton-core']);
  return prefix;
}

test('two installations: each finds and loads its own', async () => {
  const [pathA, pathB] = [installation('a'), installation('b', { router: 2, proton: 2, flags: ['-O1'] })];
  const { a, b, differences, identical } = await resolved('~/a', pathB);
  expect(identical).toBe(false);
  expect(a.side).toMatchObject({
    spec: '~/a',
    relay: 'skrouterd',
    prefix: pathA,
    program: { path: `${pathA}/sbin/skrouterd`, build_id: '1'.repeat(40), version: '3.1' },
    libraries: [{ path: `${pathA}/lib/libqpid-proton-core.so`, build_id: '1'.repeat(40) }],
  });
  expect(b.environment['PATH']).toBe(`${pathB}/sbin:${path()}`);
  expect(b.environment['LD_LIBRARY_PATH']).toBe(`${pathB}/lib:/before`);
  expect(b.environment).not.toHaveProperty('ABSENT');
  expect(a.notes).toEqual([]);
  expect(wrongLibrary(a.side, [b.side.program!])).not.toBeNull();
  expect(differences).toEqual([
    `program: A ${pathA}/sbin/skrouterd, B ${pathB}/sbin/skrouterd`,
    'build: A 111111111111, B 222222222222',
    'flags: A none of these, B -O1',
    `libqpid-proton-core.so: A ${pathA}/lib/libqpid-proton-core.so (build 111111111111), ` +
      `B ${pathB}/lib/libqpid-proton-core.so (build 222222222222)`,
  ]);
});

test('a copy is the same build; another library, option or variable makes it differ', async () => {
  const pathA = installation('a');
  const pathB = join(home, 'b');
  cpSync(pathA, pathB, { recursive: true });
  const programs = `program: A ${pathA}/sbin/skrouterd, B ${pathB}/sbin/skrouterd`;
  expect(await resolved(pathA, pathB)).toMatchObject({ identical: true, differences: [programs] });
  expect(await resolved(pathA, pathA)).toMatchObject({ identical: true, differences: [] });
  expect(await resolved(pathA, `${pathB}:workerThreads=4`)).toMatchObject({
    identical: false,
    differences: [programs, 'option workerThreads: A default, B 4'],
  });
  rmSync(pathB, { recursive: true });
  installation('b', { proton: 2 });
  const { identical, differences } = await resolved(pathA, pathB);
  expect(identical).toBe(false);
  expect(differences).toHaveLength(2);
});

test('scripts have no build ids, so every byte counts', async () => {
  for (const name of ['a', 'b', 'c']) script(`${name}/sbin/skrouterd`, name === 'c' ? 'echo 2.0' : 'echo 1.0');
  expect(await resolved('~/a', '~/b')).toMatchObject({ identical: true });
  expect(await resolved('~/a', '~/c')).toMatchObject({
    identical: false,
    differences: [
      expect.stringMatching(/^program/),
      'version: A 1.0, B 2.0',
      'build: A without an id, B without an id',
    ],
  });
});

test('variants of one relay, and variables', async () => {
  script('p/sbin/skrouterd');
  const base = scenario({ relayOptions: { observer: 'auto' } });
  const variants = await resolved('~/p:workerThreads=2,observer=none', '~/p/sbin/skrouterd:workerThreads=4', base);
  expect(variants.differences).toEqual(['option observer: A none, B auto', 'option workerThreads: A 2, B 4']);
  expect(variants.a.scenario.relayOptions).toEqual({ observer: 'none', workerThreads: '2' });
  expect(variants.b.side).toMatchObject({ relay_options: { workerThreads: '4' }, prefix: join(home, 'p') });
  await expect(resolved('~/p:nonsense=1', '~/p')).rejects.toThrow("skrouterd knows no option 'nonsense'");

  script('first/haproxy');
  const plain = scenario({ relay: 'haproxy' });
  const variables = await resolved('env:SKUPPER_X=1', 'haproxy', plain);
  expect(variables).toMatchObject({ differences: ['SKUPPER_X: A 1, B not set'], identical: false });
  expect(variables.a.environment).toMatchObject({ SKUPPER_X: '1', HOME: home });
  expect(variables.a.side).toMatchObject({ variables: { SKUPPER_X: '1' }, prefix: null });
  // Set to what it is anyway.
  expect(await resolved(`env:HOME=${home}`, 'haproxy', plain)).toMatchObject({ identical: true, differences: [] });
});

test('different relays', async () => {
  script('first/haproxy');
  const { a, differences, identical } = await resolved('none', 'haproxy');
  expect({ differences, identical }).toEqual({ differences: ['relay: A none, B haproxy'], identical: false });
  expect(a).toMatchObject({ scenario: { relay: 'none', hops: 0 }, side: { program: null } });
});

test('a relay that lies deeper, or is another one, is found and shown', async () => {
  script('tree/build/router/skrouterd');
  script('other/sbin/haproxy');
  const { a, b } = await resolved('~/tree', '~/other');
  expect(a.notes).toEqual([`found skrouterd in ${home}/tree/build/router`]);
  expect(a.side).toMatchObject({ prefix: `${home}/tree/build/router` });
  expect(b.notes).toEqual([`found haproxy in ${home}/other/sbin`]);
  expect(b.scenario.relay).toBe('haproxy');
  script('tree/debug/router/skrouterd');
  await expect(resolved('~/tree', '~/other')).rejects.toThrow(
    'tree holds more than one relay: build/router/skrouterd, debug/router/skrouterd',
  );
});

test('places without a build', async () => {
  mkdirSync(join(home, 'empty'));
  script('odd/relay');
  script('co:lon/sbin/skrouterd');
  writeFileSync(join(home, 'text'), '');
  for (const [place, message] of [
    ['~/empty', 'holds no relay that could be run'],
    ['~/absent', "'~/absent' is neither a folder"],
    ['~/text', 'is not an executable file'],
    ['~/odd/relay', 'no relay is called relay'],
    ['~/co:lon', 'cannot be put first in PATH'],
  ] as const) {
    await expect(resolved(place, 'none')).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining(message) as string,
    });
  }
});

test('two builds of our own relay, by their paths', async () => {
  script('old/flimflam-relay');
  script('new/native/build/flimflam-relay', 'echo 2.0');
  const { a, b, identical } = await resolved('~/old/flimflam-relay', '~/new', scenario({ relay: 'nginx' }));
  expect(identical).toBe(false);
  expect([a.side.relay, b.scenario.relay]).toEqual(['builtin', 'builtin']);
  expect([a.program, b.program]).toEqual([
    { path: `${home}/old/flimflam-relay`, facts: {} },
    { path: `${home}/new/native/build/flimflam-relay`, facts: {} },
  ]);
  expect(b.side.program?.path).toBe(b.program?.path);
});

test("a build that does not load is refused with the loader's own words", async () => {
  const prefix = installation('a');
  renameSync(join(prefix, 'lib'), join(home, 'lib'));
  await expect(resolved(prefix, 'none')).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringMatching(/does not load: .*libqpid-proton-core.so/) as string,
    remedy: 'put the folder of libqpid-proton-core.so into LD_LIBRARY_PATH',
  });
});

test('a build whose RPATH leads to another installation is refused', async () => {
  const other = installation('b', { proton: 2 });
  const prefix = installation('a', { flags: ['-Wl,--disable-new-dtags', `-Wl,-rpath,${other}/lib`] });
  await expect(resolved(prefix, other)).rejects.toMatchObject({
    exitCode: 2,
    message: `${prefix}/sbin/skrouterd would load ${other}/lib/libqpid-proton-core.so, not ${prefix}/lib/libqpid-proton-core.so`,
    remedy: `the RPATH of skrouterd (${other}/lib) beats LD_LIBRARY_PATH: link with --enable-new-dtags, or remove it`,
  });
});

test('the real router, installed somewhere else', async (ctx) => {
  const found = whereIs('skrouterd');
  ctx.skip(found === null, 'skrouterd is not on PATH');
  const real = dirname(dirname(realpathSync(found!)));
  ctx.skip(!existsSync(join(real, 'lib/skupper-router/python')), 'this skrouterd has no installation of its own');
  const copy = join(home, 'copy');
  for (const part of ['sbin', 'lib']) {
    cpSync(join(real, part), join(copy, part), { recursive: true, verbatimSymlinks: true });
  }
  const { a, b, identical } = await resolved(real, copy);
  expect(identical).toBe(true);
  for (const { side } of [a, b]) {
    const protons = side.libraries.filter(({ path }) => path.includes('libqpid-proton'));
    expect(protons.length).toBeGreaterThan(0);
    for (const { path } of protons) expect(path.startsWith(`${side.prefix}/`)).toBe(true);
  }
}, 30_000);
