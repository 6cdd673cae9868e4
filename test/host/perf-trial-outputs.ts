import { readFileSync } from 'node:fs';
import { parseRecorded } from '../../src/host/perf-answers.js';
import type { PerfFacts } from '../../src/host/perf-facts.js';
import type { Trial } from '../../src/host/perf-trials.js';

export const probeFixture = (name: string): string =>
  readFileSync(new URL(`../fixtures/perf-probe/${name}.txt`, import.meta.url), 'utf8');

/** What perf said in one of the trials of a fixture. */
export function said(fixture: string, trial: string): string {
  const part = probeFixture(fixture)
    .split(/^==> /m)
    .find((part) => part.startsWith(`${trial}\n`));
  return part?.slice(trial.length + 1) ?? '';
}

export const trialOf = (fixture: string, name: string): Trial => ({
  words: said(fixture, name),
  recorded: parseRecorded(said(fixture, `${name} stats`)),
  late: false,
});

/** The machine of the fixtures, as root. */
export const rootFacts: PerfFacts = {
  permission: { paranoid: 2, privileged: true },
  tracefs: { state: 'readable', path: '/sys/kernel/tracing' },
  kernelNames: true,
  kptrRestrict: 0,
  pmu: false,
  virtual: true,
  group: 0,
};

/** The same for an ordinary user. */
export const userFacts = (paranoid: number, tracefs: PerfFacts['tracefs']['state'] = 'unreadable'): PerfFacts => ({
  ...rootFacts,
  permission: { paranoid, privileged: false },
  tracefs: { state: tracefs, path: '/sys/kernel/tracing' },
  kernelNames: paranoid < 2,
  group: 1000,
});
