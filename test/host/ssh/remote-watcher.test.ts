import { expect, test } from 'vitest';
import { sampleOf } from '../../../src/host/ssh/remote-watcher.js';

test('a line of the series', () => {
  const line = '123000010000 client 12 4096000 relay1 30 8192000 log relay1 5120';
  expect(sampleOf(line.split(' '), 10_000)).toEqual({
    timeNs: 123000000000,
    roles: { client: { ticks: 12, rssBytes: 4096000 }, relay1: { ticks: 30, rssBytes: 8192000 } },
    logSizes: { relay1: 5120 },
  });
  expect(sampleOf(['5'], 0)).toEqual({ timeNs: 5, roles: {}, logSizes: {} });
});
