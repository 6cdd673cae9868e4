import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Files } from '../../src/host/files.js';
import { filesAt } from '../../src/host/local-files.js';
import { readThrottleCount } from '../../src/host/throttling.js';

function aMachine(counts: Record<string, string>): Files {
  const root = mkdtempSync(join(tmpdir(), 'flimflam-throttling-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [cpu, text] of Object.entries(counts)) {
    const folder = join(root, 'sys/devices/system/cpu', cpu, 'thermal_throttle');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'core_throttle_count'), text);
  }
  return filesAt(root);
}

test('the sum over all CPUs', () => {
  expect(readThrottleCount(aMachine({ cpu0: '3\n', cpu1: '4\n', cpufreq: '100\n' }))).toBe(7);
});

test('a kernel that does not count it', () => {
  expect(readThrottleCount(aMachine({}))).toBeNull();
});
