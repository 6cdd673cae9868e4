/* oxlint-disable vitest/valid-expect -- vitest takes a message as second argument */
import { readdirSync } from 'node:fs';
import { describe, expect, test, type TestContext } from 'vitest';
import { findCapabilities } from '../../src/app/capture/capabilities.js';
import type { CapabilityName } from '../../src/model/capability.js';
import { place, withProgram } from './flimflam.js';
import { here } from './here.js';

withProgram();

/** Skips a test where a capture is not possible. */
async function needs(ctx: TestContext, name: CapabilityName): Promise<void> {
  const [found] = await findCapabilities([name]);
  ctx.skip(!found!.possible, `${name} is not possible here: ${found!.cause}`);
}

test.each([
  [['flamegraph', 'nowhere'], 'there is no nowhere'],
  [['flamegraph', '.', '.'], '. holds no captured run'],
  [['flamegraph', 'a', 'b', 'c'], 'a flame graph compares two sides'],
  [['record', 'cycles'], "'cycles' is no option of perf"],
  [['stat', '--target', 'relay3'], '--target relay3: there is no such relay in the chain'],
  [['skstat', '-r', 'nginx'], 'skstat asks Skupper routers, and this chain has none'],
  [['skstat', '-r', 'skrouterd', '--target', 'all'], 'only routers have statistics'],
  [['record', '--call-graph', 'fq'], "There is no call graph 'fq'"],
  [['record', '--freq', '0'], 'whole number'],
])('%j is refused', async (words, message) => {
  const { code, stdout, stderr } = await here(words);
  expect(code, stderr).toBe(2);
  expect(stdout).toBe('');
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(stderr).toContain(message);
  expect(readdirSync(place)).toEqual([]);
});

describe('what perf does not take', () => {
  test.for([
    ['stat', ['--events', 'no-such-event'], []],
    ['record', [], ['--', '-e', 'no-such-event']],
    ['record', [], ['--', '--no-such-option']],
  ] as const)('%s %j %j is refused before anything is started', async ([kind, options, extra], ctx) => {
    await needs(ctx, 'counting');
    const { code, stderr } = await here([kind, '-r', 'builtin', ...options, ...extra]);
    expect(code, stderr).toBe(2);
    expect(stderr).toMatch(/^flimflam: perf does not take that: .*no-such-/);
    expect(readdirSync(place)).toEqual([]);
  });

  test.for([
    ['c2c', 'cache-lines'],
    ['mem', 'memory'],
  ] as const)('%s says why this machine cannot, before anything is started', async ([kind, name], ctx) => {
    const [found] = await findCapabilities([name]);
    ctx.skip(found!.possible, `${kind} is possible here, and tried by test/e2e/captures.test.ts`);
    const { code, stdout, stderr } = await here([kind, '-r', 'builtin']);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(new RegExp(`^flimflam: ${kind} is not possible here: .+ \\(.+\\)\\n$`));
    expect(readdirSync(place)).toEqual([]);
  });

  test('--dry-run shows the command, and starts nothing', async (ctx) => {
    await needs(ctx, 'sampling');
    const { code, stdout } = await here(['record', '-r', 'builtin', '--dry-run']);
    expect(code).toBe(0);
    const { capture: command } = JSON.parse(stdout) as { capture: string[] };
    expect(command.slice(1, 5)).toEqual(['record', '-F', '997', '--call-graph']);
    expect(command.slice(-2)).toEqual(['-p', '<relay1>,<relay2>']);
    expect(readdirSync(place)).toEqual([]);
  });
});
