import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, type TestContext } from 'vitest';
import { missing, Place, shortest, withCheckout } from './support.js';

withCheckout();

function needRouter(context: TestContext): void {
  const reason = missing('skrouterd');
  context.skip(reason !== null, reason ?? '');
}

const brief = ['--warmup', '0.5', '--duration', '1'];

describe('the routers over time', () => {
  test('looks from before the client to after the window, memory and pools of each router', async (context) => {
    needRouter(context);
    const place = new Place();
    const { stdout } = await place.run(['run', '-r', 'skrouterd', ...brief]);
    const { routers_over_time: overTime, results } = place.summary();
    const { interval, time, routers } = overTime!;
    expect(interval).toBe(1);
    expect(time).toEqual(time.toSorted((a, b) => a - b));
    expect(time[0]).toBeLessThan(-0.4);
    expect(time.at(-1)).toBeGreaterThanOrEqual(results!.duration - 0.1);
    // Before the client, just before the window, in it, and after it.
    expect(time.length).toBeGreaterThanOrEqual(4);
    // Nothing is asked right at a mark.
    for (const mark of [0, 1]) {
      expect(time.slice(0, -1).filter((at) => Math.abs(at - mark) < 0.05)).toEqual([]);
    }
    expect(Object.keys(routers)).toEqual(['relay_1', 'relay_2']);
    for (const { resident, connections, stuck, pools, pool_bytes: bytes, log } of Object.values(routers)) {
      expect(Math.min(...resident.map((value) => value ?? 0))).toBeGreaterThan(5e6);
      // The two jobs, at least.
      expect(connections.at(-1)! - connections[0]!).toBeGreaterThanOrEqual(2);
      expect(stuck.every((value) => value === 0)).toBe(true);
      expect(pools['qd_buffer_t']!.in_threads.at(-1)).toBeGreaterThan(0);
      expect(pools['qd_tcp_connection_t']!.in_threads.at(-1)).toBeGreaterThanOrEqual(2);
      expect(bytes.allocated.at(-1)).toBeGreaterThanOrEqual(bytes.in_threads.at(-1)!);
      expect(log.errors).toEqual({ before: 0, after: 0 });
    }
    expect(stdout).toMatch(/\nROUTERS {7}relay 1: RSS /);
    expect(stdout).toContain('nothing blocked, delayed or stuck\n');
    // What is asked is no error to the routers.
    const [folder] = place.runFolders();
    expect(readFileSync(join(folder!, 'relay1.log'), 'utf8')).not.toContain('error');
  });

  test('switched off, nothing is asked', async (context) => {
    needRouter(context);
    const place = new Place();
    const off = { env: { FLIMFLAM_ROUTER_SERIES: 'off' } };
    const { stdout } = await place.run(['run', '-r', 'skrouterd', '--hops', '1', ...brief], off);
    expect(place.summary().routers_over_time).toBeNull();
    expect(stdout).not.toContain('ROUTERS');
  });

  test('skstat asks over the same connection, and tells more', async (context) => {
    needRouter(context);
    const place = new Place();
    const { stdout } = await place.run(['skstat', '-r', 'skrouterd', '--hops', '1', ...brief]);
    const { capture, routers_over_time: overTime } = place.summary();
    const [router] = capture!.routers!;
    const { time, routers } = overTime!;
    const last = time.findLastIndex((at) => at <= 0);
    expect(routers['relay_1']!.connections[last]).toBe(router!.connections.open!.before);
    expect(stdout.match(/^ROUTERS/gm)).toHaveLength(1);
  });

  test('other relays have none', async () => {
    const place = new Place();
    await place.run(['run', '-r', 'builtin', ...shortest]);
    expect(place.summary().routers_over_time).toBeNull();
  });
});
