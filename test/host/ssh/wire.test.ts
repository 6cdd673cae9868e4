import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { GuardianEars } from '../../../src/host/guardian-link.js';
import { nowNs } from '../../../src/host/clock.js';
import { Wire } from '../../../src/host/ssh/wire.js';

let toGuardian: PassThrough;
let fromGuardian: PassThrough;
let wire: Wire;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setImmediate'] });
  toGuardian = new PassThrough({ encoding: 'utf8' });
  fromGuardian = new PassThrough();
  wire = new Wire(toGuardian, fromGuardian, (seconds) => new Error(`silent for ${seconds} s`));
});
afterEach(() => {
  wire.lose(new Error('over'));
  vi.useRealTimers();
});

const said = (): string => String(toGuardian.read() ?? '');

async function hear(text: string): Promise<void> {
  fromGuardian.write(text);
  await new Promise((resolve) => process.nextTick(resolve));
  await Promise.resolve();
}

function listenTo(name: string) {
  const heard: unknown[][] = [];
  const ears: GuardianEars = {
    onEvent: (fields) => heard.push([...fields]),
    onLine: (...line) => heard.push(line),
    onEnd: (cause) => heard.push([cause]),
  };
  wire.listen(name, ears);
  return heard;
}

test('commands and events are lines of fields', async () => {
  const heard = listenTo('one');
  wire.send(['spawn', 'one', 'tab\t', 'line\n']);
  expect(said()).toBe('spawn\tone\ttab\\t\tline\\n\n');
  await hear('started\tone\t12\nstarted\tanother\t13\nfailed\tone\tno\\tway\n');
  expect(heard).toEqual([
    ['started', 'one', '12'],
    ['failed', 'one', 'no\tway'],
  ]);
  expect(wire.sent).toBe('spawn\tone\ttab\\t\tline\\n\n'.length);
  expect(wire.received).toBeGreaterThan(50);
});

test('an answer to a beat tells how the clocks lie, and times of lines are brought to ours', async () => {
  const aheadNs = 5e15;
  const beat = wire.beat();
  expect(said()).toBe('beat\t1\n');
  await hear(`beat\t1\t${nowNs() + aheadNs}\n`);
  await beat;
  const { offsetNs, uncertaintyNs } = wire.offset;
  expect(Math.abs(offsetNs - aheadNs)).toBeLessThanOrEqual(uncertaintyNs + 1);
  const heard = listenTo('client');
  await hear(`line\tclient\t${aheadNs + 7e9}\tsample ${aheadNs + 5e9} rx=1\n`);
  const [[name, line, timeNs] = []] = heard;
  expect(name).toBe('client');
  expect(Math.abs(Number(timeNs) - 7e9)).toBeLessThanOrEqual(uncertaintyNs + 2);
  expect(Math.abs(Number(/^sample (\d+) rx=1$/.exec(String(line))?.[1]) - 5e9)).toBeLessThanOrEqual(uncertaintyNs + 2);
});

test('a host of which nothing comes is lost, and everything that waits is refused', async () => {
  const heard = listenTo('one');
  const waiting = Promise.allSettled([wire.beat(), wire.endAll()]);
  // Half a line is a sign of life too.
  for (let second = 0; second < 6; second += 1) {
    await vi.advanceTimersByTimeAsync(1000);
    if (second === 3) await hear('li');
  }
  await vi.advanceTimersByTimeAsync(3000);
  expect(wire.cause).toBeNull();
  await vi.advanceTimersByTimeAsync(2001);
  const lost = new Error('silent for 6 s');
  expect(await wire.lost).toEqual(lost);
  expect(await waiting).toEqual([expect.objectContaining({ reason: lost }), expect.objectContaining({ reason: lost })]);
  expect(heard).toEqual([[lost]]);
  await expect(wire.beat()).rejects.toThrow('silent');
});

test('the end of everything is waited for', async () => {
  let ended = 0;
  const first = wire.endAll().then(() => (ended += 1));
  expect(said()).toBe('end\n');
  await hear('exited\tx\t0\t-\t0\t0\n');
  expect(ended).toBe(0);
  await hear('ended\n');
  await first;
  expect(ended).toBe(1);
});
