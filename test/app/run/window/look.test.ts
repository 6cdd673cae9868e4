import { expect, test, vi } from 'vitest';
import { nothingSeen } from '../../../../src/app/run/execution.js';
import { looksIn } from '../../../../src/app/run/window/look.js';
import type { Stage } from '../../../../src/app/run/stage.js';
import { aPlan } from '../../../fixtures/scenario.js';
import { aReading } from '../readings.js';

const clock = vi.hoisted(() => ({ seconds: 0 }));
vi.mock('../../../../src/host/clock.js', () => ({ nowNs: () => clock.seconds * 1e9 }));

/** At which seconds of the window it is looked, and saved. */
function timesIn(duration: number): { looks: number[]; saves: number[] } {
  const times = { looks: [] as number[], saves: [] as number[] };
  const seen = { ...nothingSeen(), marks: { beginNs: 0, endNs: duration * 1e9 }, begin: aReading(0) };
  const sampler = {
    read: () => {
      times.looks.push(Math.round(clock.seconds * 10) / 10);
      return aReading(clock.seconds);
    },
  };
  const watchers = { readAt: () => {}, collect: async () => ({}) };
  const stage = { plan: aPlan({ duration }), sampler, watchers, seen } as unknown as Stage;
  const look = looksIn(stage, () => times.saves.push(Math.round(clock.seconds * 10) / 10));
  for (clock.seconds = 0; clock.seconds < duration; clock.seconds += 0.1) look();
  expect(seen.lately === null).toBe(times.looks.length === 0);
  return times;
}

test('soon at first, then every 10 s, and never near the end; each minute it is saved', () => {
  const { looks, saves } = timesIn(200);
  // The clock of this test steps by tenths, which are none in binary.
  const near = (times: readonly number[]): number[] => times.map((time) => Math.floor(time + 0.05));
  expect(near(looks).slice(0, 7)).toEqual([1, 2, 4, 8, 16, 26, 36]);
  expect(near(looks).at(-1)).toBe(196);
  expect(near(saves)).toEqual([2, 66, 126, 186]);
});

test('a short window is left alone', () => {
  expect(timesIn(30)).toEqual({ looks: [], saves: [] });
});

test('of other hosts the last look counts that all of them have told', async () => {
  const told = (end: number | null) => ({
    ...{ begin: aReading(0), end: end === null ? null : aReading(end) },
    ...{ clock: { offsetNs: 0, uncertaintyNs: 1 }, own: null },
  });
  const answers = [{ lab1: told(1) }, { lab1: told(null) }];
  const asked: string[] = [];
  const watchers = {
    readAt: (mark: string) => asked.push(mark),
    collect: async () => answers.shift()!,
  };
  const seen = { ...nothingSeen(), marks: { beginNs: 0, endNs: 100e9 }, begin: aReading(0) };
  const sampler = { read: () => aReading(clock.seconds) };
  const stage = { plan: aPlan({ duration: 100 }), sampler, watchers, seen } as unknown as Stage;
  const look = looksIn(stage, () => {});
  clock.seconds = 1;
  look();
  await Promise.resolve();
  expect(seen.lately).toMatchObject({ here: { timeNs: 1e9 }, elsewhere: { lab1: { end: { timeNs: 1e9 } } } });
  clock.seconds = 2;
  look();
  await Promise.resolve();
  // It was lost; what it told before is kept.
  expect(seen.lately).toMatchObject({ here: { timeNs: 2e9 }, elsewhere: { lab1: { end: { timeNs: 1e9 } } } });
  expect(asked).toEqual(['look', 'look']);
});
