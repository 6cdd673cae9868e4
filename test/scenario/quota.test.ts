import { expect, test } from 'vitest';
import { usualDeployment } from '../../src/model/deployment.js';
import { requirePossibleQuota, quotaWarnings } from '../../src/scenario/quota.js';
import { aPlan, aScenario } from '../fixtures/scenario.js';

const withQuota = (quota: number | null) => ({ deployment: { ...usualDeployment, quota } });

test('only relays have the quota', () => {
  const { processes } = aPlan(withQuota(0.5));
  expect(Object.fromEntries(processes.map(({ role, quota }) => [role, quota]))).toEqual({
    server: null,
    relay2: 0.5,
    relay1: 0.5,
    client: null,
  });
  expect(aPlan().processes.every(({ quota }) => quota === null)).toBe(true);
});

test('less than the kernel knows is refused', () => {
  expect(() => requirePossibleQuota(aScenario(withQuota(0.009)))).toThrow('at least 1 ms in each period');
  for (const quota of [null, 0.01, 64]) expect(() => requirePossibleQuota(aScenario(withQuota(quota)))).not.toThrow();
});

test.each<[string, number | null, number[] | null, string[]]>([
  ['no quota', null, [0], []],
  ['less than the CPUs', 0.5, [0], []],
  ['as many', 2, [0, 1], []],
  ['more', 1.5, [0], ['a quota of 1.5 CPUs is more than the 1 that a relay may use']],
  ['free relays may use all', 3, null, []],
  ['more than all', 5, null, ['a quota of 5 CPUs is more than the 4 that a relay may use']],
])('a quota that holds nobody back is told: %s', (_, quota, cpus, messages) => {
  const found = quotaWarnings(aScenario({ ...withQuota(quota), hops: 1 }), { relay1: cpus }, 4);
  expect(found.map(({ message }) => message)).toEqual(messages);
});

test('so is a quota without relays', () => {
  const [warning] = quotaWarnings(aScenario({ ...withQuota(0.5), relay: 'none' }), {}, 4);
  expect(warning).toMatchObject({ code: 'quota-without-effect', advice: 'leave --cpu-quota out' });
});
