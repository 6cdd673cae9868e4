import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { folded } from '../../src/captures/folded.js';
import { ownersOf } from '../../src/captures/owners.js';
import { profileSchema } from '../../src/model/profile.js';
import { perfText, piecesOf, profileOf, treeOf, utf8 } from './perf-fixture.js';

/** Stacks and their weights, found in the text in the plainest way: independent of the reader. */
function naiveStacks(name: string): Map<string, number> {
  const found = new Map<string, number>();
  for (const block of utf8(perfText(name)).split('\n\n')) {
    // A name may have a line end, and records of lost events may stand before a sample.
    const header = /^(.*?) +(\d+)\/\d+ +\d+\.\d{9}: +(\d+) +[^ ]+: $/m.exec(block);
    if (header === null) continue;
    const [, comm, pid, period] = header;
    let inUser = false;
    const names = [...block.matchAll(/^\t *([0-9a-f]+) (.*) \(\S+\)$/gm)].map(([, address, symbol]) => {
      const plain = symbol!
        .replaceAll(/(?:\.(?:isra|constprop|part|cold|lto_priv)(?:\.\d+)?)+$/g, '')
        .replaceAll(';', ':');
      const high = address!.length === 16;
      inUser ||= !high;
      return high && !inUser ? `${plain}_[k]` : plain;
    });
    const key = [`process ${pid}`, comm!.replaceAll(';', ':'), ...names.toReversed()].join(';');
    found.set(key, (found.get(key) ?? 0) + Number(period));
  }
  return found;
}

function foldedStacks(text: string): Map<string, number> {
  const found = new Map<string, number>();
  for (const line of text.trimEnd().split('\n')) {
    const at = line.lastIndexOf(' ');
    const stack = line.slice(0, at);
    // Functions of two files can have one name.
    found.set(stack, (found.get(stack) ?? 0) + Number(line.slice(at + 1)));
  }
  return found;
}

test.each(['skrouterd', 'nginx', 'odd', 'lost'])('%s: the same stacks and weights as folded by hand', (name) => {
  const profile = profileOf(perfText(name));
  expect(profileSchema.parse(profile)).toEqual(profile);
  const naive = naiveStacks(name);
  expect(foldedStacks(folded(profile))).toEqual(naive);
  expect(profile.weight).toBe([...naive.values()].reduce((sum, weight) => sum + weight, 0));
});

test.each(['skrouterd', 'odd', 'lost'])('%s: wherever the text is cut, the same tree', (name) => {
  const text = perfText(name);
  const whole = profileOf(text);
  fc.assert(
    fc.property(fc.array(fc.nat({ max: text.length }), { maxLength: 30 }), (cuts) => {
      expect(profileOf(piecesOf(text, cuts))).toEqual(whole);
    }),
    { numRuns: 30 },
  );
});

const threads = [
  { role: 'relay_1', thread: 'wrkr 1', pid: 9340, tid: 9344 },
  { role: 'relay_2', thread: 'wrkr 2', pid: 9335, tid: 9338 },
];

test('root, role, thread, stack', () => {
  const { frames, nodes } = profileOf(perfText('skrouterd'), { ownerOf: ownersOf(threads, ['relay_1', 'relay_2']) });
  const kinds = nodes.frame.map((frame) => frames.kind[frame]!);
  const steps = new Set(nodes.parent.map((parent, node) => `${kinds[parent] ?? 'nothing'} > ${kinds[node]}`));
  const possible = new Set([
    ...['nothing > root', 'root > role', 'role > thread', 'thread > user', 'thread > unknown', 'thread > kernel'],
    ...['user > user', 'user > kernel', 'user > unknown', 'unknown > user', 'unknown > unknown', 'unknown > kernel'],
    'kernel > kernel',
  ]);
  expect([...steps].filter((step) => !possible.has(step))).toEqual([]);
  expect(nodes.parent.every((parent, node) => parent < node)).toBe(true);
  expect(frames.name.filter((_, at) => frames.kind[at] === 'role').sort()).toEqual(['relay 1', 'relay 2']);
  // Threads that were not there at the marks go by their own name.
  const named = new Set(frames.name.filter((_, at) => frames.kind[at] === 'thread'));
  expect(named).toEqual(new Set(['wrkr 1', 'wrkr 2', 'wrkr_0', 'wrkr_1', 'core_thread', 'vflow_thread']));
});

test('threads of others do not count', () => {
  const all = profileOf(perfText('skrouterd'), { ownerOf: ownersOf(threads, ['relay_1', 'relay_2']) });
  const one = profileOf(perfText('skrouterd'), { ownerOf: ownersOf(threads, ['relay_2']) });
  expect(one.frames.name).toContain('relay 2');
  expect(one.frames.name).not.toContain('relay 1');
  expect(one.samples).toBeLessThan(all.samples);
  expect(treeOf(perfText('skrouterd'), { ownerOf: () => null }).profile()).toBeNull();
});

test('samples outside the marks do not count, and leave no trace', () => {
  const text = perfText('skrouterd');
  const times = [...text.matchAll(/ (\d+)\.(\d{9}):/g)].map(
    ([, seconds, rest]) => Number(seconds) * 1e9 + Number(rest),
  );
  const marks = { beginNs: times[10]!, endNs: times[20]! };
  const within = profileOf(text, { marks });
  expect(within.samples).toBe(10);
  expect(within.weight).toBe(10 * 1_003_009);
  const blocks = text
    .split('\n\n')
    .slice(10, 20)
    .map((block) => `${block}\n\n`);
  expect(folded(within)).toBe(folded(profileOf(blocks)));
  expect(within.frames.name).toHaveLength(new Set(within.nodes.frame).size);
  expect(treeOf(text, { marks: { beginNs: 0, endNs: 1 } }).profile()).toBeNull();
});

test('only the first of several events counts; the others are named', () => {
  const found = treeOf(perfText('two-events'));
  const all = perfText('two-events').match(/-clock: $/gm)!.length;
  expect(found.event).toBe('cpu-clock');
  const profile = found.profile()!;
  expect(found.leftOut).toEqual(new Map([['task-clock', all - profile.samples]]));
  expect(profile.weight).toBe(profile.samples * 2_500_000);
});

test.each([
  ['cpu-clock:ppp', 'ns'],
  ['cpu-clock:u', 'ns'],
  ['task-clock', 'ns'],
  ['cycles', 'events'],
  ['cycles:ppp', 'events'],
  ['page-faults', 'events'],
  ['cpu/cpu-cycles/', 'events'],
])('weights of %s are in %s', (event, unit) => {
  expect(profileOf(`a 1/1 1.000000000: 12 ${event}: \n\n`)).toMatchObject({ event, unit, weight: 12, samples: 1 });
});
