import { beforeEach, expect, test, vi } from 'vitest';
import { installedFor } from '../../src/app/bench-programs.js';
import { programOn } from '../../src/app/host-programs.js';
import { ExpectedError } from '../../src/errors.js';
import { hostNamed } from '../../src/host/hosts.js';
import type { RelayName, WorkloadName } from '../../src/model/names.js';
import { aScenario, onHosts } from '../fixtures/scenario.js';
import { hostsOf, OtherHost } from './fake-host.js';

vi.mock(import('../../src/host/hosts.js'), () => ({ hostNamed: vi.fn<typeof hostNamed>() }));
vi.mock(import('../../src/app/host-programs.js'), async (original) => ({
  ...(await original()),
  programOn: vi.fn<typeof programOn>(),
}));

/** The executables of this made-up world, as `HOST EXECUTABLE`. */
const there = new Set<string>();
beforeEach(() => {
  there.clear();
  vi.mocked(programOn).mockClear();
  vi.mocked(hostNamed).mockImplementation(hostsOf([new OtherHost('lab1'), new OtherHost('lab2')]));
  vi.mocked(programOn).mockImplementation(async ({ name }, { executable, native }) => {
    if (there.has(`${name} ${executable}`)) return { path: `/opt/${executable}`, facts: {} };
    if (native === true) throw new ExpectedError('missing-program', `${executable} was not built`);
    return null;
  });
});

const combination = (workload: WorkloadName, relay: RelayName) => ({ workload, relay, protocol: 'tcp' as const });

test('on this machine: what is missing, for what, and how to get it', async () => {
  for (const name of ['flimflam-load', 'nginx']) there.add(`localhost ${name}`);
  const combinations = [
    combination('builtin', 'nginx'),
    combination('iperf3', 'haproxy'),
    combination('builtin', 'haproxy'),
  ];
  const { runnable, missing } = await installedFor(combinations, aScenario());
  expect(runnable).toEqual([combination('builtin', 'nginx')]);
  expect(missing.map(({ program, needed_for }) => `${program}: ${needed_for}`)).toEqual([
    'haproxy: relay haproxy',
    'iperf3: workload iperf3',
  ]);
  expect(missing[0]!.install).toContain('haproxy');
  there.clear();
  const { missing: ours } = await installedFor([combination('builtin', 'none')], aScenario());
  expect(ours.map(({ program }) => program)).toEqual(['flimflam-load']);
});

test('each program is looked for where it is to run, once', async () => {
  const common = aScenario({ hops: 2, deployment: onHosts({ relay1: 'lab1', relay2: 'lab2', server: 'lab2' }) });
  for (const one of ['lab1 nginx', 'lab2 flimflam-load', 'localhost flimflam-load', 'localhost nginx']) there.add(one);
  const combinations = [combination('builtin', 'nginx'), combination('builtin', 'none')];
  const { runnable, missing } = await installedFor(combinations, common);
  // Without relays nobody asks what the hosts of relays have.
  expect(runnable).toEqual([combination('builtin', 'none')]);
  expect(missing).toEqual([
    { program: 'nginx on lab2', needed_for: 'relay nginx', install: expect.stringContaining('nginx') as string },
  ]);
  const asked = vi.mocked(programOn).mock.calls.map(([{ name }, { executable }]) => `${name} ${executable}`);
  expect(new Set(asked).size).toBe(asked.length);
});
