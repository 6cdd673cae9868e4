import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readPageScript } from '../../src/host/page-script.js';

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'flimflam-page-script-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

test('script and style come with the sums of what the page will hold', () => {
  const folder = newFolder();
  writeFileSync(join(folder, 'flamegraph.js'), '"ä"\n');
  writeFileSync(join(folder, 'flamegraph.css'), 'p{}\n');
  const { script, style } = readPageScript('flamegraph', folder);
  expect(script).toEqual({ text: '"ä"', sha256: createHash('sha256').update('"ä"').digest('base64') });
  expect(style.text).toBe('p{}');
});

test('a page that was not built is an expected error with its remedy', () => {
  const missing = expect.objectContaining({ code: 'no-page-script', remedy: expect.stringContaining('./flimflam') });
  expect(() => readPageScript('flamegraph', newFolder())).toThrow(missing);
});
