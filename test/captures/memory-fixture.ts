import { readFileSync } from 'node:fs';
import type { CaptureOptions } from '../../src/captures/capture.js';

export const memoryFixture = (name: string): string =>
  readFileSync(new URL(`../fixtures/perf-mem/${name}.txt`, import.meta.url), 'utf8');

export const options: CaptureOptions = { events: null, frequency: 997, callGraph: 'fp', extra: [] };
