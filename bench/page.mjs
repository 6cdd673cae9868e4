// Large pages in a browser: how large they are, and how soon they can be used. A large profile, and the report of a long run.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { fromTypeScript } from './from-typescript.mjs';
import { root, verdict } from './measure.mjs';

const samples = 140_000;
const [mostSeconds, mostMegabytes] = [1.5, 3];

const minutes = 10;
const [mostSecondsOfReport, mostMegabytesOfReport] = [1, 1.5];

export async function benchPage(rounds) {
  // Builds what is stale.
  spawnSync(join(root, 'flimflam'), ['--version'], { stdio: 'ignore' });
  const folder = mkdtempSync(join(tmpdir(), 'flimflam-bench-page-'));
  try {
    const file = join(folder, 'page.html');
    writeFileSync(file, await pageOfManySamples());
    const figures = await inBrowser(file, rounds, graphFigures);
    console.log(`The flame graph of ${samples.toLocaleString('en-US')} samples, ${rounds} rounds`);
    const ofGraph = [
      verdict('  megabytes', [statSync(file).size / 1e6], { atMost: mostMegabytes }),
      verdict('  seconds until it can be used', figures.ready, { atMost: mostSeconds }),
      verdict('  seconds until a search is answered', figures.search, { atMost: mostSeconds }),
      verdict('  seconds until it is inverted', figures.inverted, { atMost: mostSeconds }),
    ];
    return [...ofGraph, ...(await benchReport(join(folder, 'report.html'), rounds))];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function benchReport(file, rounds) {
  const { reportPage, runReport, readPageScript, aLongRun } = await fromTypeScript(
    'src/report/page/report',
    'src/report/pages/run',
    'src/host/page-script',
    'test/fixtures/long-run',
  );
  const report = runReport(aLongRun(minutes * 60), { latency: null, profile: null, folder: 'a-run' });
  writeFileSync(file, reportPage(report, readPageScript('report')));
  const figures = await inBrowser(file, rounds, reportFigures);
  console.log(`The report of ${minutes} minutes over two relays, ${rounds} rounds`);
  const atMost = mostSecondsOfReport;
  return [
    verdict('  megabytes', [statSync(file).size / 1e6], { atMost: mostMegabytesOfReport }),
    verdict('  seconds until it can be used', figures.ready, { atMost }),
    verdict('  seconds until a chart tells its values', figures.told, { atMost }),
    verdict('  seconds until it fits another width', figures.fitted, { atMost }),
  ];
}

async function pageOfManySamples() {
  const { flamegraphPage, readPageScript, bigProfile } = await fromTypeScript(
    'src/report/flamegraph/page',
    'src/host/page-script',
    'test/fixtures/big-profile',
  );
  return flamegraphPage({
    title: 'A large profile',
    facts: [],
    warnings: [],
    texts: [],
    bundle: readPageScript('flamegraph'),
    profile: bigProfile(samples),
  });
}

/** Seconds by what was done, on a page that can be used. */
const graphFigures = async (page) => ({
  search: await timed(page, () => page.fill('#search', 'router'), `found.textContent !== ''`),
  // The inverted view puts the heaviest function first.
  inverted: await timed(
    page,
    () => page.getByText('inverted', { exact: true }).click(),
    `document.querySelector('g.frame[name="(small frames)"]') !== null`,
  ),
});

const reportFigures = async (page) => ({
  told: await timed(
    page,
    () => page.hover('#cpu .drawing'),
    `document.querySelector('#cpu .readout').textContent !== ''`,
  ),
  fitted: await timed(
    page,
    () => page.setViewportSize({ width: 700, height: 900 }),
    `document.querySelector('#cpu svg').clientWidth < 700`,
  ),
});

/** Seconds by what was done, a value a round, after one round that does not count. */
async function inBrowser(file, rounds, figuresOf) {
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  const found = names.map((name) => spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout.trim());
  const executablePath = found.find((path) => path !== '');
  if (executablePath === undefined) throw new Error(`none of ${names.join(', ')} is on PATH`);
  const args = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];
  if (process.getuid() === 0) args.push('--no-sandbox');
  const browser = await chromium.launch({ executablePath, args });
  const figures = {};
  try {
    for (let round = -1; round < rounds; round++) {
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
      await page.goto(pathToFileURL(file).href);
      await page.locator('[data-ready]').waitFor({ state: 'attached' });
      const ready = await page.evaluate('performance.now() / 1000');
      const found = { ready, ...(await figuresOf(page)) };
      await page.close();
      if (round < 0) continue;
      for (const [name, seconds] of Object.entries(found)) (figures[name] ??= []).push(seconds);
    }
  } finally {
    await browser.close();
  }
  return figures;
}

/** Seconds from before something is done until an expression in the page is true. */
async function timed(page, act, expression) {
  const begin = performance.now();
  await act();
  await page.waitForFunction(expression);
  return (performance.now() - begin) / 1000;
}
