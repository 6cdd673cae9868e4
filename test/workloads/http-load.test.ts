import { expect, test } from 'vitest';
import { h2loadMark, parseLog, parseRequests } from '../../src/workloads/http-load.js';
import { workloads } from '../../src/workloads/index.js';
import { aScenario } from '../fixtures/scenario.js';
import { fixture, marksIn } from './fixture.js';

test.each([
  // Each thread tells of its own window; the first line counts.
  ['two-jobs', ['8 begin', '11 begin', '12 end', '14 end']],
  ['two-jobs-h1', ['9 begin', '11 begin', '12 end', '14 end']],
  ['one-job', ['7 begin', '8 end']],
  ['no-warmup', ['7 begin', '9 end']],
])('the marks in the output of %s', (name, marks) => {
  expect(marksIn(fixture(`h2load/${name}.txt`), h2loadMark)).toEqual(marks);
});

test.each([
  ['two-jobs', 697],
  ['one-job', 314],
  ['no-warmup', 372],
  ['two-jobs-h1', 237],
])('%s: requests and log agree', (name, count) => {
  expect(parseRequests(fixture(`h2load/${name}.txt`))).toMatchObject({ total: count, succeeded: count, failed: 0 });
  const latency = parseLog(fixture(`h2load/${name}.log`));
  expect(latency).toMatchObject({ count, p999: null });
  expect(latency!.min).toBeLessThanOrEqual(latency!.p50!);
  expect(latency!.p50).toBeLessThanOrEqual(latency!.p90!);
  expect(latency!.p90).toBeLessThanOrEqual(latency!.max);
  // h2load's own summary has the mean, to three digits.
  const mean = Number(/time for request:.*?([\d.]+)us +[\d.]+us +[\d.]+%$/m.exec(fixture(`h2load/${name}.txt`))?.[1]);
  expect(Math.abs(latency!.average * 1e6 - mean)).toBeLessThan(1.5);
});

test('the log is in microseconds', () => {
  expect(parseLog('1795398320409279\t200\t114\n1795398320409300\t200\t0\n')).toEqual({
    count: 2,
    average: 57e-6,
    min: 0,
    max: expect.closeTo(114e-6, 12),
    p50: null,
    p90: null,
    p99: null,
    p999: null,
    p9999: null,
  });
});

test('a request that took longer than the histogram reaches still counts', () => {
  const latency = parseLog('1795398320409279\t200\t90000000\n');
  expect(latency).toMatchObject({ count: 1, max: 90, average: 90 });
});

test('an empty log, and one of something else, hold no latency', () => {
  expect(parseLog('')).toBeNull();
  expect(parseLog('garbage\n1 2 3\n')).toBeNull();
});

test.each([
  ['nothing', ''],
  ['a part', fixture('h2load/two-jobs.txt').slice(0, 400)],
  ['other words', 'requests: none at all\n'],
  ['a cut line', 'requests: 10 total, 10 started, 10 done, 10 succ'],
])('%s instead of the summary is garbage', (_, text) => {
  expect(() => parseRequests(text)).toThrow(
    expect.objectContaining({ name: 'ExpectedError', code: 'client-garbage', exitCode: 1 }),
  );
});

const result = (name: string, log: string | null) =>
  workloads.h2load.result({
    scenario: aScenario({ workload: 'h2load', duration: 0.05 }),
    clientOutput: fixture(`h2load/${name}.txt`),
    serverOutput: '',
    readFile: (path) => (path === 'h2load.log' ? log : null),
  });

test('bytes are those of the bodies', () => {
  expect(result('two-jobs', fixture('h2load/two-jobs.log'))).toMatchObject({
    bytes: 697 * 1024,
    seconds: 0.05,
    operations: 697,
    latency: { count: 697 },
    failure: null,
  });
});

test('requests that failed, and no requests, are failures', () => {
  const { failed, total } = parseRequests(fixture('h2load/not-found.txt'));
  expect(failed).toBeGreaterThan(10);
  expect(result('not-found', '').failure).toBe(`${failed} of ${total} requests failed`);
  expect(result('refused', null)).toMatchObject({ operations: 0, latency: null, failure: 'no request was answered' });
});

test('h2load does not tell of a server that died in the window, so that its count is no proof of health', () => {
  expect(parseRequests(fixture('h2load/server-killed.txt'))).toMatchObject({ failed: 0, errored: 0, timeout: 0 });
});
