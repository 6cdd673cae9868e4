import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { folded } from '../../src/captures/folded.js';
import { OffCpuTime } from '../../src/captures/off-cpu-time.js';
import { ownersUnknown } from '../../src/captures/owners.js';
import { ScriptReader } from '../../src/captures/script-samples.js';
import { profileSchema, type Profile } from '../../src/model/profile.js';
import { perfText, piecesOf } from './perf-fixture.js';

type Marks = { beginNs: number; endNs: number } | null;

function offCpuOf(pieces: string | readonly string[], marks: Marks = null): Profile | null {
  const found = new OffCpuTime({ ownerOf: ownersUnknown, marks });
  const reader = new ScriptReader(found.tree.frames, found, { trace: true });
  for (const piece of [pieces].flat()) reader.read(piece);
  return found.profile();
}

/** Nanoseconds by stack, without the process. */
function stacksOf(pieces: string | readonly string[], marks: Marks = null): Record<string, number> {
  const profile = offCpuOf(pieces, marks);
  const found: Record<string, number> = {};
  for (const line of profile === null ? [] : folded(profileSchema.parse(profile)).trimEnd().split('\n')) {
    const stack = line.slice(line.indexOf(';') + 1, line.lastIndexOf(' '));
    found[stack] = (found[stack] ?? 0) + Number(line.split(' ').at(-1));
  }
  return found;
}

const head = (ns: number, tid: number): string => `w ${tid}/${tid} 1.${String(ns).padStart(9, '0')}:`;

const off = (ns: number, state: string, leaf = 'ep_poll', tid = 5): string =>
  `${head(ns, tid)} 1 sched:sched_switch: prev_comm=w prev_pid=${tid} prev_prio=120 prev_state=${state} ==> next_comm=x next_pid=6 next_prio=120
\tffffffff821f8298 __schedule ([kernel.kallsyms])
\tffffffff821f8c03 schedule ([kernel.kallsyms])
\tffffffff821f8c04 schedule_hrtimeout_range_clock ([kernel.kallsyms])
\tffffffff81415241 ${leaf} ([kernel.kallsyms])
\t           87ebf epoll_wait (/usr/lib/libc.so.6)

${head(ns + 1, tid)} PERF_RECORD_SWITCH OUT${state.startsWith('R') ? ' preempt' : '        '}
`;

const on = (ns: number, tid = 5): string => `${head(ns, tid)} PERF_RECORD_SWITCH IN         \n`;

const second = 1_000_000_000;
const marks = { beginNs: second + 100, endNs: second + 1100 };

const blocked = 'w;blocked;epoll_wait;ep_poll_[k]';
const preempted = 'w;preempted;epoll_wait;ep_poll_[k]';

test('from the switch to the next turn, by what the thread was doing', () => {
  expect(stacksOf(off(200, 'S') + on(350) + off(400, 'S') + on(401), marks)).toEqual({ [blocked]: 151 });
});

test.each([
  ['S', blocked],
  ['D', blocked],
  ['I', blocked],
  ['D|K', blocked],
  ['R', preempted],
  ['R+', preempted],
])('state %s', (state, stack) => {
  expect(stacksOf(off(200, state) + on(300), marks)).toEqual({ [stack]: 100 });
});

test("the scheduler's own frames are left out, unless there is nothing else", () => {
  const text = off(200, 'S').replaceAll(/\t.*(?:ep_poll|epoll_wait).*\n/g, '') + on(300);
  expect(stacksOf(text, marks)).toEqual({
    'w;blocked;schedule_hrtimeout_range_clock_[k];schedule_[k];__schedule_[k]': 100,
  });
});

test('only what lies between the marks counts', () => {
  // Before the window; across its begin; across its end.
  const text =
    off(10, 'S', 'a') + on(20) + off(50, 'S', 'b') + on(130) + off(1000, 'S', 'c') + on(1200) + off(1300, 'S', 'd');
  expect(stacksOf(text, marks)).toEqual({ 'w;blocked;epoll_wait;b_[k]': 30, 'w;blocked;epoll_wait;c_[k]': 100 });
});

test('a thread that is still off at the end is counted up to it', () => {
  expect(stacksOf(off(600, 'S'), marks)).toEqual({ [blocked]: 500 });
});

test('a thread that comes back first was off since before', () => {
  expect(stacksOf(on(700), marks)).toEqual({ 'w;[off since before the window]': 600 });
  expect(stacksOf(on(1500), marks)).toEqual({ 'w;[off since before the window]': 1000 });
});

test('a thread that runs at the begin, and one that is born in the window, were not', () => {
  const born = `${head(300, 5)} PERF_RECORD_FORK(5:9):(5:5)\n`;
  expect(stacksOf(off(300, 'S') + on(400) + born + on(500, 9), marks)).toEqual({ [blocked]: 100 });
});

test('a thread that ends is off no more', () => {
  expect(stacksOf(off(300, 'X') + off(400, 'Z', 'f', 6), marks)).toEqual({});
  expect(stacksOf(on(200) + `${head(300, 5)} PERF_RECORD_EXIT(5:5):(1:1)\n`, marks)).toEqual({
    'w;[off since before the window]': 100,
  });
  // Another one gets its number.
  expect(stacksOf(`${off(300, 'X')}${head(400, 1)} PERF_RECORD_FORK(5:5):(1:1)\n${on(500)}`, marks)).toEqual({});
});

test('without marks the file itself is the window', () => {
  expect(stacksOf(on(100, 7) + off(200, 'S') + on(350) + off(400, 'R'))).toEqual({ [blocked]: 150, [preempted]: 1 });
});

