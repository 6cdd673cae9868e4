import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { missing, Place, short, shortest, withCheckout } from './support.js';

withCheckout();

const noRouter = missing('skrouterd');

test.skipIf(noRouter !== null)(`an edge router before two interior ones ${noRouter ?? ''}`, async () => {
  const place = new Place();
  const { stdout } = await place.run(['run', '--router-mode', 'edge', '--hops', '3', ...short]);
  const { status, results, plan } = place.summary();
  expect(status).toMatch(/^(ok|invalid)$/);
  expect(results!.bits).toBeGreaterThan(0);
  expect(plan.configs['relay1.skrouterd.conf']).toMatch(/mode: edge\n[^]*role: edge\n/);
  expect(plan.configs['relay2.skrouterd.conf']).toMatch(/mode: interior\n[^]*role: edge\n/);
  // Nobody asked for an observer, and so it is said that there is none.
  expect(plan.in_force).toEqual({ observer: 'none' });
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain('in force: observer none');
});

const own = `defaults
    mode tcp
    timeout connect 5s
    timeout client 1h
    timeout server 1h
listen {{role}}
    bind 127.0.0.1:{{listen_port}}
    server {{next}} 127.0.0.1:{{connect_port}}
`;
const noProxy = missing('haproxy');

test.skipIf(noProxy !== null)(
  `a configuration of the user's own, and again when it is gone ${noProxy ?? ''}`,
  async () => {
    const place = new Place();
    const file = join(place.folder, 'own.cfg');
    writeFileSync(file, own);
    await place.run(['run', '-r', 'haproxy', '--relay-config', 'relay1=own.cfg', ...shortest]);
    const [first] = place.runFolders();
    const { plan, status, configuration } = place.summary();
    expect(status).toMatch(/^(ok|invalid)$/);
    expect(plan.configs['relay1.haproxy.cfg']).toContain(
      `listen relay1\n    bind 127.0.0.1:${plan.ports['relay_1']![0]}`,
    );
    expect(plan.configs['relay1.haproxy.cfg']).toContain(`server relay2 127.0.0.1:${plan.ports['relay_2']![0]}`);
    expect(plan.configs['relay2.haproxy.cfg']).toContain('frontend from_client');
    expect(readFileSync(join(first!, 'relay-config.relay1'), 'utf8')).toBe(own);
    rmSync(file);
    // As reproduce.sh does, which starts the launcher; that is tested elsewhere.
    await place.run(['run', '-r', 'haproxy', '--relay-config', `relay1=${first}/relay-config.relay1`, ...shortest]);
    expect(place.lastSummary().configuration.deployment.configs['relay1']!.text).toBe(
      configuration.deployment.configs['relay1']!.text,
    );
  },
);

test.skipIf(noProxy !== null)(`the words of a relay whose configuration is wrong ${noProxy ?? ''}`, async () => {
  const place = new Place();
  writeFileSync(join(place.folder, 'wrong.cfg'), own.replace('mode tcp', 'mode tpc'));
  const { code, stderr } = await place.run([
    'run',
    '-r',
    'haproxy',
    '--json',
    '--relay-config',
    'wrong.cfg',
    ...shortest,
  ]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/relay 2 \(haproxy\) ended with exit code 1; it said:[^]*unknown proxy mode 'tpc'/);
  expect(await place.leftAfter(2000)).toEqual([]);
});

test('--hops 0 is the chain without a relay', async () => {
  const place = new Place();
  const { stderr } = await place.run(['run', '--hops', '0', ...shortest]);
  expect(stderr).toBe('');
  expect(place.summary().configuration).toMatchObject({ relay: 'none', hops: 0 });
});
