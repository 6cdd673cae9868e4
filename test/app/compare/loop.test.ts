import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { comparePairs } from '../../../src/app/compare/loop.js';
import { ExpectedError } from '../../../src/errors.js';
import type { Comparison } from '../../../src/model/comparison.js';
import { answerOf } from '../../../src/report/comparison/answer.js';
import { readComparison } from '../../../src/store/comparison-file.js';
import { aSetup, died, disturbed, steady, World, type Story } from './fakes.js';

async function compared(story: Story, changes: Partial<Comparison> = {}, prepare: (world: World) => void = () => {}) {
  const setup = aSetup(changes);
  const world = new World(story);
  prepare(world);
  const { comparison, unsaved } = await comparePairs(setup, world.hooks, world.means);
  expect(unsaved).toBe(null);
  // What is printed can be made again from the file.
  expect(readComparison(setup.folder)).toEqual(comparison);
  return { comparison, world, setup, answer: answerOf(comparison) };
}

const placesOf = ({ runs }: Comparison): string[] =>
  runs.map(({ pair, attempt, place, side }) => `${pair}.${attempt} ${place} ${side}`);

test('a faster B is found at the first look, after a burn-in pair that does not count', async () => {
  const { comparison, answer, world, setup } = await compared(steady(0.1));
  expect(comparison).toMatchObject({ status: 'complete', stopped_because: null });
  expect(comparison.ended).not.toBe(null);
  expect(answer.verdict?.word).toBe('better');
  expect(answer.look?.pairs).toBe(10);
  expect(comparison.runs.length).toBe(22);
  const expected = comparison.order
    .slice(0, 10)
    .flatMap((first, at) => [`${at + 1}.1 first ${first}`, `${at + 1}.1 second ${first === 'a' ? 'b' : 'a'}`]);
  expect(placesOf(comparison)).toEqual(['0.1 first a', '0.1 second b', ...expected]);
  expect(world.requests.every(({ outputDir }) => outputDir === setup.folder)).toBe(true);
  // Each run with the environment of its side.
  expect(world.requests.map(({ environment }) => environment?.['SIDE'])).toEqual(
    comparison.runs.map(({ side }) => side),
  );
});

test('the figures, environment, libraries and builds of the runs are kept', async () => {
  const { comparison } = await compared(steady(0.1));
  const [run] = comparison.runs;
  expect(run).toMatchObject({ run: 'run-0', status: 'ok', reason: null, steadiness: 0.004 });
  expect(run!.figures['cpu']).toBeCloseTo(2.5127 + 1.564);
  expect(comparison.environment?.relay?.path).toBe('/usr/sbin/nginx');
  expect(comparison.mapped.a).toEqual(comparison.mapped.b);
  expect(comparison.mapped.a?.map(({ path }) => path)).toEqual(['/usr/sbin/nginx']);
  expect(comparison.warnings.map(({ code }) => code)).toEqual(['shared-cpus']);
});

test('a slower B is worse, and less CPU is better', async () => {
  const slower = await compared(steady(-0.1));
  expect(slower.answer.verdict?.word).toBe('worse');
  const equal = await compared(steady(0), { primary: 'rss.relay1' });
  expect(equal.answer.verdict?.word).toBe('same');
  expect(equal.comparison.runs.length).toBe(22);
});

test('while it cannot tell, all pairs are run', async () => {
  const { comparison, answer, world } = await compared(steady(0.01, 0.3));
  expect(answer.verdict?.word).toBe('unsure');
  expect(comparison.runs.length).toBe(62);
  expect(world.steps.map(({ runsAfter }) => runsAfter)).toEqual(Array.from({ length: 62 }, (_, at) => 61 - at));
});

test('a fixed number is not judged before its end', async () => {
  const { comparison, answer } = await compared(steady(0.1), { looks: 'fixed', pairs: 20 });
  expect(comparison.runs.length).toBe(42);
  expect(answer.verdict?.word).toBe('better');
});

test('a quick comparison has figures and no verdict', async () => {
  const { comparison, answer } = await compared(steady(0.1), { looks: 'quick', pairs: 4 });
  expect(comparison).toMatchObject({ status: 'complete' });
  expect(comparison.runs.length).toBe(10);
  expect(answer.verdict).toBe(null);
  expect(answer.primary.change).toBeCloseTo(0.1, 1);
});

test('the running estimate is there before each run', async () => {
  const { world } = await compared(steady(0.1));
  expect(world.steps[0]).toMatchObject({ pair: 0, answer: null });
  expect(world.steps[2]!.answer?.primary.change).toBe(null);
  const last = world.steps.at(-1)!;
  expect(last.answer?.primary.change).toBeCloseTo(0.1, 1);
  expect(last.answer?.primary.lower).toBeGreaterThan(0.05);
});

