import { expect, test } from 'vitest';
import { dataTable } from '../../../src/report/page/data-table.js';
import { copyable } from '../../../src/report/page/copyable.js';

test('a table names its columns and rows, and tells units to whoever points at a title', () => {
  const { text } = dataTable({
    columns: [
      { title: 'role', align: 'left' },
      { title: 'CPU', about: 'cores & "more"', align: 'right' },
    ],
    rows: [{ cells: ['<b>', 0.98] }, { cells: ['client', null], strong: true }],
  });
  expect(text).toContain('role="region" aria-label="role, CPU"');
  expect(text).toContain('<th scope="col" class="right"><abbr title="cores &amp; &quot;more&quot;">CPU</abbr></th>');
  expect(text).toContain('<tr><th scope="row">&lt;b&gt;</th><td class="right">0.98</td></tr>');
  expect(text).toContain('<tr class="strong"><th scope="row">client</th><td class="right"></td></tr>');
});

test('nothing without rows', () => {
  expect(dataTable({ columns: [{ title: 'role', align: 'left' }], rows: [] }).text).toBe('');
});

test('a text to copy is text, whatever it holds', () => {
  expect(copyable('a <title>', '</pre><script>').text).toContain('<pre tabindex="0">&lt;/pre&gt;&lt;script&gt;</pre>');
});
