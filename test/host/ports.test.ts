import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { freePorts } from '../../src/host/ports.js';

const ephemeral = { low: 32_768, high: 60_999 };

test('different free ports outside the range of outgoing connections', async () => {
  const ports = await freePorts(40, ephemeral);
  expect(new Set(ports).size).toBe(40);
  for (const port of ports) {
    expect(port < ephemeral.low || port > ephemeral.high).toBe(true);
    expect(port).toBeGreaterThanOrEqual(10_000);
    expect(port).toBeLessThanOrEqual(65_535);
  }
});

test('a port that somebody listens on is passed over', async () => {
  const server = createServer().listen(65_534, '127.0.0.1');
  await once(server, 'listening');
  try {
    const ports = await freePorts(2, { low: 10_000, high: 65_532 });
    expect(ports.toSorted((a, b) => a - b)).toEqual([65_533, 65_535]);
  } finally {
    server.close();
  }
});

test('a port that is taken on every address counts as taken', async () => {
  const server = createServer().listen(65_535, '0.0.0.0');
  await once(server, 'listening');
  try {
    await expect(freePorts(1, { low: 10_000, high: 65_534 })).rejects.toMatchObject({ code: 'no-free-ports' });
  } finally {
    server.close();
  }
});

test('none outside of the range is an expected error that says what to do', async () => {
  await expect(freePorts(3, { low: 1024, high: 65_534 })).rejects.toMatchObject({
    name: 'ExpectedError',
    code: 'no-free-ports',
    exitCode: 1,
    message: expect.stringMatching(/^only [01] of 3 ports/),
    remedy: expect.stringContaining('ip_local_port_range'),
  });
});

test('no port at all is a fine answer to nothing', async () => {
  expect(await freePorts(0, ephemeral)).toEqual([]);
});
