import { expect, test } from 'vitest';
import type { Explanation } from '../../../src/model/explanation.js';
import { explanationLines } from '../../../src/report/comparison/explanation.js';
import { comparisonMarkdown } from '../../../src/report/comparison-markdown.js';
import { comparisonText } from '../../../src/report/comparison-text.js';
import { textWidth } from '../../../src/report/layout.js';
import { aComparison } from '../../fixtures/comparison.js';
import { aChange, anExplanation as explanation } from '../../fixtures/explanation.js';

const lines = (changes: Partial<Explanation> = {}): string[] =>
  explanationLines({ explanation: { ...explanation, ...changes }, also: { a: [], b: [] } });

test('nothing is said when nobody asked', () => {
  expect(explanationLines({ explanation: null, also: { a: [], b: [] } })).toEqual([]);
});

test('why: how it was made, a table a kind, what does not differ, and what is left out', async () => {
  await expect(`${lines().join('\n')}\n`).toMatchFileSnapshot('../golden/explanation.txt');
});

test('hostile names keep their line and the page its width', () => {
  const text = lines();
  expect(text.filter((line) => textWidth(line) > 100)).toEqual([]);
  expect(text.join('')).not.toContain('\u001B');
  expect(text.find((line) => line.includes('operator()'))).toMatch(
    /^ {2}relay 2 .*… +lib-with-.*… +0 +0\.0310 +\+0\.0310$/u,
  );
});

test('ten lines a kind, the others are counted', () => {
  const many = Array.from({ length: 14 }, (_, at) => aChange('function', `f${at}`, 1, 2 + at));
  const text = lines({ changes: many });
  expect(text.filter((line) => /\bf\d+\b/u.test(line))).toHaveLength(10);
  expect(text).toContain('  4 more; compared 143: about 1.1 would be shown by chance alone');
});

test('a total within the spread of the runs tells no change', () => {
  expect(lines().find((line) => line.startsWith('  relay 2') && line.includes('in all'))).toMatch(
    /0\.500 +0\.510 +within spread$/u,
  );
});

test.each([
  ['cycles', { event: 'cycles' }, 'own cycles/GB'],
  ['requests', { unit: '1000 operations' as const }, 'own CPU-s/1000 operations'],
])('the unit of %s', (_, changes, expected) => {
  const counted = explanation.changes.map((one) =>
    one.kind === 'function' && 'event' in changes ? { ...one, unit: 'count' as const } : one,
  );
  expect(lines({ ...changes, changes: counted }).join('\n')).toContain(expected);
});

test('nothing could be captured', () => {
  const none = { captures: [], compared: {}, changes: [], totals: [], event: null, page: null };
  const text = lines(none);
  expect(text[0]).toBe('WHY           not known: there are no captured runs of both sides');
  expect(text.at(-1)).toContain('use --relay skrouterd');
});

test('of several builds a side it says which was captured', () => {
  const { a } = aComparison();
  expect(explanationLines({ explanation, also: { a: [a], b: [] } }).join('\n')).toContain(
    'only the first build of each side',
  );
});

test('it stands between the evidence and the setting, and in a block of code for a pull request', () => {
  const comparison = aComparison({ change: 0.06 }, { explanation });
  const text = comparisonText(comparison, { colour: false, folder: 'runs' });
  expect(text).toMatch(/\nSTEADINESS.*\n(?: .*\n)*\nWHY .*\n[^]*\n\nA {13}/u);
  const markdown = comparisonMarkdown(comparison);
  const [, details = ''] = markdown.split('<summary>');
  expect(details).toMatch(/```text\n[^]*\nWHY [^]*<\/script>|<\/[^]*\n```\n/u);
});
