import { expect, test } from 'vitest';
import { kernelOverheadOf } from '../../../../src/app/run/result/encrypted-bytes.js';
import { bytesLedger } from '../../../../src/app/run/result/ledger.js';
import { usualDeployment, type Tls } from '../../../../src/model/deployment.js';
import { usualLoad, type Load } from '../../../../src/model/load.js';
import { workloadOf } from '../../../../src/workloads/index.js';
import { aPlan } from '../../../fixtures/scenario.js';

const overhead = (workload: string, tls: Tls, load: Partial<Load> = {}): number | null => {
  const deployment = { ...usualDeployment, tls };
  return kernelOverheadOf(aPlan({ workload, deployment, load: { ...usualLoad, ...load } }), workloadOf(workload));
};
const ofSize = (bytes: number): Partial<Load> => ({ messageSize: { request: bytes, response: bytes } });

test('where the counted connections are plain, the bytes are those of the workload', () => {
  expect(overhead('builtin', 'none')).toBe(0);
  expect(overhead('builtin', 'inter', ofSize(1))).toBe(0);
  expect(overhead('iperf3', 'inter')).toBe(workloadOf('iperf3').kernelOverhead);
  // The server receives them, behind the relay that decrypts.
  expect(overhead('builtin', 'both', { direction: 'upload', ...ofSize(1) })).toBe(0);
});

test('of large messages the records add little, of small ones nobody knows how much', () => {
  expect(overhead('builtin', 'client')).toBeCloseTo(29 / 512, 9);
  expect(overhead('builtin', 'both', { direction: 'both' })).toBeCloseTo(29 / 512, 9);
  expect(overhead('builtin-rr', 'client', ofSize(512))).toBeCloseTo(29 / 512, 9);
  expect(overhead('builtin-rr', 'client', ofSize(511))).toBeNull();
  expect(overhead('builtin-rr', 'client')).toBeNull();
});

// Counted in an echo over TLS 1.3 between this client and nginx.
test('records may make more than the 1 % of difference that plain connections have', () => {
  const [workload, kernel] = [33_523_712, 34_139_041];
  const counts = { begin: { timeNs: 0, bytes: 0 }, end: { timeNs: 1e9, bytes: kernel } };
  const { window } = workloadOf('builtin');
  const agrees = (tls: Tls): boolean => {
    const ledger = { window, kernelOverhead: overhead('builtin', tls)! };
    return bytesLedger({ bytes: workload, seconds: 1 }, counts, ledger, 0)!.agree;
  };
  expect([agrees('client'), agrees('none')]).toEqual([true, false]);
});