test('a lost sample leaves the time without its stack', () => {
  const lost = `${head(200, 5)} PERF_RECORD_SWITCH OUT        \n`;
  const preempt = `${head(400, 5)} PERF_RECORD_SWITCH OUT preempt\n`;
  expect(stacksOf(on(100) + lost + on(300) + preempt + on(450), marks)).toEqual({
    'w;blocked': 100,
    'w;preempted': 50,
  });
});

test('a lost turn makes an interval unknown; it does not count', () => {
  expect(stacksOf(off(200, 'S', 'a') + off(500, 'S', 'b') + on(600), marks)).toEqual({
    'w;blocked;epoll_wait;b_[k]': 100,
  });
});

test('names of threads may look like states', () => {
  const text = off(200, 'S').replace('prev_comm=w', 'prev_comm=prev_state=R ==') + on(300);
  expect(stacksOf(text, marks)).toEqual({ [blocked]: 100 });
});

test('events of other kinds are none of ours', () => {
  expect(stacksOf(`${head(200, 5)} 7 cycles: \n\n`, marks)).toEqual({});
  expect(offCpuOf('', marks)).toBeNull();
});

/** Nanoseconds off by thread and state, found line by line: independent of the reader. */
function naive(text: string, { beginNs, endNs }: NonNullable<Marks>): Map<string, number> {
  const found = new Map<string, number>();
  const since = new Map<string, [ns: number, state: string] | null>();
  const add = (tid: string, state: string, from: number, to: number): void => {
    const length = Math.min(to, endNs) - Math.max(from, beginNs);
    if (length > 0) found.set(`${tid} ${state}`, (found.get(`${tid} ${state}`) ?? 0) + length);
  };
  for (const line of text.split('\n')) {
    const header = /^\S+ +\d+\/(\d+) +(\d+)\.(\d{9}): +(.*)$/.exec(line);
    if (header === null) continue;
    const [, tid = '', seconds, rest, what = ''] = header;
    const ns = Number(seconds) * 1e9 + Number(rest);
    const state = /prev_state=(\S+)/.exec(what)?.[1];
    if (state !== undefined) since.set(tid, [ns, state.startsWith('R') ? 'preempted' : 'blocked']);
    if (!what.startsWith('PERF_RECORD_SWITCH IN')) continue;
    const [from, why] = since.get(tid) ?? [beginNs, 'before'];
    add(tid, why, from, ns);
    since.set(tid, null);
  }
  for (const [tid, open] of since) if (open !== null) add(tid, open[1], open[0], endNs);
  return found;
}

/** The same from a tree whose threads are named by their ids. */
function byThread(text: string, marks: NonNullable<Marks>): Map<string, number> {
  const tree = new OffCpuTime({ ownerOf: (_pid, tid) => ({ role: 'relay1', thread: String(tid) }), marks });
  new ScriptReader(tree.tree.frames, tree, { trace: true }).read(text);
  const found = new Map<string, number>();
  for (const line of folded(tree.profile()!).trimEnd().split('\n')) {
    const [, tid, state] = /^relay 1;(\d+);([^; ]+)/.exec(line)!;
    const key = `${tid} ${state!.startsWith('[off') ? 'before' : state}`;
    found.set(key, (found.get(key) ?? 0) + Number(line.split(' ').at(-1)));
  }
  return found;
}

test('two routers: the same time by thread and state as counted by hand, in any window', () => {
  const text = perfText('skrouterd-switches');
  const times = [...text.matchAll(/ (\d+)\.(\d{9}):/g)].map(
    ([, seconds, rest]) => Number(seconds) * 1e9 + Number(rest),
  );
  const [first, last] = [times.find((ns) => ns > 0)!, times.at(-1)!];
  expect(byThread(text, { beginNs: first, endNs: last })).toEqual(naive(text, { beginNs: first, endNs: last }));
  const window = fc.tuple(
    fc.integer({ min: first - 1e6, max: last + 1e6 }),
    fc.integer({ min: 1, max: 2 * (last - first) }),
  );
  fc.assert(
    fc.property(window, ([beginNs, length]) => {
      const marks = { beginNs, endNs: beginNs + length };
      fc.pre(beginNs < last);
      expect(byThread(text, marks)).toEqual(naive(text, marks));
    }),
    { numRuns: 50 },
  );
});

test('processes that are born and end', () => {
  const text = perfText('fork-switches');
  const stacks = stacksOf(text);
  const asleep = Object.entries(stacks).filter(([stack]) => /^sleep;blocked;.*nanosleep/.test(stack));
  // 50 ms and 10 ms, and what a busy machine adds.
  const slept = asleep.reduce((sum, [, ns]) => sum + ns, 0);
  expect(slept).toBeGreaterThan(60e6);
  expect(slept).toBeLessThan(62e6);
  expect(Object.keys(stacks).filter((stack) => stack.includes('[off since before'))).toEqual([]);
});

test('wherever the text is cut, the same tree', () => {
  const text = perfText('fork-switches');
  const whole = offCpuOf(text);
  fc.assert(
    fc.property(fc.array(fc.nat({ max: text.length }), { maxLength: 30 }), (cuts) => {
      expect(offCpuOf(piecesOf(text, cuts))).toEqual(whole);
    }),
    { numRuns: 30 },
  );
});

test('400,000 switches are no trouble', () => {
  const text = perfText('skrouterd-switches');
  const switches = text.match(/sched:sched_switch: /g)!.length;
  const tree = new OffCpuTime({ ownerOf: ownersUnknown, marks: null });
  const reader = new ScriptReader(tree.tree.frames, tree, { trace: true });
  const begin = performance.now();
  for (let count = 0; count < 400_000; count += switches) reader.read(text);
  expect(tree.profile()!.nodes.parent.length).toBeLessThan(1000);
  // 3 s here.
  expect(performance.now() - begin).toBeLessThan(30_000);
});
