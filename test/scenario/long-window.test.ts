import { expect, test } from 'vitest';
import { longWindow } from '../../src/model/long-window.js';
import { longWindowWarnings } from '../../src/scenario/long-window.js';
import { checkScenario } from '../../src/scenario/scenario.js';
import { aPlan, aScenario } from '../fixtures/scenario.js';

const argvOf = (workload: string, duration: number, role: string): string[] =>
  aPlan({ workload, duration }).processes.find((one) => one.role === role)!.argv;

test.for(['h2load', 'h2load-h1'])('%s writes no line for every request of hours, and says so', (workload) => {
  expect(argvOf(workload, longWindow, 'client')).toContain('--log-file');
  expect(argvOf(workload, longWindow + 1, 'client')).not.toContain('--log-file');
  const codes = checkScenario(aScenario({ workload, duration: 8 * 3600 })).warnings.map(({ code }) => code);
  expect(codes).toContain('no-latency');
  expect(longWindowWarnings(aScenario({ workload, duration: longWindow }))).toEqual([]);
});

test('other workloads go without nothing that is told', () => {
  for (const workload of ['builtin', 'builtin-rr', 'builtin-crr', 'iperf3']) {
    expect(longWindowWarnings(aScenario({ workload, duration: 8 * 3600 }))).toEqual([]);
  }
});

test('the server of iperf3 reports no second of a long window', () => {
  expect(argvOf('iperf3', longWindow, 'server')).not.toContain('-i');
  expect(argvOf('iperf3', longWindow + 1, 'server').slice(-2)).toEqual(['-i', '0']);
});
