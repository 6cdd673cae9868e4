import { expect, test } from 'vitest';
import { workloads } from '../../src/workloads/index.js';
import { iperf3Interval, iperf3Mark, parseServerReport } from '../../src/workloads/iperf3.js';
import { aScenario } from '../fixtures/scenario.js';
import { fixture, marksIn } from './fixture.js';

test.each([
  // Every stream has a line for the second; the first one counts, later ones are passed over.
  ['two-jobs', 1, 2, ['5 begin', '6 begin', '13 end', '14 end']],
  ['one-job', 1, 2, ['4 begin', '6 end']],
  // Nothing tells the begin of a window without a warm-up, so a scenario always has one.
  ['no-warmup', 0, 2, ['9 end', '10 end']],
  ['no-warmup-one-job', 0, 1, ['4 end']],
])('the marks in the output of %s', (name, warmup, duration, marks) => {
  expect(marksIn(fixture(`iperf3/${name}.client.txt`), (line) => iperf3Mark(line, warmup, duration))).toEqual(marks);
});

test('a second within the warm-up or the window is no mark', () => {
  const text = fixture('iperf3/two-jobs.client.txt');
  expect(marksIn(text, (line) => iperf3Mark(line, 3, 5))).toEqual([]);
});

test('the rule is the one of the workload', () => {
  const { window } = workloads.iperf3;
  if (window.kind !== 'own') throw new Error('iperf3 keeps its own time');
  const scenario = aScenario({ workload: 'iperf3', warmup: 1, duration: 2 });
  const [begin, end] = ['4 begin', '6 end'];
  expect(marksIn(fixture('iperf3/one-job.client.txt'), (line) => window.mark(line, scenario))).toEqual([begin, end]);
});

test.each([
  ['two-jobs', ['omitted 0-1', 'omitted 0-1', '0-1', '0-1', '1-2', '1-2']],
  ['one-job', ['omitted 0-1', '0-1', '1-2']],
  ['no-warmup', ['0-1', '0-1', '1-2', '1-2']],
])('the seconds of each stream of %s, and no sums', (name, stretches) => {
  const lines = fixture(`iperf3/${name}.client.txt`).split('\n');
  const intervals = lines.map(iperf3Interval).filter((one) => one !== null);
  expect(intervals.map(({ stretch }) => stretch)).toEqual(stretches);
  // They were sent at 500 Mb/s.
  for (const { seconds, bytes } of intervals) {
    expect(seconds).toBe(1);
    expect(bytes / 62.5e6).toBeCloseTo(1, 2);
  }
});

test('the bytes of the window are those that the server received', () => {
  expect(parseServerReport(fixture('iperf3/two-jobs.server.json'))).toMatchObject({
    bytes: 250_085_376,
    seconds: 2.000008,
  });
  for (const name of ['one-job', 'no-warmup', 'no-warmup-one-job']) {
    const { bytes, seconds } = parseServerReport(fixture(`iperf3/${name}.server.json`));
    expect(bytes / seconds).toBeGreaterThan(6e7);
  }
});

test('what iperf3 says went wrong is passed on', () => {
  expect(() => parseServerReport(fixture('iperf3/client-killed.server.json'))).toThrow(
    expect.objectContaining({
      code: 'iperf3-error',
      message: 'iperf3 says: the client has unexpectedly closed the connection',
    }),
  );
});

const report = fixture('iperf3/one-job.server.json');
test.each([
  ['nothing', ''],
  ['words', 'iperf3: error - unable to start listener\n'],
  ['half a report', report.slice(0, 500)],
  ['another document', '{\n"a": 1\n}\n'],
  ['bytes that are no number', report.replaceAll(/"bytes":\t\d+/g, '"bytes":\t"many"')],
  ['a report without received bytes', '{\n"end": {}\n}\n'],
])('%s from the server is garbage', (_, text) => {
  expect(() => parseServerReport(text)).toThrow(
    expect.objectContaining({ name: 'ExpectedError', code: 'server-garbage', exitCode: 1 }),
  );
});

const read = (serverOutput: string) =>
  workloads.iperf3.result({ scenario: aScenario(), clientOutput: '', serverOutput, readFile: () => null });

test('a result without bytes is a failure', () => {
  expect(read(report)).toMatchObject({ operations: null, latency: null, failure: null });
  expect(read('{\n"end": {"sum_received": {"bytes": 0, "seconds": 1}}\n}\n').failure).toBe('no byte arrived');
});
