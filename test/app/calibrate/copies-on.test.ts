import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { makeCopiesOn, removeCopiesOn } from '../../../src/app/calibrate/copies-on.js';
import { resolveSides, type ResolvedSide } from '../../../src/app/sides/sides.js';
import { hostNamed } from '../../../src/host/hosts.js';
import { aScenario, onHosts } from '../../fixtures/scenario.js';
import { temporaryFolder } from '../../store/temporary.js';
import { hostsOf, OtherHost } from '../fake-host.js';

vi.mock(import('../../../src/host/hosts.js'), () => ({ hostNamed: vi.fn<typeof hostNamed>() }));

let home = '';
let lab1 = new OtherHost('lab1');
let lab2 = new OtherHost('lab2');
beforeEach(() => {
  home = temporaryFolder();
  const environment = { PATH: `${home}/router/sbin:${process.env['PATH']}` };
  lab1 = new OtherHost('lab1', environment, join(home, 'of lab1'));
  lab2 = new OtherHost('lab2', environment, join(home, 'of lab2'));
  vi.mocked(hostNamed).mockImplementation(hostsOf([lab1, lab2]));
});

async function found(): Promise<ResolvedSide> {
  const scenario = aScenario({
    relay: 'skrouterd',
    hops: 2,
    deployment: onHosts({ relay1: 'lab1', relay2: 'lab2' }),
  });
  return (await resolveSides({ a: ['skrouterd'], b: ['skrouterd'] }, scenario, process.env)).a[0]!;
}

function router(text = 'echo 3.1'): string {
  const path = join(home, 'router/sbin/skrouterd');
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  return path;
}

test('two copies on each host of relays, which its own PATH finds, and which are gone afterwards', async () => {
  const path = router();
  mkdirSync(join(home, 'router/lib/skupper-router/python/skupper_router_internal'), { recursive: true });
  const original = await found();
  const { a, b } = await makeCopiesOn(original, '/runs/calibrate');
  expect(a.notes).toEqual([`A and B are copies of ${path} on lab1 and of ${path} on lab2`]);
  for (const [name, { side, environment, program }] of Object.entries({ a, b })) {
    const copies = ['of lab1', 'of lab2'].map((one) => join(home, one, `copy-${name}/sbin/skrouterd`));
    expect(program).toBe(null);
    expect(side.hosts.map((one) => one.path)).toEqual(copies);
    expect(side.program?.path).toBe(copies[0]);
    expect(environment['PATH']?.split(':').slice(0, 2)).toEqual(copies.map(dirname));
    expect(side.variables).not.toHaveProperty('LD_LIBRARY_PATH');
    for (const copy of copies) {
      expect(readFileSync(copy)).toEqual(readFileSync(path));
      // What belongs to the router is found around its copy.
      expect(existsSync(join(dirname(copy), '../lib/skupper-router/python/skupper_router_internal'))).toBe(true);
    }
  }
  lab2.isLost = true;
  await removeCopiesOn(original, '/runs/calibrate');
  expect(existsSync(join(home, 'of lab1/copy-a'))).toBe(false);
  expect(existsSync(join(home, 'router/lib'))).toBe(true);
});

test('libraries that the original finds by where it lies are found by its copies too', async () => {
  const folder = join(home, 'router/sbin');
  mkdirSync(folder, { recursive: true });
  const source = join(home, 'x.c');
  writeFileSync(source, 'int f(void) { return 0; }\n');
  execFileSync('cc', ['-shared', '-fPIC', '-o', join(folder, 'libqpid-proton-core.so'), source]);
  writeFileSync(source, '#include <stdio.h>\nint f(void);\nint main(void) { puts("3.1"); return f(); }\n');
  const flags = ['-Wl,--enable-new-dtags', '-Wl,-rpath,$ORIGIN'];
  execFileSync('cc', [...flags, '-o', join(folder, 'skrouterd'), source, '-L', folder, '-lqpid-proton-core']);
  const { a } = await makeCopiesOn(await found(), '/runs/calibrate');
  expect(a.side.variables['LD_LIBRARY_PATH']?.split(':')[0]).toBe(folder);
});

test('a host that has no room is named', async () => {
  router();
  writeFileSync(join(home, 'of lab1'), 'a file where a folder should be');
  await expect(makeCopiesOn(await found(), '/runs/calibrate')).rejects.toMatchObject({
    code: 'no-copy',
    message: expect.stringMatching(/^lab1: .*skrouterd cannot be copied to .*copy-a: mkdir/) as string,
  });
});
