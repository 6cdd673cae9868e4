import { expect, test } from 'vitest';
import { repeatable } from '../../../src/app/saved/again.js';
import type { SavedDocument } from '../../../src/model/saved.js';
import { aCapture } from '../../fixtures/capture.js';
import { aSweep } from '../../fixtures/curves.js';
import { someComparisons } from '../../fixtures/comparisons.js';
import { aComparison } from '../../fixtures/comparison.js';
import { aSummary } from '../../fixtures/summary.js';

test('a plain run can be made again', () => {
  const document = aSummary();
  expect(repeatable({ kind: 'run', document }, 'runs/one')).toBe(document);
});

test.each<[SavedDocument, RegExp, RegExp]>([
  [
    { kind: 'run', document: aSummary({ capture: aCapture() }) },
    /that record looked into/,
    /^runs\/one\/reproduce\.sh makes/,
  ],
  [
    { kind: 'sweep', document: aSweep() },
    /^runs\/one is a sweep, and again makes single runs$/,
    /^flimflam show runs\/one /,
  ],
  [
    { kind: 'comparison', document: aComparison() },
    /is a comparison/,
    /^flimflam compare \.\.\/router-main \.\.\/router-patch /,
  ],
  [
    { kind: 'comparisons', document: someComparisons({ workload: 'builtin' }, { workload: 'builtin-rr' }) },
    /is a comparison/,
    /--workloads builtin,builtin-rr/,
  ],
])('what is no plain run is refused with the command that makes it again', (saved, message, remedy) => {
  expect(() => repeatable(saved, 'runs/one')).toThrow(
    expect.objectContaining({
      message: expect.stringMatching(message),
      remedy: expect.stringMatching(remedy),
      exitCode: 2,
    }),
  );
});
