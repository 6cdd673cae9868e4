import { expect, test } from 'vitest';
import type { RouterRows } from '../../src/router/rows.js';
import { routerSample } from '../../src/router/sample.js';
import { looks } from '../fixtures/router/looks.js';

const { before, after } = looks<'before' | 'after'>('two-jobs.relay1');
const trouble = looks<'clean' | 'blocked' | 'delayed'>('trouble');

test('a router under two streams', () => {
  const sample = routerSample(after);
  const metrics = after.routerMetrics![0]!;
  expect(sample).toMatchObject({
    resident: metrics['residentMemoryUsage'],
    // Its own figure, without our connection.
    connections: (metrics['connectionCount'] as number) - 1,
    ...{ blocked: 0, delayed1Second: 0, delayed10Seconds: 0, stuck: 0 },
    log: { errors: 0, warnings: 0 },
  });
  const row = after.allocator!.find(({ typeName }) => typeName === 'qd_buffer_t')!;
  expect(sample.pools!['qd_buffer_t']).toEqual({
    size: row['typeSize'],
    allocated: (row['totalAllocFromHeap'] as number) - (row['totalFreeToHeap'] as number),
    inThreads: row['heldByThreads'],
  });
  // Of some 80 types most were never used.
  expect(sample.pools).not.toHaveProperty('qd_tls_session_t');
  expect(Object.keys(sample.pools!).length).toBeLessThan(after.allocator!.length);
});

test('what is blocked, stuck, delayed and logged', () => {
  expect(routerSample(trouble.clean)).toMatchObject({ blocked: 0, stuck: 0, delayed10Seconds: 0 });
  const { blocked, stuck, log } = routerSample(trouble.blocked);
  expect([blocked! > 0, stuck! > 0, log!.errors! > 0]).toEqual([true, true, true]);
  expect(routerSample(trouble.delayed).delayed10Seconds).toBeGreaterThan(0);
});

test('what was not asked for, or is not there, is null', () => {
  expect(routerSample({ ...before, allocator: null, logStats: null })).toMatchObject({ pools: null, log: null });
  const nothing: RouterRows = {
    ...before,
    routerMetrics: null,
    allocator: [{ typeName: 'qd_buffer_t' }],
    logStats: [],
  };
  expect(routerSample(nothing)).toEqual({
    ...{ resident: null, connections: null, blocked: null, delayed1Second: null, delayed10Seconds: null, stuck: null },
    pools: null,
    log: { errors: 0, warnings: 0 },
  });
});
