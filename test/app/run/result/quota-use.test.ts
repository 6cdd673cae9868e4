import { expect, test } from 'vitest';
import { throttledByRole } from '../../../../src/app/run/result/quota-use.js';
import { summarize } from '../../../../src/app/run/result/summarize.js';
import { usualDeployment } from '../../../../src/model/deployment.js';
import { aReading, anExecution, someEvidence } from '../readings.js';

const begin = aReading(1, { bandwidth: { relay1: { periods: 5, throttledPeriods: 4, throttledNs: 1e8 } } });
const end = aReading(6, { bandwidth: { relay1: { periods: 55, throttledPeriods: 52, throttledNs: 2.5e9 } } });

test('only what was counted between the marks', () => {
  expect(throttledByRole(begin, end, { relay1: 0.5, client: null })).toEqual({
    relay1: { quota: 0.5, seconds: expect.closeTo(2.4, 9), elapsed: 5, periods: 50, throttled_periods: 48 },
  });
});

test('nothing without a quota, and nothing where a count is missing', () => {
  expect(throttledByRole(begin, end, { relay1: null })).toEqual({});
  expect(throttledByRole(aReading(1), end, { relay1: 0.5 })).toEqual({});
  expect(throttledByRole(begin, aReading(6), { relay1: 0.5 })).toEqual({});
});

test('the summary has it with the resources of the relay', () => {
  const execution = anExecution();
  const bandwidth = (held: number) => ({
    relay2: { periods: 20 + held, throttledPeriods: held, throttledNs: held * 5e7 },
  });
  const summary = summarize(
    someEvidence(
      {
        execution: {
          ...execution,
          begin: { ...execution.begin!, bandwidth: bandwidth(0) },
          end: { ...execution.end!, bandwidth: bandwidth(18) },
        },
      },
      { deployment: { ...usualDeployment, quota: 0.6 } },
    ),
  );
  expect(summary.resources['relay_2']?.throttled).toEqual({
    quota: 0.6,
    seconds: expect.closeTo(0.9, 9),
    elapsed: 2,
    periods: 18,
    throttled_periods: 18,
  });
  expect(summary.resources['relay_1']?.throttled).toBeNull();
  expect(summary.resources['client']?.throttled).toBeNull();
  expect(summary.plan.quotas).toEqual({ relay_1: 0.6, relay_2: 0.6 });
});