test('a disturbed pair is repeated in the same order, as soon as its first run is', async () => {
  const normal = steady(0.1);
  // Runs 0 and 1 are the burn-in; 2 is the first of pair 1, 6 the second of pair 2.
  const { comparison, answer } = await compared((side, at) => ([2, 6].includes(at) ? disturbed : normal(side, at)));
  const [first, second] = comparison.order;
  const turned = { a: 'b', b: 'a' } as const;
  expect(placesOf(comparison).slice(2, 9)).toEqual([
    ...[`1.1 first ${first}`, `1.2 first ${first}`, `1.2 second ${turned[first!]}`],
    ...[`2.1 first ${second}`, `2.1 second ${turned[second!]}`],
    ...[`2.2 first ${second}`, `2.2 second ${turned[second!]}`],
  ]);
  expect(answer.repeated).toBe(2);
  expect(answer.failures).toMatchObject({ a: 0, b: 0 });
  // Two of ten are too many for a verdict; of 20 they are not.
  expect(comparison.runs.at(-1)!.pair).toBe(20);
  expect(answer.verdict?.word).toBe('better');
});

test('a disturbed burn-in is not repeated', async () => {
  const normal = steady(0.1);
  const { comparison } = await compared((side, at) => (at < 2 ? disturbed : normal(side, at)));
  expect(comparison.runs.length).toBe(22);
});

test('a pair that is disturbed three times stops it', async () => {
  const normal = steady(0.1);
  const { comparison, answer } = await compared((side, at) => (at >= 4 ? disturbed : normal(side, at)));
  expect(comparison.status).toBe('stopped');
  expect(comparison.stopped_because).toBe(
    'pair 2 was spoilt 3 times, at last because other programs used 9.0 % of the machine',
  );
  expect(
    placesOf(comparison)
      .slice(4)
      .map((place) => place.slice(0, 9)),
  ).toEqual(['2.1 first', '2.2 first', '2.3 first']);
  expect(answer.verdict).toBe(null);
});

test('many pairs that are disturbed once stop it too', async () => {
  const normal = steady(0.1);
  const { comparison } = await compared((side, at) => (at > 1 && at % 3 === 2 ? disturbed : normal(side, at)));
  expect(comparison.status).toBe('stopped');
  expect(comparison.stopped_because).toBe(
    'pairs were spoilt 16 times, at last because other programs used 9.0 % of the machine',
  );
});

test('failures of a side are outcomes: nothing is repeated, and there is no verdict', async () => {
  const normal = steady(0.1);
  let runsOfB = 0;
  const { comparison, answer } = await compared((side, at) =>
    side === 'b' && [5, 9].includes(runsOfB++) ? died : normal(side, at),
  );
  expect(comparison).toMatchObject({ status: 'complete' });
  expect(comparison.runs.length).toBe(62);
  expect(answer.failures).toEqual({ a: 0, b: 2, of: { a: 30, b: 30 } });
  expect([answer.verdict, answer.repeated]).toEqual([null, 0]);
});

test('errors that relays log are failures of their side, not of the machine', async () => {
  const normal = steady(0.1);
  const noisy = {
    status: 'invalid',
    status_reason: { code: 'relay-errors', message: 'relays logged 1 error' },
  } as const;
  const { comparison, answer } = await compared((side, at) => (at === 4 ? noisy : normal(side, at)));
  expect(comparison.runs.length).toBe(62);
  expect(answer.failures.a + answer.failures.b).toBe(1);
  expect(answer.repeated).toBe(0);
});

test('a side that fails three times in a row stops it, with the evidence', async () => {
  const normal = steady(0);
  const { comparison } = await compared((side, at) => (side === 'b' ? died : normal(side, at)));
  const last = comparison.runs.at(-1)!;
  expect(last.side).toBe('b');
  expect(comparison.runs.filter(({ side }) => side === 'b').length).toBe(3);
  expect(comparison).toMatchObject({
    status: 'stopped',
    stopped_because: `B failed 3 times in a row, at last in ${last.run}: relay 1 (nginx) ended with signal SEGV`,
  });
});

test('when nothing ever works, that is said', async () => {
  const { comparison } = await compared(() => died);
  expect(comparison.stopped_because).toMatch(
    /^[AB] failed 3 times in a row.*; no run of the other side was good either$/u,
  );
  expect(comparison.runs.length).toBeLessThanOrEqual(6);
});

test('a disturbed run between failures is no good one', async () => {
  const normal = steady(0);
  let runsOfB = 0;
  const { comparison } = await compared((side, at) => {
    if (side === 'a') return normal(side, at);
    return runsOfB++ === 1 ? disturbed : died;
  });
  expect(comparison.stopped_because).toMatch(/^B failed 3 times in a row/u);
  expect(comparison.runs.filter(({ side }) => side === 'b').length).toBe(4);
});

