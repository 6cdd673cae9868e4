import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { reportPage } from '../../src/report/page/report.js';
import { runReport } from '../../src/report/pages/run.js';
import { runText } from '../../src/report/run-text.js';
import { readSummary } from '../../src/store/summary-file.js';

// See test/fixtures/saved/README.md.
const folder = join(import.meta.dirname, '..', 'fixtures', 'saved', 'first-run');
const nothing = { text: '', sha256: '' };

test('a run of the first version is read, and what it did not know is not known', () => {
  const summary = readSummary(folder);
  expect(summary).toMatchObject({ capture: null, memory_per_connection: null, status: 'invalid' });
  expect(summary.configuration.load.direction).toBe('echo');
  expect(summary.trust).toMatchObject({ cpu: { unattributed: null }, throttled: null, builds: [] });
  expect(runText(summary, { colour: false, folder: 'a-run' })).toContain('foreign 13.9 %, steal 0.5 %');
});

test('and it makes a page', () => {
  const raw = JSON.parse(readFileSync(join(folder, 'summary.json'), 'utf8')) as { id: string };
  const report = runReport(readSummary(folder), { latency: null, profile: null, folder: 'a-run' });
  expect(report.answer).toBe('INVALID: 2.44 Gb/s through 2 nginx relays; all CPUs of the machine were busy');
  expect(report.sections.map(({ id }) => id)).toEqual(['over-time', 'resources', 'trust', 'again']);
  const page = reportPage(report, { script: nothing, style: nothing });
  for (const part of [raw.id, 'foreign programs', 'relay1.nginx.conf']) expect(page).toContain(part);
  expect(page).not.toContain('unattributed');
});
