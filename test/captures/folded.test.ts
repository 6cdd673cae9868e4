import { expect, test } from 'vitest';
import { CallTree } from '../../src/captures/call-tree.js';
import { folded } from '../../src/captures/folded.js';
import type { FrameKind } from '../../src/model/profile.js';

function foldedOf(
  ...stacks: readonly (readonly [weight: number, ...frames: (readonly [string, FrameKind])[]])[]
): string {
  const tree = new CallTree();
  for (const [weight, ...frames] of stacks) {
    const numbers = frames.map(([name, kind]) => tree.frames.numberOf({ name, binary: 'b', kind }));
    tree.add(tree.stack(tree.root, numbers.toReversed(), numbers.length), weight);
  }
  return folded(tree.profile('cycles', 'events'));
}

test('outermost first, kernel functions marked, whole weights, sorted', () => {
  const [relay, other] = [
    ['relay 1', 'role'],
    ['relay 2', 'role'],
  ] as const;
  const worker = ['wrkr_0', 'thread'] as const;
  expect(
    foldedOf(
      [5, other, worker, ['main', 'user']],
      [7.6, relay, worker, ['main', 'user'], ['tcp_sendmsg', 'kernel']],
      [3, relay, worker, ['main', 'user']],
      [2, relay, worker, ['[unknown]', 'unknown'], ['[unknown]', 'kernel']],
    ),
  ).toBe(
    [
      'relay 1;wrkr_0;[unknown];[unknown]_[k] 2',
      'relay 1;wrkr_0;main 3',
      'relay 1;wrkr_0;main;tcp_sendmsg_[k] 8',
      'relay 2;wrkr_0;main 5',
      '',
    ].join('\n'),
  );
});

test('what would end a name or a line is replaced; nothing else is', () => {
  expect(foldedOf([1, ['a;b', 'thread'], ['operator() <&">\n; 5', 'user'], ['</script>', 'user']])).toBe(
    'a:b;operator() <&"> : 5;</script> 1\n',
  );
});

test('nothing of nothing', () => {
  expect(foldedOf()).toBe('');
});
