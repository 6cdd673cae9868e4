import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type TestContext } from 'vitest';
import { findCapabilities } from '../../src/app/capture/capabilities.js';
import { readComparison } from '../../src/store/comparison-file.js';
import { missing, Place, shortest, withCheckout } from './support.js';

withCheckout();

/** Milliseconds: thirty runs, some of them perhaps more than once. */
const patience = 300_000;

/** Less of a warm-up than `short`: there are thirty runs. */
const brief = ['--warmup', '0.1', '--duration', '0.5'];

const pair = ['compare', 'builtin:pipeSize=4096', 'builtin:pipeSize=1048576', '--quick', '--metric', 'throughput'];

/** Skips where perf can neither sample nor see system calls, so that there is nothing to explain by. */
async function needsPerf(ctx: TestContext): Promise<void> {
  const reason = missing('perf');
  ctx.skip(reason !== null, reason ?? '');
  const found = await findCapabilities(['sampling', 'syscalls']);
  ctx.skip(
    found.every(({ possible }) => !possible),
    `perf can capture nothing here: ${found[0]?.cause ?? ''}`,
  );
}

const folderOf = (place: Place): string => {
  const home = join(place.folder, 'flimflam-runs');
  return join(home, readdirSync(home).find((name) => name.includes('-compare-')) ?? 'no comparison');
};

test(
  'why a small pipe costs more: it is seen in system calls or functions',
  async (ctx) => {
    await needsPerf(ctx);
    const place = new Place();
    const { stdout, stderr } = await place.run([...pair, '--explain', '--seed', '7', ...brief]);
    expect(stderr).not.toContain('bug');
    expect(stderr).toMatch(/^flimflam: then \d+ captured runs \(.*\) in about .* more, to say why$/m);
    expect(await place.leftAfter(0)).toEqual([]);
    // Results of captured runs are not put where the user stands.
    expect(readdirSync(place.folder)).toEqual(['flimflam-runs']);
    const folder = folderOf(place);
    const comparison = readComparison(folder);
    ctx.skip(comparison.status !== 'complete', `the machine spoilt the pairs: ${comparison.stopped_because ?? ''}`);
    const { explanation } = comparison;
    expect(stdout).toMatch(/^WHY {2}/m);
    expect(explanation!.left_out.every(({ because }) => because !== '')).toBe(true);
    const left = new Set(explanation!.left_out.map(({ kind }) => kind));
    const runs = explanation!.captures.flatMap(({ a, b }) => a.concat(b));
    expect(runs.filter((run) => !existsSync(join(folder, run, 'summary.json')))).toEqual([]);
    const whole = explanation!.captures.filter(({ kind }) => !left.has(kind));
    expect(whole.map(({ a, b }) => [a.length, b.length])).toEqual(whole.map(() => [5, 5]));
    expect(explanation!.page === null).toBe(left.has('flamegraph'));
    expect(existsSync(join(folder, explanation!.page ?? ''))).toBe(true);
    const again = await place.run(['compare', folder]);
    expect(again.stdout).toBe(stdout);
    ctx.skip(left.size === 2, `the machine spoilt the captured runs: ${explanation!.left_out[0]?.because ?? ''}`);
    const { changes } = explanation!;
    const expected = left.has('syscalls') ? 'function' : 'syscall';
    const largest = changes.find(({ kind }) => kind === expected);
    expect(largest!.a.min).toBeGreaterThan(largest!.b.max);
    expect(left.has('syscalls') || largest!.name === 'splice').toBe(true);
    for (const { a, b } of changes) expect(a.min > b.max || b.min > a.max).toBe(true);
  },
  patience,
);

test(
  'Ctrl-C meanwhile: the answer is printed, nothing is explained, nothing is left running',
  async (ctx) => {
    await needsPerf(ctx);
    const place = new Place();
    const running = place.start([...pair, '--explain', '--verbose', ...shortest]);
    await Promise.race([running.says(/started perf, pid/, 120_000), running.ended]).catch(() => {});
    const { code, stdout, stderr } = await running.end('SIGINT');
    const comparison = readComparison(folderOf(place));
    ctx.skip(comparison.status !== 'complete', `the machine spoilt the pairs: ${comparison.stopped_because ?? ''}`);
    expect(stderr).toContain('interrupted by Ctrl-C');
    expect(code).toBe(130);
    expect(stdout).toMatch(/^NO VERDICT: a quick comparison gives figures only/);
    expect(stdout).not.toContain('WHY');
    expect(comparison.explanation).toBe(null);
    expect(await place.leftAfter(0)).toEqual([]);
  },
  patience,
);
