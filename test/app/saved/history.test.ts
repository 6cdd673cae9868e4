import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { machinesFor } from '../../../src/app/calibrate/machine.js';
import { findHistory, type HistoryRequest } from '../../../src/app/saved/history.js';
import type { Summary } from '../../../src/model/summary.js';
import { calibrationFolder, writeCalibration } from '../../../src/store/calibration-file.js';
import { aCalibration } from '../../fixtures/calibration.js';
import { aCapture } from '../../fixtures/capture.js';
import { aRunOf, changed, threeBuilds, usual } from '../../fixtures/saved.js';
import { aDistributedSummary, aHostEnvironment } from '../../fixtures/hosts.js';
import { aConfiguration, anEnvironment } from '../../fixtures/summary.js';
import { temporaryFolder } from '../../store/temporary.js';

function saved(runs: readonly Summary[]): string {
  const parent = temporaryFolder();
  for (const run of runs) {
    mkdirSync(join(parent, run.id));
    writeFileSync(join(parent, run.id, 'summary.json'), JSON.stringify(run));
  }
  return parent;
}

const request = (parent: string, changes: Partial<HistoryRequest> = {}): HistoryRequest => ({
  ...{ parent, filters: {}, all: false, like: null, metric: null, usual },
  ...changes,
});

const nowhere = () => ({ XDG_STATE_HOME: join(temporaryFolder(), 'none') });

const found = async (runs: readonly Summary[], changes: Partial<HistoryRequest> = {}) =>
  findHistory(request(saved(runs), changes), nowhere());

test('the scenario is that of the newest run, and nothing else is mixed with it', async () => {
  const strangers = [
    aRunOf({ day: 1, hour: 1 }, { configuration: aConfiguration({ jobs: 64 }) }),
    aRunOf({ day: 1, hour: 2 }, { environment: anEnvironment({ cpus: 64 }) }),
    aRunOf({ day: 1, hour: 3 }, { environment: null }),
    aRunOf({ day: 1, hour: 4 }, { capture: aCapture({ kind: 'stat' }) }),
    // Where runs are kept is no part of a scenario.
    aRunOf({ day: 2, hour: 1 }, { configuration: aConfiguration({ output_dir: '/elsewhere' }) }),
  ];
  const { series, left_out: leftOut, newest } = await found([...strangers, ...threeBuilds()]);
  expect(leftOut).toEqual({ scenario: 1, machine: 2, captured: 1, unreadable: 0 });
  expect(newest.id).toBe(threeBuilds().at(-1)!.id);
  expect(series.map(({ metric, points }) => [metric.name, points.map(({ n }) => n)])).toEqual([
    ['throughput', [5, 2, 3]],
    ['cpu', [5, 2, 3]],
  ]);
});

test('filters choose the scenario, a run names it, and a limit takes the newest', async () => {
  const other = aRunOf({ day: 20, hour: 1 }, { configuration: aConfiguration({ relay: 'haproxy' }) });
  const runs = [...threeBuilds(), other];
  expect((await found(runs)).newest.id).toBe(other.id);
  expect((await found(runs, { filters: { relay: 'nginx' } })).series[0].points).toHaveLength(3);
  expect((await found(runs, { like: runs[0]! })).series[0].points).toHaveLength(3);
  const limited = await found(runs, { filters: { relay: 'nginx', limit: 2 } });
  expect(limited.series[0].points.map(({ n }) => n)).toEqual([2]);
});

test('runs on other hosts are of another scenario, and those of other hardware there of another machine', async () => {
  const runOn = (day: number, host: string, changes: Partial<Summary> = {}) => {
    const { configuration, hosts } = aDistributedSummary();
    const { deployment } = configuration;
    const placed = { ...deployment, hosts: { ...deployment.hosts, relay1: { host, address: null } } };
    return aRunOf({ day, hour: 1 }, { configuration: { ...configuration, deployment: placed }, hosts, ...changes });
  };
  const [here, lab1, lab2, lab3] = aDistributedSummary().hosts;
  const withOther = (environment: Parameters<typeof aHostEnvironment>[0]) => ({
    hosts: [here!, lab1!, { ...lab2!, environment: aHostEnvironment(environment) }, lab3!],
  });
  const runs = [
    runOn(1, 'lab-7'),
    ...threeBuilds().slice(0, 2),
    runOn(2, 'lab-2', withOther({ cpu_model: 'another' })),
    runOn(3, 'lab-2', { environment: anEnvironment({ cpu_model: 'drives only' }) }),
    runOn(4, 'lab-2', withOther({ kernel: '7.0' })),
    runOn(5, 'lab-2'),
  ];
  const { series, left_out: leftOut } = await found(runs, { like: runs.at(-1)! });
  expect(leftOut).toEqual({ scenario: 3, machine: 1, captured: 0, unreadable: 0 });
  const kernels = 'lab-1 6.12.48, lab-2 7.0, user@lab-3 6.1.0-42';
  expect(series[0].points.map(({ also }) => also)).toEqual([
    [],
    [`kernel lab-1 6.12.48, lab-2 6.12.48, user@lab-3 6.1.0-42 -> ${kernels}`],
    [`kernel ${kernels} -> lab-1 6.12.48, lab-2 6.12.48, user@lab-3 6.1.0-42`],
  ]);
});

test('another metric is drawn when it is asked for, and one that is not there is refused', async () => {
  const { series } = await found(threeBuilds(), { metric: 'rss.relay1' });
  expect(series.map(({ metric }) => metric.name)).toEqual(['rss.relay1', 'cpu']);
  await expect(found(threeBuilds(), { metric: 'p99' })).rejects.toMatchObject({
    code: 'unknown-metric',
    remedy: expect.stringContaining('throughput, cpu, cpu.relay1'),
  });
});

test('no run that fits', async () => {
  await expect(found([])).rejects.toMatchObject({ code: 'no-such-run' });
  const failed = aRunOf({ day: 1, hour: 1 }, { environment: null, status: 'failed', results: null });
  await expect(found([failed])).rejects.toMatchObject({ code: 'no-such-run' });
});

test('the record of this machine is used for the very scenario and metric, and for no other', async () => {
  const machine = await machinesFor(null);
  const { cpu_model, cpus } = machine;
  const runs = changed(threeBuilds(), { environment: anEnvironment({ cpu_model, cpus }) });
  const { output_dir: _, ...configuration } = aConfiguration();
  const environment = { XDG_STATE_HOME: temporaryFolder() };
  const folder = calibrationFolder(environment);
  writeCalibration(folder, aCalibration({ id: 'one', machine, configuration, noise: 0.05, pairs: 30 }));
  writeCalibration(folder, aCalibration({ id: 'other', machine, configuration: { ...configuration, jobs: 3 } }));
  const parent = saved(runs);
  const { series } = await findHistory(request(parent), environment);
  expect(series.map(({ band }) => [band?.source, band?.of])).toEqual([
    ['calibrations', 1],
    ['repeats', 9],
  ]);
  expect(series[0].band!.deviation).toBeCloseTo(0.05 / Math.SQRT2, 12);
  // Runs of another machine than this one are not judged by its record.
  const { series: others } = await findHistory(request(saved(threeBuilds())), environment);
  expect(others.map(({ band }) => band?.source)).toEqual(['repeats', 'repeats']);
});
