import { expect, test } from 'vitest';
import { countAt, cutAt, resultOfCounts, untilLastLook } from '../../../../src/app/run/result/cut.js';
import { summarize } from '../../../../src/app/run/result/summarize.js';
import { ExpectedError } from '../../../../src/errors.js';
import { summarySchema } from '../../../../src/model/summary.js';
import { anExecution, bytesPerSecond, someEvidence } from '../readings.js';

const interrupted = new ExpectedError('interrupted', 'interrupted by Ctrl-C');
const died = new ExpectedError('relay-died', 'relay 1 (nginx) was ended by SIGKILL');

/** A window that was to last until 3 s, of which all is known until 2 s. */
function cutRun(problem: ExpectedError) {
  const whole = anExecution();
  const reading = { ...whole.end!, timeNs: 2e9 };
  const outputs = { client: `connected 2\nmark 0 1000000000 rx=${bytesPerSecond} tx=0 ops=0\n`, server: '' };
  return { ...cutAt({ ...whole, end: null, outputs }, { here: reading, elsewhere: {} }), problem };
}

test.for([
  [interrupted, 'interrupted'],
  [died, 'failed'],
] as const)('$0.code: what was measured until then is kept, over the time until then', ([problem, status]) => {
  const summary = summarize(someEvidence({ execution: cutRun(problem) }));
  expect(summary.status).toBe(status);
  expect(summary.results).toMatchObject({ duration: 1, bits: 8 * bytesPerSecond, latency: null, fairness: null });
  expect(summary.configuration.duration).toBe(2);
  // Half of the window, and so twice the share of what was used in all of it.
  expect(summary.resources['relay_1']!.average_cpu).toBeCloseTo(1.8, 6);
  expect(summary.trust!.bytes).toBeNull();
  expect(summary.series).not.toBeNull();
  expect(summarySchema.parse(summary)).toEqual(summary);
});

test('a window that ended in order has what its client told', () => {
  const mark = (seconds: number): string => `mark 0 ${seconds * 1e9} rx=${bytesPerSecond * seconds} tx=0 ops=0\n`;
  const outputs = { client: `connected 2\n${mark(1)}${mark(2)}shares 600000000 400000000\n`, server: '' };
  const summary = summarize(someEvidence({ execution: { ...cutRun(interrupted), outputs } }));
  expect(summary.results).toMatchObject({ duration: 1, bits: 8 * bytesPerSecond, fairness: { count: 2 } });
});

test('of a client that keeps its own time only the kernel knows, and the result says so', () => {
  const { results } = summarize(someEvidence({ execution: cutRun(interrupted) }, { workload: 'iperf3' }));
  expect(results).toMatchObject({ bits: 8 * bytesPerSecond, bit: expect.stringContaining("the kernel's count") });
});

test('nothing is claimed where nothing was counted', () => {
  const execution = { ...cutRun(died), counts: [], toldCounts: [] };
  expect(summarize(someEvidence({ execution })).results).toBeNull();
  expect(resultOfCounts({ ...execution, marks: null })).toBeNull();
});

test('the counts may end before the window does', () => {
  const execution = cutRun(interrupted);
  const counts = execution.counts.filter(({ timeNs }) => timeNs <= 1.5e9);
  expect(resultOfCounts({ ...execution, counts })).toMatchObject({ seconds: 0.5, bytes: bytesPerSecond / 2 });
  // A window of no time has no result.
  expect(resultOfCounts({ ...execution, counts: counts.filter(({ timeNs }) => timeNs < 1e9) })).toBeNull();
});

test('operations are counted with the bytes, where there are some', () => {
  const counts = [0, 1, 2].map((second) => ({ timeNs: second * 1e9, bytes: second, operations: 50 * second }));
  expect(countAt(counts, 0.5e9)).toEqual({ bytes: 0.5, operations: 25 });
  expect(countAt(counts, 2.5e9)).toBeNull();
  expect(resultOfCounts({ ...cutRun(died), counts })!.operations).toBe(50);
});

test('what is saved in the window is that until the last look; before one there is nothing', () => {
  const whole = anExecution({ end: null });
  expect(untilLastLook(whole)).toBeNull();
  const last = untilLastLook({ ...whole, lately: { here: { ...anExecution().end!, timeNs: 2.5e9 }, elsewhere: {} } })!;
  const summary = summarize(someEvidence({ execution: { ...last, outputs: { client: '', server: '' } } }));
  expect([summary.status, summary.status_reason!.code]).toEqual(['interrupted', 'not-ended']);
  expect(summary.results!.duration).toBeCloseTo(1.5, 9);
});
