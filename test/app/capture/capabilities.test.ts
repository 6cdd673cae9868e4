import { beforeEach, expect, test, vi } from 'vitest';
import { findCapabilities, requireCapabilities } from '../../../src/app/capture/capabilities.js';
import type { PerfMachine } from '../../../src/host/perf-machine.js';
import type { Capability, CapabilityName } from '../../../src/model/capability.js';

/** What this made-up machine can do; all else it can do without limits. */
const machine = vi.hoisted(() => ({ perf: '/opt/perf' as string | null, found: [] as unknown[] }));
vi.mock(import('../../../src/app/host-programs.js'), async (original) => ({
  ...(await original()),
  programOn: async () => (machine.perf === null ? null : { path: machine.perf, facts: {} }),
  versionOn: async () => '6.1.192',
}));
vi.mock(import('../../../src/host/perf-probe.js'), () => ({
  probeCapabilities: async (perf: PerfMachine | null, names: readonly CapabilityName[]) =>
    names.map(
      (name) =>
        (machine.found as Capability[]).find((one) => one.name === name) ?? {
          name,
          possible: perf !== null,
          cause: perf === null ? 'perf is not on PATH' : null,
          remedy: null,
          limits: [],
        },
    ),
}));

beforeEach(() => {
  machine.perf = '/opt/perf';
  machine.found = [];
});

const cannot = (name: CapabilityName, cause: string, remedy: string | null = null): Capability => ({
  name,
  possible: false,
  cause,
  remedy,
  limits: [],
});

const refusal = (message: string, remedy: unknown) =>
  expect.objectContaining({ name: 'ExpectedError', code: 'cannot-capture', exitCode: 1, message, remedy }) as Error;

test('what is possible: the perf to take, its version, and each limit once', async () => {
  const limit = { code: 'kernel-hidden', message: 'user space only', advice: 'sudo sysctl x=1', changeable: true };
  const limited = (name: CapabilityName): Capability => ({
    ...cannot(name, ''),
    possible: true,
    cause: null,
    limits: [limit],
  });
  machine.found = [limited('sampling'), limited('lbr')];
  expect(await requireCapabilities(['sampling', 'lbr'], 'record')).toEqual({
    perf: expect.objectContaining({ path: '/opt/perf' }) as PerfMachine,
    version: '6.1.192',
    notes: [{ code: 'kernel-hidden', message: 'user space only', advice: 'sudo sysctl x=1' }],
  });
});

test('perf is not here: how to get it', async () => {
  machine.perf = null;
  await expect(requireCapabilities(['counting'], 'stat')).rejects.toThrow(
    refusal('stat is not possible here: perf is not on PATH', expect.stringMatching(/perf|linux-tools/)),
  );
  expect(await findCapabilities(['counting'])).toMatchObject([{ possible: false }]);
});

test('no memory events: the cause, and what to use instead', async () => {
  machine.found = [cannot('cache-lines', 'perf says memory events are not supported (no PMU)')];
  await expect(requireCapabilities(['cache-lines'], 'c2c')).rejects.toThrow(
    refusal(
      'c2c is not possible here: perf says memory events are not supported (no PMU)',
      'use flimflam record or flimflam stat instead',
    ),
  );
});

test('a line that changes it goes before what to use instead', async () => {
  machine.found = [cannot('cache-lines', 'forbidden', 'sudo sysctl kernel.perf_event_paranoid=1')];
  await expect(requireCapabilities(['cache-lines'], 'c2c')).rejects.toThrow(
    refusal('c2c is not possible here: forbidden', 'sudo sysctl kernel.perf_event_paranoid=1'),
  );
});

test('a way to follow stacks that is not possible is named as the user gave it', async () => {
  machine.found = [cannot('lbr', 'there are no branch records')];
  await expect(requireCapabilities(['sampling', 'lbr'], 'flamegraph')).rejects.toThrow(
    refusal(
      'flamegraph --call-graph lbr is not possible here: there are no branch records',
      'use --call-graph fp or dwarf instead',
    ),
  );
});

test('a perf that is broken is told as such, not as a lack of what it was wanted for', async () => {
  machine.found = [cannot('perf', 'this perf is too old', 'install perf 5.10 or newer'), cannot('lbr', 'no branches')];
  await expect(requireCapabilities(['sampling', 'lbr'], 'record')).rejects.toThrow(
    refusal('record is not possible here: this perf is too old', 'install perf 5.10 or newer'),
  );
});
