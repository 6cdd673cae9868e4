import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { reportOf } from '../../../src/app/report/saved-report.js';
import { documentOf, entriesIn } from '../../../src/app/saved/entries.js';
import { findHistory } from '../../../src/app/saved/history.js';
import { runsPassing } from '../../../src/app/saved/runs-of.js';
import type { Summary } from '../../../src/model/summary.js';
import { historyReport } from '../../../src/report/pages/history.js';
import { runText } from '../../../src/report/run-text.js';
import { exportFormats } from '../../../src/report/saved/export/formats.js';
import { historyText } from '../../../src/report/saved/history-text.js';
import { listText } from '../../../src/report/saved/list-text.js';
import { scenarioWords } from '../../../src/report/saved/scenario-words.js';
import { findSaved } from '../../../src/store/saved.js';
import { threeBuilds, usual } from '../../fixtures/saved.js';
import { aConfiguration } from '../../fixtures/summary.js';
import { temporaryFolder } from '../../store/temporary.js';

/** Runs of a workload and a relay that somebody defined once, in a file that is gone. */
function parentWithRuns(): string {
  const parent = temporaryFolder();
  const configuration = aConfiguration({ workload: 'ping', relay: 'socat' });
  const deployment = { ...configuration.deployment, definitions: ['/gone/my.mjs'] };
  for (const run of threeBuilds()) {
    const changes: Partial<Summary> = {
      configuration: { ...configuration, deployment },
      definitions: [{ path: '/gone/my.mjs', sha256: 'ab'.repeat(32) }],
    };
    mkdirSync(join(parent, run.id));
    writeFileSync(join(parent, run.id, 'summary.json'), JSON.stringify({ ...run, ...changes }));
  }
  return parent;
}

const how = { all: false, usual };

test('they are listed and exported', () => {
  const parent = parentWithRuns();
  const entries = entriesIn(parent, { relay: 'socat' }, how).map(({ entry }) => entry);
  expect(entries).toHaveLength(10);
  expect(listText(entries)).toMatch(/ping +socat/);
  const { runs, unread } = runsPassing(parent, { workload: 'ping' }, how);
  expect([runs.length, unread]).toEqual([10, []]);
  for (const format of Object.values(exportFormats)) expect(format(runs, usual)).toContain('socat');
});

test('they are shown, as text and as a page', () => {
  const found = findSaved('4412', parentWithRuns());
  const saved = documentOf(found);
  if (saved.kind !== 'run') throw new Error('it is a run');
  const text = runText(saved.document, { colour: false, folder: 'here' });
  expect(text).toMatch(/ping over socat/);
  expect(text.replaceAll(/\s+/g, ' ')).toContain('--file /gone/my.mjs');
  expect(text).toContain('defined by /gone/my.mjs, sha256 abababababab');
  expect(JSON.stringify(reportOf([found], (path) => path))).toMatch(/ping over socat/);
});

test('their history is drawn', async () => {
  const request = { parent: parentWithRuns(), filters: {}, all: false, like: null, metric: null, usual };
  const { series, newest } = await findHistory(request, { XDG_STATE_HOME: '/nonexistent' });
  const { configuration, environment } = newest;
  const scenario = scenarioWords(configuration, usual);
  expect(scenario).toBe('ping socat');
  const words = { scenario, environment, leftOut: {} };
  expect(historyText(series, words)).toContain('ping socat');
  expect(JSON.stringify(historyReport(series, words))).toContain('ping socat');
});
