import { expect, test } from 'vitest';
import { comparePairs, type Setup } from '../../../src/app/compare/loop.js';
import { mostSeconds, untilBack, type WaitMeans } from '../../../src/app/compare/lost-hosts.js';
import { ExpectedError } from '../../../src/errors.js';
import type { Comparison } from '../../../src/model/comparison.js';
import type { Summary } from '../../../src/model/summary.js';
import { answerOf } from '../../../src/report/comparison/answer.js';
import { aScenario, onHosts } from '../../fixtures/scenario.js';
import { aSetup, died, steady, World, type Story } from './fakes.js';

const lost: Partial<Summary> = {
  ...died,
  status_reason: { code: 'host-lost', message: 'lab1: nothing came from it for 6 s' },
};

const scenario = aScenario({ deployment: onHosts({ relay1: 'lab1', server: 'lab2' }) });

async function compared(
  story: Story,
  prepare: (world: World) => void = () => {},
  changed: (setup: Setup) => Setup = (setup) => setup,
) {
  const setup = aSetup();
  const [a, b] = [setup.sides.a[0]!, setup.sides.b[0]!];
  const sides = { a: [{ ...a, scenario }], b: [{ ...b, scenario }] };
  const world = new World(story);
  prepare(world);
  const { comparison } = await comparePairs(changed({ ...setup, sides }), world.hooks, world.means);
  return { comparison, world, answer: answerOf(comparison) };
}

const placesOf = ({ runs }: Comparison, from: number, to: number): string[] =>
  runs.slice(from, to).map(({ pair, attempt, place }) => `${pair}.${attempt} ${place}`);

test('a pair that loses a host is made again when the host is back, after a burn-in', async () => {
  const normal = steady(0.1);
  const { comparison, world, answer } = await compared((side, at) => (at === 5 ? lost : normal(side, at)));
  expect(comparison.status).toBe('complete');
  // The burn-in; pair 1; pair 2, whose second run is lost; another burn-in; pair 2 again.
  expect(placesOf(comparison, 4, 10)).toEqual([
    ...['2.1 first', '2.1 second', '0.2 first', '0.2 second'],
    ...['2.2 first', '2.2 second'],
  ]);
  expect(world.awaited).toEqual([['lab1', 'lab2']]);
  expect(answer.failures).toMatchObject({ a: 0, b: 0 });
  expect(answer.repeated).toBe(1);
  expect(answer.verdict?.word).toBe('better');
});

test('it counts for no side, however often it happens in a row', async () => {
  const normal = steady(0.1);
  // One run of pairs 1 to 3 each, and the burn-ins that follow are good.
  let lostRuns = 0;
  const { comparison } = await compared((side, at) => {
    if (at > 1 && side === 'b' && lostRuns < 6 && at % 2 === 0) {
      lostRuns += 1;
      return lost;
    }
    return normal(side, at);
  });
  expect(lostRuns).toBeGreaterThan(2);
  expect(comparison.stopped_because ?? '').not.toContain('failed');
  expect(answerOf(comparison).failures).toMatchObject({ a: 0, b: 0 });
});

test('a host that is away before a run can begin is waited for too', async () => {
  const normal = steady(0.1);
  const { comparison, world } = await compared((side, at) => {
    if (at === 4) throw new ExpectedError('host-unreachable', 'lab1: No route to host');
    return normal(side, at);
  });
  expect(comparison.status).toBe('complete');
  expect(comparison.runs[4]).toMatchObject({
    pair: 2,
    run: null,
    status: 'failed',
    reason: { code: 'host-unreachable', message: 'lab1: No route to host' },
  });
  expect(world.awaited).toHaveLength(1);
});

test('a host that stays away stops it, with what it has', async () => {
  const normal = steady(0.1);
  const { comparison, answer } = await compared(
    (side, at) => (at === 7 ? lost : normal(side, at)),
    (world) => (world.staysAway = 'lab1'),
  );
  expect(comparison).toMatchObject({
    status: 'stopped',
    stopped_because: 'lab1 did not come back: lab1: nothing came from it for 6 s',
  });
  expect(comparison.runs).toHaveLength(8);
  expect(answer).toMatchObject({ pairs: 2, failures: { a: 0, b: 0 } });
});

test('a calibration ends with the host on which its copies were', async () => {
  const normal = steady(0.1);
  const copied = (setup: Setup): Setup => {
    const hosts = [{ name: 'lab1', path: '/tmp/copy-a/sbin/nginx', build_id: null, version: null }];
    const [a, b] = [setup.sides.a[0]!, setup.sides.b[0]!];
    const sides = { a: [{ ...a, side: { ...a.side, hosts } }], b: [{ ...b, side: { ...b.side, hosts } }] };
    return { ...setup, sides, comparison: { ...setup.comparison, kind: 'calibrate' } };
  };
  const { comparison, world } = await compared((side, at) => (at === 4 ? lost : normal(side, at)), undefined, copied);
  expect(comparison).toMatchObject({
    status: 'stopped',
    stopped_because: 'the copies are gone with a host: lab1: nothing came from it for 6 s',
  });
  expect(world.awaited).toEqual([]);
});

test('Ctrl-C while it waits interrupts it', async () => {
  const normal = steady(0.1);
  const { comparison } = await compared(
    (side, at) => (at === 4 ? lost : normal(side, at)),
    (world) => {
      const { untilBack: wait } = world.means;
      world.means.untilBack = (names) => {
        world.controller.abort();
        return wait(names);
      };
    },
  );
  expect(comparison).toMatchObject({ status: 'interrupted', stopped_because: null });
});

/** A world in which a pause takes 3 s and nothing else takes time. */
function aWait(answers: (name: string, tries: number) => boolean | Promise<unknown>) {
  const controller = new AbortController();
  const shown: string[] = [];
  let seconds = 0;
  let tries = 0;
  const means: WaitMeans = {
    nowNs: () => seconds * 1e9,
    pause: async () => void (seconds += 3),
    open: async (name) => {
      const answer = answers(name, (tries += 1));
      if (answer === false) throw new ExpectedError('host-unreachable', name);
      await answer;
    },
  };
  const hooks = {
    signal: controller.signal,
    onEvent: () => {},
    onProgress: ({ phase }: { phase: string }) => void shown.push(phase),
  };
  const done = (names: readonly string[]) => untilBack(names, hooks, means);
  return { done, controller, shown, seconds: () => seconds, tries: () => tries };
}

test('it waits until all of them answer, and says for which', async () => {
  const wait = aWait((name, tries) => name === 'lab1' || tries > 4);
  expect(await wait.done(['lab1', 'lab2'])).toBe(null);
  expect(wait.shown).toEqual(['waiting for lab2', 'waiting for lab2', 'waiting for lab2']);
  expect(await wait.done([])).toBe(null);
});

test('it gives up after two minutes, for all of them together', async () => {
  const wait = aWait((name) => name === 'lab1');
  expect(await wait.done(['lab1', 'lab2', 'lab3'])).toBe('lab2');
  expect(wait.seconds()).toBe(mostSeconds);
});

test('an attempt that hangs does not keep anybody who wants to end', async () => {
  const wait = aWait(() => new Promise(() => {}));
  const done = wait.done(['lab1']);
  wait.controller.abort();
  expect(await done).toBe(null);
  expect(wait.tries()).toBe(1);
});