test('a wrong library stops it at the run that had it', async () => {
  const wrong = [{ path: '/usr/sbin/nginx', build_id: 'ffffffffffff0123' }];
  const { comparison } = await compared(steady(0), {}, (world) => {
    world.after = (runs) => {
      if (runs === 4) world.mapped = wrong;
    };
  });
  expect(comparison.status).toBe('stopped');
  expect(comparison.stopped_because).toMatch(/^relay 1: .*\/usr\/sbin\/nginx/u);
  expect(comparison.runs.length).toBe(4);
});

test('a good run without the figure that is judged stops it', async () => {
  const { comparison } = await compared(() => ({ results: null }));
  expect(comparison.stopped_because).toBe('run run-0 of A has no throughput, by which A and B were to be judged');
  expect(comparison.runs.length).toBe(1);
});

test('a machine that slept spoils the pair, which is repeated after another burn-in', async () => {
  const { comparison, answer } = await compared(steady(0.1), {}, (world) => {
    world.after = (runs) => {
      if (runs === 12) world.clocks.wallMs += 3_600_000;
    };
  });
  const slept = comparison.runs[11]!;
  expect(slept).toMatchObject({
    ...{ pair: 5, attempt: 1, place: 'second', status: 'invalid' },
    reason: { code: 'suspended', message: 'the machine slept for about 3600 s' },
  });
  expect(placesOf(comparison).slice(12, 14)).toEqual(['0.2 first a', '0.2 second b']);
  expect(comparison.runs[14]).toMatchObject({ pair: 5, attempt: 2, place: 'first', side: comparison.order[4] });
  expect(answer.repeated).toBe(1);
  expect(answer.verdict?.word).toBe('better');
});

test('sleep between two runs counts as well, and failures that came of it do not', async () => {
  const normal = steady(0.1);
  const { comparison, answer } = await compared(
    (side, at) => (at === 3 ? died : normal(side, at)),
    {},
    (world) => {
      world.hooks.onRun = ({ pair, place }) => {
        if (pair === 1 && place === 'second' && world.requests.length === 3) world.clocks.wallMs += 60_000;
      };
    },
  );
  expect(comparison.runs[3]).toMatchObject({
    status: 'invalid',
    reason: { message: 'the machine slept for about 60 s; relay 1 (nginx) ended with signal SEGV' },
  });
  expect(answer.failures).toMatchObject({ a: 0, b: 0 });
});

test('an interrupt keeps what is there', async () => {
  const { comparison, answer } = await compared(steady(0.1), {}, (world) => {
    world.after = (runs) => {
      if (runs === 9) world.controller.abort(new Error('Ctrl-C'));
    };
  });
  expect(comparison).toMatchObject({ status: 'interrupted', stopped_because: null });
  expect(comparison.runs.length).toBe(9);
  expect(comparison.runs.at(-1)!.status).toBe('interrupted');
  expect(answer.pairs).toBe(3);
  expect(answer.failures).toMatchObject({ a: 0, b: 0 });
});

test('the file is whole after every run, as one that was interrupted', async () => {
  const seen: number[] = [];
  const setup = aSetup();
  const world = new World(steady(0.1));
  world.hooks.onRun = () => {
    const { status, ended, runs } = readComparison(setup.folder);
    expect([status, ended]).toEqual(['interrupted', null]);
    seen.push(runs.length);
  };
  await comparePairs(setup, world.hooks, world.means);
  expect(seen).toEqual(Array.from({ length: 22 }, (_, at) => at));
});

test('a run that cannot be made at all stops it', async () => {
  const { comparison } = await compared(steady(0), {}, (world) => {
    const { run } = world.means;
    world.means.run = (request) =>
      world.requests.length === 5
        ? Promise.reject(new ExpectedError('missing-program', 'nginx is not on PATH'))
        : run(request);
  });
  expect(comparison).toMatchObject({ status: 'stopped', stopped_because: 'nginx is not on PATH' });
  expect(comparison.runs.length).toBe(5);
});

test('a bug in a run stays a bug', async () => {
  const setup = aSetup();
  const world = new World(steady(0));
  world.means.run = () => Promise.reject(new TypeError('bug'));
  await expect(comparePairs(setup, world.hooks, world.means)).rejects.toThrow(TypeError);
});

test('a folder that is gone ends it; what was seen is still there', async () => {
  const setup = aSetup();
  const world = new World(steady(0.1));
  world.after = (runs) => {
    if (runs === 5) rmSync(setup.folder, { recursive: true });
  };
  const { comparison, unsaved } = await comparePairs(setup, world.hooks, world.means);
  expect(unsaved).toMatchObject({ code: 'cannot-write' });
  expect(comparison.status).toBe('stopped');
  expect(comparison.runs.length).toBe(5);
});
