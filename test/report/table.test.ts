import { expect, test } from 'vitest';
import { markdownTable, textTable, type Column } from '../../src/report/table.js';

const columns: Column[] = [
  { header: 'Relay', align: 'left' },
  { header: 'p50', align: 'right' },
];

test('columns fit their content, figures to the right', () => {
  const rows = [
    ['nginx', '85 µs'],
    ['skrouterd', '1.23 ms'],
  ];
  expect(textTable(columns, rows)).toEqual(['Relay          p50', 'nginx        85 µs', 'skrouterd  1.23 ms']);
});

test('a text in place of cells widens no column', () => {
  const rows = [['nginx', '85 µs'], { cells: ['haproxy'], rest: 'failed: it died before it was ready' }];
  expect(textTable(columns, rows)).toEqual([
    'Relay      p50',
    'nginx    85 µs',
    'haproxy  failed: it died before it was ready',
  ]);
});

test('markdown tells the alignment and escapes its own signs', () => {
  expect(markdownTable(columns, [['a|b\nc', '1']])).toEqual([
    '| Relay | p50 |',
    '| --- | ---: |',
    String.raw`| a\|b c | 1 |`,
  ]);
});
