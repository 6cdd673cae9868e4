import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { place, withProgram } from './flimflam.js';
import { here } from './here.js';

withProgram();

test.each([
  ['--direction sideways', /no direction 'sideways'\. Known: echo, upload, download, both/],
  ['--light --verify', /--light looks at no byte/],
  ['--half-close', /--half-close is for clients that send nothing, and so wants --direction download/],
  ['--rate 10k/s', /builtin wants bits per second/],
  ['--rate 2GBps', /B is bytes/],
  ['--reader-rate 10k/s', /It wants bits per second/],
  ['--message-size 32M', /sends at most 16777216 bytes at once/],
  ['--message-size 1:2', /wants one size/],
  ['--message-size 99999999999999G', /is more than/],
  ['-w iperf3 --verify', /iperf3 has no --verify \(workloads that do: builtin\)/],
  ['-w h2load --direction upload', /h2load has no --direction/],
])('run %s is refused', async (words, message) => {
  const { code, stderr } = await here(['run', '-r', 'none', ...words.split(' ')]);
  expect(stderr).toMatch(message);
  expect(code).toBe(2);
  expect(readdirSync(place)).toEqual([]);
});
