import { expect, test } from 'vitest';
import { mergedLooks, type RouterLook } from '../../../../src/app/run/routers/router-looks.js';
import { routersOverTime } from '../../../../src/app/run/routers/routers-over-time.js';
import { summarize } from '../../../../src/app/run/result/summarize.js';
import { inWindow } from '../../../../src/model/router-series.js';
import { summarySchema } from '../../../../src/model/summary.js';
import { routerSample, type RouterSample } from '../../../../src/router/sample.js';
import { looks } from '../../../fixtures/router/looks.js';
import { anExecution, someEvidence } from '../readings.js';

const second = 1e9;
const relay1 = looks<'before' | 'after'>('two-jobs.relay1');
const [before, after] = [routerSample(relay1.before), routerSample(relay1.after)];

const look = (seconds: number, routers: Record<string, RouterSample>): RouterLook => ({
  timeNs: seconds * second,
  routers,
});

const silent = { ...after, pools: null, log: null };

/** A window from 1 to 3 s. */
const marks = { beginNs: second, endNs: 3 * second };
const seen = {
  looks: [look(0, { relay1: before }), look(0.9, { relay1: before }), look(1.9, {}), look(2.9, { relay1: silent })],
  intervalNs: second,
  missed: {},
};

test('columns by router, null where it did not answer or was not asked', () => {
  const last = look(3.004, { relay1: { ...after, log: { errors: 2, warnings: 0 } } });
  const { interval, time, routers } = routersOverTime({ ...seen, looks: [...seen.looks, last] }, marks)!;
  expect([interval, time]).toEqual([1, [-1, -0.1, 0.9, 1.9, 2.004]]);
  const { resident, pool_bytes: bytes, pools, log } = routers['relay_1']!;
  expect(resident).toEqual([before.resident, before.resident, null, after.resident, after.resident]);
  expect(bytes.allocated.map((value) => value !== null)).toEqual([true, true, false, false, true]);
  const buffer = pools['qd_buffer_t']!;
  expect(buffer.in_threads.at(-1)).toBe(after.pools!['qd_buffer_t']!.inThreads);
  expect(log).toEqual({ errors: { before: 0, after: 2 }, warnings: { before: 0, after: 0 } });
});

test('pools: the watched ones, and of the others the five that grew most in the window', () => {
  const pool = (objects: number) => ({ size: 100, allocated: objects, inThreads: objects });
  const others = Object.fromEntries(Array.from({ length: 8 }, (_, at) => [`other_${at}`, pool(10)]));
  const first = { ...before, pools: { ...others, qd_buffer_t: pool(64), vflow_record_t: pool(1) } };
  const grown = { ...others, other_3: pool(11), other_5: pool(90), other_6: pool(5), new_t: pool(3) };
  const last = { ...after, pools: { ...grown, qd_buffer_t: pool(64), vflow_record_t: pool(1) } };
  const looksOf = [look(0, { relay1: first }), look(3, { relay1: last })];
  const { pools } = routersOverTime({ ...seen, looks: looksOf }, marks)!.routers['relay_1']!;
  expect(Object.keys(pools)).toEqual(['qd_buffer_t', 'vflow_record_t', 'other_5', 'new_t', 'other_3']);
  // Never used until then.
  expect(pools['new_t']!.in_threads).toEqual([0, 3]);
});

test('nothing without a window, a second look or an answer', () => {
  expect(routersOverTime(seen, null)).toBeNull();
  expect(routersOverTime({ ...seen, looks: seen.looks.slice(0, 1) }, marks)).toBeNull();
  expect(routersOverTime({ ...seen, looks: [look(0, {}), look(2, {})] }, marks)).toBeNull();
});

test('a long run is even: peaks of levels stay, counters are the later ones', () => {
  const many = Array.from({ length: 9 }, (_, at) =>
    look(at, { relay1: { ...silent, stuck: at === 3 ? 7 : 0, delayed1Second: at } }),
  );
  const { interval, time, routers } = routersOverTime({ ...seen, looks: many, intervalNs: 2 * second }, marks)!;
  expect(interval).toBe(2);
  expect(time.slice(1).map((at, place) => at - time[place]!)).toEqual([2, 2, 2, 2]);
  const { stuck, delayed_1_second: delayed } = routers['relay_1']!;
  expect(Math.max(...stuck.map((value) => value ?? 0))).toBe(7);
  expect(delayed).toEqual([0, 2, 4, 6, 8]);
});

test('two looks as one', () => {
  const [high, low] = [
    { ...before, resident: 9, blocked: 3 },
    { ...silent, resident: 5, blocked: null },
  ];
  const merged = mergedLooks(look(1, { relay1: high, relay2: before }), look(2, { relay1: low }));
  expect(merged).toEqual({
    timeNs: 2 * second,
    routers: { relay1: { ...low, resident: 9, blocked: 3, pools: before.pools, log: before.log }, relay2: before },
  });
});

test('the window is what follows the last look before it', () => {
  expect(inWindow([1, 2, 3, 4], [-1, -0.1, 0.9, 1.9])).toEqual([2, 3, 4]);
  expect(inWindow([1, 2], [0.5, 1.5])).toEqual([1, 2]);
});

test('a summary has it, and a run without routers has none', () => {
  const evidence = someEvidence({ execution: anExecution({ routers: seen }) }, { relay: 'skrouterd' });
  const summary = summarize(evidence);
  expect(summary.routers_over_time?.routers).toHaveProperty('relay_1');
  expect(summarySchema.parse(summary).routers_over_time).toEqual(summary.routers_over_time);
  expect(summarize(someEvidence()).routers_over_time).toBeNull();
});
