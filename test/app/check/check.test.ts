import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { checkNode, checkPerfEvents, checkProc } from '../../../src/app/check/machine.js';
import { neededPrograms } from '../../../src/app/check/needs.js';
import { check } from '../../../src/app/check/check.js';
import { captureNames } from '../../../src/model/names.js';
import { relays } from '../../../src/relays/index.js';
import { workloads } from '../../../src/workloads/index.js';

const folder = mkdtempSync(join(tmpdir(), 'flimflam-check-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('every program is listed once, with all that it is for', () => {
  const needs = neededPrograms(relays, workloads);
  const names = needs.map(({ spec }) => spec.executable);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toEqual(expect.arrayContaining(['skrouterd', 'nginx', 'iperf3', 'h2load', 'nghttpd', 'flimflam-load']));
  const purposes = Object.fromEntries(needs.map(({ spec, purpose }) => [spec.executable, purpose]));
  expect(purposes['nginx']).toBe('relay tcp, http1; h2load-h1');
  expect(purposes['nghttpd']).toBe('workload h2load');
});

test('a program that does not start is a finding, and only required things decide', async () => {
  writeFileSync(join(folder, 'iperf3'), '#!/bin/sh\necho "libx.so: cannot open" >&2\nexit 127\n', { mode: 0o755 });
  const report = await check({ ignorePerf: false }, { ...process.env, PATH: `${folder}:${process.env['PATH']}` });
  const named = (name: string) => report.findings.find((finding) => finding.name === name);
  expect(named('iperf3')).toMatchObject({ state: 'broken', required: false, note: 'libx.so: cannot open' });
  expect(named('node')).toMatchObject({ state: 'found', version: process.versions.node });
  expect(named('nginx stream')).toBeDefined();
  expect(named('perf events')).toBeDefined();
  expect(report.ok).toBe(report.findings.every(({ required, state }) => !required || state === 'found'));
  expect(report.facts.map(({ name }) => name)).toEqual(expect.arrayContaining(['distribution', 'kernel', 'topology']));
});

test('--ignore-perf leaves perf out altogether, and with it what can be captured', async () => {
  const { findings, captures } = await check({ ignorePerf: true });
  expect(findings.filter(({ name }) => name.startsWith('perf'))).toEqual([]);
  expect(captures).toEqual([]);
});

test('every capture has a row, and one that is not possible does not make the check fail', async () => {
  writeFileSync(join(folder, 'perf'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
  const report = await check({ ignorePerf: false }, { ...process.env, PATH: `${folder}:${process.env['PATH']}` });
  expect(report.captures.map(({ capture }) => capture)).toEqual([...captureNames]);
  const withPerf = report.captures.filter(({ capture }) => capture !== 'skstat');
  for (const found of withPerf) {
    expect(found).toMatchObject({ possible: false, note: 'perf record -h prints nothing' });
  }
  expect(report.ok).toBe(report.findings.every(({ required, state }) => !required || state === 'found'));
});

test('an old node is broken', () => {
  expect(checkNode('20.18.9', '/bin/node').state).toBe('broken');
  expect(checkNode('20.19.0', '/bin/node').state).toBe('found');
  expect(checkNode('24.0.0', '/bin/node').state).toBe('found');
});

test('accounts that cannot be read are named', () => {
  expect(checkProc(['/proc/stat', '/proc/nonsense'])).toMatchObject({
    state: 'broken',
    note: 'cannot read /proc/nonsense',
  });
});

test('perf events are judged by what they permit', () => {
  expect(checkPerfEvents({ paranoid: 3, privileged: false })).toMatchObject({ state: 'broken', required: false });
  expect(checkPerfEvents({ paranoid: 2, privileged: false })).toMatchObject({ state: 'found' });
});
