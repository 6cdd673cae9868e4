import { expect, test } from 'vitest';
import { pythonFolder } from '../../src/relays/skrouterd.js';
import { aPlan } from '../fixtures/scenario.js';

const only =
  (...paths: string[]) =>
  (path: string): boolean =>
    paths.includes(path);

test('the Python part of the installation, else that of the sources around the build tree', () => {
  const installed = '/p/lib/skupper-router/python';
  expect(pythonFolder('/p/sbin/skrouterd', only(`${installed}/skupper_router_internal`))).toEqual({
    python: installed,
  });
  expect(pythonFolder('/s/build/router/skrouterd', only('/s/python/skupper_router_internal'))).toEqual({
    python: '/s/python',
  });
  expect(pythonFolder('/usr/local/sbin/skrouterd', only('/usr/local/python', installed))).toEqual({});
  expect(pythonFolder('/skrouterd', () => false)).toEqual({});
});

test('is given to the router where it is known', () => {
  const end = { path: '/opt/bin/end', facts: {} };
  const argvWith = (facts: Record<string, string>) => {
    const relay = { path: '/p/sbin/skrouterd', facts };
    const plan = aPlan({ relay: 'skrouterd' }, { programs: { client: end, server: end, relay } });
    return plan.processes.find(({ role }) => role === 'relay1')?.argv;
  };
  const config = ['-c', '/runs/this one/relay1.skrouterd.conf'];
  expect(argvWith({ python: '/p/python' })).toEqual(['/p/sbin/skrouterd', '-I', '/p/python', ...config]);
  expect(argvWith({})).toEqual(['/p/sbin/skrouterd', ...config]);
});

test('behind an edge router, which is always up, others tell whether there is a way to the server, and back', () => {
  const asked = (hops: number, routerMode: string) =>
    aPlan({ relay: 'skrouterd', hops, relayOptions: { routerMode } }).processes.flatMap(({ role, ready }) =>
      ready.filter(({ kind }) => kind === 'address' || kind === 'reach').map(({ kind }) => `${role} ${kind}`),
    );
  expect(asked(3, 'edge')).toEqual(['relay2 address', 'relay1 reach']);
  expect(asked(2, 'edge')).toEqual([]);
  expect(asked(3, 'interior')).toEqual([]);
});
