import { expect, test } from 'vitest';
import type { WorkloadName } from '../../src/model/names.js';
import { workloadOf } from '../../src/workloads/index.js';
import { countedInWindow, parseMark, parseSample } from '../../src/workloads/load-program.js';
import { aScenario } from '../fixtures/scenario.js';
import { fixture } from './fixture.js';

const result = (workload: WorkloadName, clientOutput: string, histogram: string | null = null) =>
  workloadOf(workload).result({
    scenario: aScenario({ workload }),
    clientOutput,
    serverOutput: '',
    readFile: (path) => (path === 'latency.histogram' ? histogram : null),
  });

test('marks and samples are told apart', () => {
  const line = 'mark 0 3449596848345 rx=127205376 tx=128974848 ops=0 kernel_rx=127401984 kernel_tx=128974744';
  expect(parseMark(line)).toEqual({
    timeNs: 3449596848345,
    counters: { rx: 127205376, tx: 128974848, ops: 0, kernel_rx: 127401984, kernel_tx: 128974744 },
  });
  expect(parseSample(line)).toBeNull();
  expect(parseSample('sample 5 sockets=0 rx=1 tx=2')).toEqual({ timeNs: 5, counters: { sockets: 0, rx: 1, tx: 2 } });
  expect(parseMark('mark 1 2')).toEqual({ timeNs: 2, counters: {} });
});

test.each([
  '',
  'mark',
  'mark 1',
  'mark 1 2 rx=',
  'mark 1 2 rx=1 garbage',
  ' mark 1 2 rx=1',
  'mark 1 2 rx=-1',
  'mark 1 2  rx=1',
])("'%s' is no mark", (line) => {
  expect(parseMark(line)).toBeNull();
});

test('echo: what was received between the two marks, over the time between them', () => {
  const { bytes, seconds, ...rest } = result('builtin', fixture('native/echo.client.txt'));
  expect(bytes).toBe(329_252_811 - 127_205_376);
  expect(seconds).toBeCloseTo(0.254178617, 9);
  expect(rest).toEqual({ operations: null, latency: null, shares: [], failure: null });
});

test('rr: operations are those of the histogram', () => {
  const { latency, ...rest } = result('builtin-rr', fixture('native/rr.client.txt'), fixture('native/rr.histogram'));
  expect(rest).toMatchObject({ bytes: 10_926, operations: 10_926, failure: null });
  expect(latency).toMatchObject({
    count: 10_926,
    min: expect.closeTo(17_663e-9, 12),
    max: expect.closeTo(10_579_268e-9, 12),
  });
  expect(latency!.average).toBeCloseTo(509_191_247e-9 / 10_926, 12);
  expect(latency!.p999).not.toBeNull();
});

const mark = (timeNs: number, rx: number): string => `mark ${timeNs} ${timeNs} rx=${rx} tx=0 ops=0\n`;

test.each([
  ['nothing', ''],
  ['one mark', mark(1, 1)],
  ['words', 'hello\nworld\n'],
  ['a window that ends before it begins', mark(2, 1) + mark(1, 5)],
  ['a window of no time', mark(2, 1) + mark(2, 5)],
])('%s is garbage', (_, text) => {
  expect(() => countedInWindow(text)).toThrow(
    expect.objectContaining({ name: 'ExpectedError', code: 'client-garbage', exitCode: 1 }),
  );
});

test('marks after the second one do not matter', () => {
  expect(countedInWindow(mark(0, 0) + mark(1e9, 7) + mark(2e9, 99))).toMatchObject({
    seconds: 1,
    rx: 7,
    operations: 0,
  });
});

test('no byte, and no response, are failures', () => {
  const output = mark(1, 5) + mark(2, 5);
  expect(result('builtin', output).failure).toBe('no byte came back');
  expect(result('builtin-rr', output, '# sum=0 min=0 max=0 count=0\n')).toMatchObject({
    operations: 0,
    latency: null,
    failure: 'no request was answered',
  });
});

test('a histogram that is missing or cut is garbage', () => {
  const output = fixture('native/rr.client.txt');
  for (const histogram of [null, '', fixture('native/rr.histogram').slice(0, 300)]) {
    expect(() => result('builtin-rr', output, histogram)).toThrow(
      expect.objectContaining({ code: 'histogram-garbage' }),
    );
  }
});
