import { expect, test } from 'vitest';
import { memorySection } from '../../../src/report/capture/memory.js';

test('lines are no wider than the page', () => {
  const lines = memorySection(`short\n\n${'x'.repeat(200)}\n`);
  expect(lines.slice(0, 3)).toEqual(['MEMORY', '  short', '']);
  expect(lines[3]).toMatch(/^ {2}x+…$/);
  expect(lines[3]).toHaveLength(100);
  expect(lines).toHaveLength(4);
});

test('names of functions cannot command the terminal', () => {
  expect(memorySection('a\u001B[2Jb\u0007 </script>')).toEqual(['MEMORY', '  ab  </script>']);
});
