import { expect, test } from 'vitest';
import { assert, integer, nat, property } from 'fast-check';
import { bestBeat, offsetOf, withBeat, type Beat } from '../../../src/host/ssh/beats.js';

/** A beat whose way there and back takes so long, to a clock that is ahead by so much. */
const beatOf = (sentNs: number, thereNs: number, backNs: number, aheadNs: number): Beat => ({
  sentNs,
  gotNs: sentNs + thereNs + backNs,
  theirNs: sentNs + thereNs + aheadNs,
});

test('the offset is never farther off than is told', () => {
  assert(
    property(integer(), nat(1e9), nat(1e9), integer({ min: -1e15, max: 1e15 }), (sent, there, back, ahead) => {
      const { offsetNs, uncertaintyNs } = offsetOf(beatOf(sent, there, back, ahead));
      expect(Math.abs(offsetNs - ahead)).toBeLessThanOrEqual(uncertaintyNs + 1);
    }),
  );
});

test('the quickest of a burst wins', () => {
  const beats = [beatOf(0, 5000, 5000, 7), beatOf(20_000, 400, 400, 7), beatOf(40_000, 900, 900, 7)];
  expect(bestBeat(beats, 50_000)).toBe(beats[1]);
  expect(offsetOf(beats[1]!)).toEqual({ offsetNs: 7, uncertaintyNs: 400 });
  expect(bestBeat([], 50_000)).toBeNull();
});

test('a quick beat is outdone in time: clocks drift', () => {
  const quick = beatOf(0, 50_000, 50_000, 7);
  const late = beatOf(10e9, 500_000, 500_000, 700_000);
  expect(bestBeat([quick, late], 11e9)).toBe(late);
  expect(bestBeat([quick, beatOf(1e9, 500_000, 500_000, 7)], 2e9)).toBe(quick);
});

test('of many beats the last ones are kept', () => {
  let beats: Beat[] = [];
  for (let at = 0; at < 1000; at += 1) beats = withBeat(beats, beatOf(at, 1, 1, 0));
  expect(beats.length).toBeLessThan(200);
  expect(beats.at(-1)!.sentNs).toBe(999);
});
