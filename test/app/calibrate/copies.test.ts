import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeCopies, removeCopies } from '../../../src/app/calibrate/copies.js';
import { resolveSides, type ResolvedSide } from '../../../src/app/sides/sides.js';
import { wouldLoad } from '../../../src/host/libraries.js';
import type { InstalledProgram } from '../../../src/model/program.js';
import { aScenario } from '../../fixtures/scenario.js';
import { temporaryFolder } from '../../store/temporary.js';

type Original = ResolvedSide & { program: InstalledProgram };

async function found(folder: string, variables: Record<string, string> = {}): Promise<Original> {
  const environment = { ...process.env, PATH: `${folder}:${process.env['PATH']}`, ...variables };
  const { a } = await resolveSides({ a: ['skrouterd'], b: ['skrouterd'] }, aScenario(), environment);
  return a[0] as Original;
}

/** A router that wants a library beside it, by this RUNPATH. */
function router(home: string, runPath: string): string {
  const [bin, lib] = [join(home, 'sbin'), join(home, 'lib')];
  for (const folder of [bin, lib]) mkdirSync(folder, { recursive: true });
  const source = join(home, 'x.c');
  writeFileSync(source, 'int f(void) { return 0; }\n');
  execFileSync('cc', ['-shared', '-fPIC', '-o', join(lib, 'libqpid-proton-core.so'), source]);
  writeFileSync(source, '#include <stdio.h>\nint f(void);\nint main(void) { puts("3.1"); return f(); }\n');
  const flags = ['-Wl,--build-id=0x1234', '-Wl,--enable-new-dtags', `-Wl,-rpath,${runPath}`];
  execFileSync('cc', [...flags, '-o', join(bin, 'skrouterd'), source, '-L', lib, '-lqpid-proton-core']);
  return bin;
}

test('two copies of the same length, byte for byte, which are gone afterwards', async () => {
  const home = temporaryFolder();
  writeFileSync(join(home, 'skrouterd'), '#!/bin/sh\necho 3.1\n', { mode: 0o555 });
  const folder = temporaryFolder();
  const original = await found(home);
  const { a, b } = makeCopies(original, folder);
  const paths = [a, b].map(({ program }) => program!.path);
  expect(paths).toEqual([join(folder, 'copy-a/sbin/skrouterd'), join(folder, 'copy-b/sbin/skrouterd')]);
  for (const path of paths) expect(readFileSync(path)).toEqual(readFileSync(original.program.path));
  for (const { side, environment, scenario } of [a, b]) {
    expect(environment).toEqual(original.environment);
    expect(scenario).toEqual(original.scenario);
    expect(side).toMatchObject({ relay: 'skrouterd', variables: {}, digest: original.side.digest });
  }
  expect([a.side.program?.path, b.side.program?.path]).toEqual(paths);
  expect(a.notes).toEqual([`A and B are copies of ${original.program.path}`]);
  removeCopies(folder);
  expect(paths.some(existsSync)).toBe(false);
});

test("a router's Python stays that of the original installation", async () => {
  const home = temporaryFolder();
  mkdirSync(join(home, 'sbin'));
  mkdirSync(join(home, 'lib/skupper-router/python/skupper_router_internal'), { recursive: true });
  writeFileSync(join(home, 'sbin/skrouterd'), '#!/bin/sh\necho 3.1\n', { mode: 0o755 });
  const { a, b } = makeCopies(await found(join(home, 'sbin')), temporaryFolder());
  const python = join(home, 'lib/skupper-router/python');
  expect([a.program?.facts, b.program?.facts]).toEqual([{ python }, { python }]);
});

test('libraries that are found by where the original lies are found by its copies too', async () => {
  const home = temporaryFolder();
  const original = await found(router(home, '$ORIGIN/../lib'), { LD_LIBRARY_PATH: '/before' });
  const { a, b } = makeCopies(original, temporaryFolder());
  for (const { side, environment, program } of [a, b]) {
    const [folder, ...rest] = side.variables['LD_LIBRARY_PATH']!.split(':');
    expect([join(folder!, '.'), rest]).toEqual([expect.stringMatching(/lib$/), ['/before']]);
    const proton = wouldLoad(program!.path, environment).find(({ name }) => name.startsWith('libqpid-proton'));
    expect(readFileSync(proton!.path!)).toEqual(readFileSync(join(home, 'lib/libqpid-proton-core.so')));
    expect(environment['LD_LIBRARY_PATH']).toBe(side.variables['LD_LIBRARY_PATH']);
  }
  expect(a.side.variables).toEqual(b.side.variables);
  // Where the place does not matter, nothing is set.
  const fixed = makeCopies(await found(router(home, `${home}/lib`)), temporaryFolder());
  expect(fixed.a.side.variables).toEqual({});
});

test('what a link leads to is copied under the name of the relay', async () => {
  const home = temporaryFolder();
  writeFileSync(join(home, 'skrouterd-3.1'), '#!/bin/sh\necho 3.1\n', { mode: 0o755 });
  symlinkSync('skrouterd-3.1', join(home, 'skrouterd'));
  const { a } = makeCopies(await found(home), temporaryFolder());
  expect(a.program?.path).toMatch(/copy-a\/sbin\/skrouterd$/);
});
