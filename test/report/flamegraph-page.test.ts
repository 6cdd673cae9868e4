import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { differencePage, type DifferenceInput } from '../../src/report/flamegraph/difference-page.js';
import type { Surroundings } from '../../src/report/flamegraph/document.js';
import type { Inlined } from '../../src/report/page/document.js';
import { escapeHtml, escapeJson } from '../../src/report/page/escape.js';
import type { PageData } from '../../src/report/flamegraph/page-data.js';
import { flamegraphPage } from '../../src/report/flamegraph/page.js';
import { bigProfile } from '../fixtures/big-profile.js';
import { profileOf } from '../fixtures/profile.js';

const hostile = `</script><img src=x onerror="alert(1)">\u2028operator()<&">'`;

const inlined = (text: string): Inlined => ({ text, sha256: createHash('sha256').update(text).digest('base64') });

const around: Surroundings = {
  title: `run of ${hostile}`,
  facts: [{ label: 'result', value: hostile }],
  warnings: [
    { code: 'shared-cpus', message: `2 CPUs ${hostile}`, advice: 'use --cpus' },
    { code: 'shared-cpus', message: 'once more', advice: '' },
  ],
  texts: [{ title: 'Commands', text: hostile }],
  bundle: { script: inlined('start();'), style: inlined('p{}') },
};

const profile = profileOf([
  [['relay1', 'worker', hostile], 2_000_000, 2],
  [['relay2', 'worker', 'k:send'], 1_000_000],
]);

/** The data that a page carries, read as a browser reads it: up to the first end of a script element. */
function dataOf(page: string): PageData {
  const [, json = ''] = /<script type="application\/json" id="data">([^]*?)<\/script/.exec(page) ?? [];
  return JSON.parse(json) as PageData;
}

test('the data comes out of the page as it went in', () => {
  const data = dataOf(flamegraphPage({ ...around, profile }));
  expect(data.frames.name).toContain(hostile);
  expect(data.nodes.parent).toEqual(profile.nodes.parent);
});

test('nothing that others have named is markup', () => {
  const page = flamegraphPage({ ...around, profile });
  expect(page).not.toContain('<img');
  // The data and the program, and no others.
  expect(page.match(/<script/g)).toHaveLength(2);
  expect(page.match(/<\/script/g)).toHaveLength(2);
  expect(page).toContain(`<title>run of ${escapeHtml(hostile)}</title>`);
  expect(page).toContain(`<dd>${escapeHtml(hostile)}</dd>`);
  expect(page).toContain(`2 CPUs ${escapeHtml(hostile)}; use --cpus</li>`);
  expect(page).toContain(`<pre tabindex="0">${escapeHtml(hostile)}</pre>`);
});

test('its policy lets in its own script and style by their sums, and nothing else', () => {
  const page = flamegraphPage({ ...around, profile });
  const [, policy = ''] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
  expect(policy.replaceAll('&#39;', "'").split('; ')).toEqual([
    "default-src 'none'",
    `script-src 'sha256-${around.bundle.script.sha256}'`,
    `style-src 'sha256-${around.bundle.style.sha256}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ]);
  expect(page).toContain(`<script>${around.bundle.script.text}</script>`);
  expect(page).toContain(`<style>${around.bundle.style.text}</style>`);
  expect(page).not.toMatch(/<[^>]*\s(?:style|on\w+|href|src)=/);
});

test('it says what it is of, and counts the warnings', () => {
  const page = flamegraphPage({ ...around, profile });
  expect(page).toContain('cpu-clock: 3 samples, 3.00 ms in all');
  expect(page).toContain('<b>2 warnings</b> shared-cpus</summary>');
  expect(page).not.toContain('Left out');
});

test('it says what was left out', () => {
  const page = flamegraphPage({ ...around, profile: bigProfile(140_000) });
  expect(page).toMatch(/Left out: [\d,]+ frames below 0\.00\d % each, with [\d,]+ samples together/);
  expect(page.length).toBeLessThan(3_000_000);
});

test('JSON in a page stays the same JSON', () => {
  const value = { text: `${hostile}<!--\u2029` };
  expect(JSON.parse(escapeJson(value))).toEqual(value);
  expect(escapeJson(value)).not.toMatch(/[<\u2028\u2029]/);
});

const sides = (captures: number): DifferenceInput => {
  const runs = Array.from({ length: captures }, (_, at) => ({ profile, work: 1e9, label: `run ${at} ${hostile}` }));
  return { ...around, work: 'bytes', a: { label: 'main', runs }, b: { label: 'patch', runs } };
};

test('a difference says per what, what each side cost, and how often chance colours a frame', () => {
  const page = differencePage(sides(5));
  expect(page).toContain('cpu-clock per GB of the captured runs');
  expect(page).toContain('<dt>A</dt><dd>main: 3.00 ms per GB, 5 captures, 15 samples</dd>');
  expect(page).toContain('<dt>B</dt><dd>patch: 3.00 ms per GB, 5 captures, 15 samples</dd>');
  expect(page).toContain('With 5 against 5 captures chance alone colours 0.8 % of the frames that did not change');
  expect(page).toContain(escapeHtml(`A  run 4 ${hostile}: 1.00 GB, 3 samples`));
  expect(page).not.toContain('Nothing is coloured');
  expect(dataOf(page)).toMatchObject({ kind: 'difference', judged: true, work: 'bytes' });
});

test('a difference of too few captures says why nothing is coloured, and what to do', () => {
  const page = differencePage({ ...sides(1), work: 'operations' });
  expect(page).toContain('Nothing is coloured: it takes 5 captures of each side');
  expect(page).toContain('A has 1 and B has 1. Capture at least 5 runs of each, A and B taking turns');
  expect(page).toContain('per 1000 requests');
  expect(page).not.toContain('chance alone');
  expect(dataOf(page)).toMatchObject({ judged: false });
});
