import { expect, test } from 'vitest';
import { atTimes } from '../../src/host/at-times.js';
import { nowNs, sleep } from '../../src/host/clock.js';

const everyNs = 20e6;

test('never before its time, at multiples of the interval, and no more after the end', async () => {
  const originNs = nowNs() - 5 * everyNs - 7e6;
  const times: number[] = [];
  const stop = atTimes(originNs, everyNs, () => times.push(nowNs()));
  expect(times).toEqual([]);
  while (times.length < 5) await sleep(5);
  stop();
  const count = times.length;
  const places = times.map((time) => Math.floor((time - originNs) / everyNs));
  // Each place once, in order; those that a busy machine missed are left out.
  expect(places).toEqual([...new Set(places)].sort((a, b) => a - b));
  await sleep(60);
  expect(times).toHaveLength(count);
});

test('a call that takes longer than the interval delays none but those it covers', async () => {
  const originNs = nowNs();
  const times: number[] = [];
  const stop = atTimes(originNs, everyNs, () => {
    times.push(nowNs());
    const until = nowNs() + 1.5 * everyNs;
    while (nowNs() < until);
  });
  while (times.length < 3) await sleep(5);
  stop();
  const steps = times.slice(1).map((time, at) => time - times[at]!);
  expect(Math.min(...steps)).toBeGreaterThanOrEqual(1.5 * everyNs);
});

test('times before the origin count too', async () => {
  const originNs = nowNs() + 100 * everyNs + 3e6;
  const first = await new Promise<number>((resolve) => {
    const stop = atTimes(originNs, everyNs, () => {
      stop();
      resolve(nowNs());
    });
  });
  expect(first).toBeLessThan(originNs);
});
