/* oxlint-disable vitest/valid-expect -- vitest takes a message as second argument */
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CheckReport } from '../../src/model/check.js';
import { checkout, Place, shortest, whereIs, withCheckout } from './support.js';

withCheckout();

const ourPrograms = ['guardian', 'load', 'relay', 'sampler', 'sockets'].map((name) => `flimflam-${name}`);

test('check names each program, and exits 0 where nothing required is missing', async () => {
  const place = new Place();
  const { code, stdout } = await place.run(['check']);
  expect(code, stdout).toBe(0);
  for (const name of [
    'node',
    'cc',
    'make',
    'skrouterd',
    'nginx',
    'nghttpx',
    'haproxy',
    'iperf3',
    'h2load',
    'nghttpd',
    'perf',
  ]) {
    expect(stdout).toMatch(new RegExp(`^ {2}(found|missing|broken) +${name} `, 'm'));
  }
  for (const name of ourPrograms) expect(stdout).toMatch(new RegExp(`found +${name} `));
  expect(stdout).toContain('Everything that is required is here');
});

test('check without cc and make exits 1 and still reports everything', async (ctx) => {
  ctx.skip(whereIs('cc')?.startsWith('/usr/bin/') !== true, 'cc is not in /usr/bin');
  const place = new Place();
  const { code, stdout } = await place.run(['check', '--json'], { env: { PATH: '/nowhere' } });
  const { findings, ok } = JSON.parse(stdout) as CheckReport;
  expect([code, ok]).toEqual([1, false]);
  const missing = findings.filter(({ state }) => state === 'missing').map(({ name }) => name);
  expect(missing).toEqual(expect.arrayContaining(['cc', 'make']));
  const everything = JSON.parse((await place.run(['check', '--json'])).stdout) as CheckReport;
  expect(findings.map(({ name }) => name)).toEqual(everything.findings.map(({ name }) => name));
  for (const { state, remedy, note } of findings) expect(state === 'found' || (remedy ?? note) !== null).toBe(true);
});

// Last: it removes the native programs of this checkout.
test('clean removes what Flimflam made, and nothing else', async () => {
  const place = new Place();
  await place.run(['run', '-r', 'none', ...shortest]);
  await place.run(['bench', '-w', 'builtin', '-r', 'none', ...shortest]);
  const parent = join(place.folder, 'flimflam-runs');
  const [run = ''] = place.runFolders();
  expect(readdirSync(parent).length).toBe(4);
  symlinkSync(run, join(place.folder, 'interesting'));
  symlinkSync('/etc/hostname', join(place.folder, 'elsewhere'));
  mkdirSync(join(parent, '20200101-000000-notes'));
  writeFileSync(join(place.folder, 'notes.txt'), 'mine');

  const { code, stdout } = await place.run(['clean']);
  expect(code).toBe(0);
  expect(stdout).toContain('removed flimflam-runs/');
  expect(readdirSync(place.folder).sort()).toEqual(['elsewhere', 'flimflam-runs', 'notes.txt']);
  expect(readdirSync(parent)).toEqual(['20200101-000000-notes']);
  expect(existsSync(join(checkout, 'native', 'build'))).toBe(false);

  expect((await place.run(['clean'])).stdout).toBe('nothing to remove\n');
  const without = await place.run(['run', '-r', 'none', ...shortest]);
  expect(without.code).toBe(1);
  expect(without.stderr).toMatch(/flimflam-load was not built \(flimflam build\)/);
  expect((await place.run(['build'])).code).toBe(0);
  expect((await place.run(['run', '-r', 'none', ...shortest])).stderr).toBe('');
});
