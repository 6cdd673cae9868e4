import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HistogramLogReader } from 'hdr-histogram-js';
import { expect, test } from 'vitest';
import { readSummary } from '../../src/store/summary-file.js';
import { expectSound } from './sound.js';
import { fewLocalPorts, mayHaveNetwork, Place, short, withCheckout } from './support.js';

withCheckout();

/** What every histogram of a run's log holds, by tag. */
function logOf(folder: string): Record<string, number> {
  const reader = new HistogramLogReader(readFileSync(join(folder, 'latency.hlog'), 'utf8'));
  const counts: Record<string, number> = {};
  for (let one = reader.nextIntervalHistogram(); one !== null; one = reader.nextIntervalHistogram()) {
    counts[one.tag ?? ''] = one.totalCount;
  }
  return counts;
}

test('an open loop through relays: every request that was due, three times, and their log', async () => {
  const place = new Place();
  const options = ['-r', 'builtin', '-w', 'builtin-rr', '--rate', '1k/s', '--message-size', '10:3k', '--jobs', '3'];
  const { stdout } = await place.run(['run', ...options, ...short]);
  expect(stdout).toMatch(/open loop at 1,000\/s/);
  expect(stdout).toMatch(/response .*\n[^]*service .*\n[^]*lag /);
  const [folder = ''] = place.runFolders();
  const { results, configuration } = expectSound(folder);
  const { planned, sent, answered, rate_asked: asked, service, lag } = results!.open_loop!;
  expect(asked).toBe(1000);
  expect(planned).toBe(500);
  expect([sent, answered]).toEqual([planned, planned]);
  expect(results!.latency!.average).toBeCloseTo(service!.average + lag!.average, 9);
  expect(logOf(folder)).toEqual({ response: planned, service: planned, lag: planned });
  expect(configuration.load).toMatchObject({ message_size: { request: 10, response: 3072 } });
  expect(readFileSync(join(folder, 'reproduce.sh'), 'utf8')).toContain('--rate 1k/s');
});

test('a rate that nobody reaches is said, with what was late', async () => {
  const place = new Place();
  await place.run(['run', '-r', 'none', '-w', 'builtin-rr', '--rate', '50M/s', ...short]);
  const { warnings, results } = readSummary(place.runFolders()[0]!);
  expect(results!.open_loop!.answered).toBeLessThan(results!.open_loop!.planned);
  expect(warnings.find(({ code }) => code === 'rate-missed')?.message).toContain('the generator was late');
});

test('short connections leave a log of the whole and of connecting; a closed loop one without a tag', async () => {
  const place = new Place();
  for (const workload of ['builtin-crr', 'builtin-rr']) {
    await place.run(['run', '-r', 'none', '-w', workload, '--message-size', '7:100k', ...short]);
  }
  const [crr, rr] = ['builtin-crr', 'builtin-rr'].map((name) =>
    place.runFolders().find((one) => one.includes(`-${name}-`))!,
  );
  const { results } = expectSound(crr!);
  expect(logOf(crr!)).toEqual({ whole: results!.latency!.count, connect: results!.connect_latency!.count });
  expect(Object.values(logOf(rr!))).toEqual([expectSound(rr!).results!.latency!.count]);
  expect(existsSync(join(rr!, 'lag.histogram'))).toBe(false);
});

test('connections for which there is no local port are counted, with what helps', async (ctx) => {
  ctx.skip(!mayHaveNetwork(), 'a network namespace of its own is not permitted here, or unshare or ip is missing');
  const place = new Place();
  // Another program has all but 5.
  const holder = [process.execPath, join(import.meta.dirname, '..', 'programs', 'hold-ports.mjs'), '40000', '145'];
  const before = [...fewLocalPorts, ...holder];
  const words = ['run', '-r', 'none', '-w', 'builtin-crr', '--jobs', '10', ...short];
  const { stdout, code } = await place.run(words, { before });
  expect(code).toBe(1);
  const { status, status_reason: reason, results } = place.summary();
  expect([status, reason!.code]).toEqual(['failed', 'workload-failed']);
  const { ports: without, ...others } = results!.failures!;
  expect(without).toBeGreaterThan(0);
  expect(Object.values(others)).toEqual([0, 0, 0, 0, 0]);
  // The five that found one went on.
  expect(results!.operations).toBeGreaterThan(0);
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
    'for want of a local port (a wider net.ipv4.ip_local_port_range gives more, net.ipv4.tcp_tw_reuse=1 gives them back earlier)',
  );
});
