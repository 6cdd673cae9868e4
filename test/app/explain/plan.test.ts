import { expect, test } from 'vitest';
import { planExplanation, type Builds } from '../../../src/app/explain/plan.js';
import { ExpectedError } from '../../../src/errors.js';
import type { prepareCapture } from '../../../src/app/capture/capture.js';
import type { RelayName } from '../../../src/model/names.js';
import { aSetup } from '../compare/fakes.js';
import { aLook } from './fakes.js';

function builds(a: RelayName, b: RelayName): Builds {
  const { sides } = aSetup();
  const of = (side: 'a' | 'b', relay: RelayName): Builds['a'] => {
    const [first] = sides[side];
    return { ...first!, scenario: { ...first!.scenario, relay, warmup: 1, duration: 5 } };
  };
  return { a: of('a', a), b: of('b', b) };
}

/** Everything is possible but this. */
const without =
  (kind: string | null): typeof prepareCapture =>
  (order, scenario) =>
    order.kind === kind || (order.kind === 'skstat' && scenario.relay !== 'skrouterd')
      ? Promise.reject(new ExpectedError('cannot-capture', `${order.kind} is not possible`, 'be root'))
      : Promise.resolve(aLook(order.kind).prepared.a);

const kindsOf = async (a: RelayName, b: RelayName, missing: string | null = null) => {
  const { looks, leftOut, runs } = await planExplanation(builds(a, b), without(missing));
  return { looks: looks.map(({ kind }) => kind), leftOut: leftOut.map(({ kind }) => kind), runs };
};

test('routers are asked only where there are some, and compared only where both sides have them', async () => {
  expect(await kindsOf('nginx', 'haproxy')).toEqual({ looks: ['flamegraph', 'syscalls'], leftOut: [], runs: 20 });
  expect(await kindsOf('skrouterd', 'skrouterd')).toEqual({
    looks: ['flamegraph', 'syscalls', 'skstat'],
    leftOut: [],
    runs: 30,
  });
  expect(await kindsOf('skrouterd', 'nginx')).toEqual({
    looks: ['flamegraph', 'syscalls'],
    leftOut: ['skstat'],
    runs: 20,
  });
});

test('what is not possible is left out with the reason and the remedy', async () => {
  expect(await kindsOf('none', 'none', 'syscalls')).toEqual({ looks: ['flamegraph'], leftOut: ['syscalls'], runs: 10 });
  const { leftOut } = await planExplanation(builds('nginx', 'nginx'), without('flamegraph'));
  expect(leftOut).toEqual([{ kind: 'flamegraph', because: 'flamegraph is not possible; be root' }]);
});

test('the time is that of the runs, and some for the looks', async () => {
  const { seconds, runs } = await planExplanation(builds('nginx', 'nginx'), without(null));
  expect(seconds).toBeGreaterThan(runs * 6);
  expect(seconds).toBeLessThan(runs * 12);
});

test('a bug is no reason to leave something out', async () => {
  await expect(planExplanation(builds('nginx', 'nginx'), () => Promise.reject(new TypeError('oops')))).rejects.toThrow(
    'oops',
  );
});
