import type { Setup, Step } from '../../../src/app/compare/loop.js';
import type { Clocks } from '../../../src/app/compare/clocks.js';
import { nothingSeen } from '../../../src/app/run/execution.js';
import type { FinishedRun, RunRequest } from '../../../src/app/run/run.js';
import type { Hooks } from '../../../src/app/run/execution.js';
import type { ResolvedSide } from '../../../src/app/sides/sides.js';
import type { Side, SideName } from '../../../src/model/comparison.js';
import { metricsOf } from '../../../src/model/metrics.js';
import type { Binary, Summary } from '../../../src/model/summary.js';
import { pairOrders } from '../../../src/stats/pair-orders.js';
import { randomFrom } from '../../../src/stats/shuffle.js';
import { aScenario } from '../../fixtures/scenario.js';
import { aConfiguration, aSummary } from '../../fixtures/summary.js';
import { temporaryFolder } from '../../store/temporary.js';

const program = { path: '/usr/sbin/nginx', build_id: '9c1e44d077ab0123', version: '1.26.3' };

function aSide(spec: string): Side {
  return {
    spec,
    relay: 'nginx',
    relay_options: {},
    variables: {},
    prefix: null,
    program,
    hosts: [],
    libraries: [],
    digest: null,
  };
}

const resolved = (spec: string, name: SideName): ResolvedSide => ({
  side: aSide(spec),
  scenario: aScenario(),
  environment: { SIDE: name },
  program: null,
  notes: [],
});

/** A comparison that has not begun, in a folder of its own. */
export function aSetup(changes: Partial<Setup['comparison']> = {}): Setup {
  const { pairs = 30, seed = 7 } = changes;
  return {
    comparison: {
      schema_version: 1,
      kind: 'compare',
      working_folder: null,
      id: '20261123-101502-compare-3f2a',
      started: '2026-11-23T10:15:02.000Z',
      ended: null,
      status: 'interrupted',
      stopped_because: null,
      configuration: aConfiguration(),
      environment: null,
      hosts: [],
      seed,
      pairs,
      looks: 'looks',
      margin: 0.02,
      primary: 'throughput',
      order: pairOrders(seed, pairs),
      a: aSide('old'),
      b: aSide('new'),
      also: { a: [], b: [] },
      among: 1,
      detectable: null,
      explanation: null,
      differences: ['options'],
      mapped: { a: null, b: null },
      builds: { a: [], b: [] },
      runs: [],
      warnings: [],
      ...changes,
    },
    sides: { a: [resolved('old', 'a')], b: [resolved('new', 'b')] },
    metrics: metricsOf({ hops: 2, counted: false }),
    folder: temporaryFolder(),
    warnings: [],
  };
}

/** What a run would show: bits per second, or any other end. */
export type Shown = number | Partial<Summary>;

/** How the runs of a comparison turn out; `at` counts all runs from 0, the burn-in too. */
export type Story = (side: SideName, at: number) => Shown;

export const disturbed: Partial<Summary> = {
  status: 'invalid',
  status_reason: { code: 'disturbed', message: 'other programs used 9.0 % of the machine' },
};

export const died: Partial<Summary> = {
  status: 'failed',
  status_reason: { code: 'relay-died', message: 'relay 1 (nginx) ended with signal SEGV' },
  results: null,
  trust: null,
  resources: {},
};

/** 3 Gb/s for A and with `change` for B, with a little noise that a seed makes. */
export function steady(change: number, noise = 0.005): Story {
  const random = randomFrom(1);
  return (side) => 3e9 * (side === 'b' ? 1 + change : 1) * Math.exp(noise * (random() - 0.5));
}

/** A world in which runs take no time and go as the story says. */
export class World {
  readonly requests: RunRequest[] = [];
  readonly steps: Step[] = [];
  readonly controller = new AbortController();
  readonly clocks: Clocks = { wallMs: 0, monotonicMs: 0 };
  /** What relay 1 had mapped in every run. */
  mapped: Binary[] = [program];
  /** Called after each run, with their number. */
  after: (runs: number) => void = () => {};

  /** The hosts that were waited for, and the one that stays away. */
  readonly awaited: (readonly string[])[] = [];
  staysAway: string | null = null;

  constructor(readonly story: Story) {}

  readonly means = {
    untilBack: (names: readonly string[]): Promise<string | null> => {
      this.awaited.push(names);
      return Promise.resolve(this.staysAway);
    },
    clocks: (): Clocks => ({ ...this.clocks }),
    run: (request: RunRequest): Promise<FinishedRun> => {
      const at = this.requests.push(request) - 1;
      const shown = this.story(request.environment?.['SIDE'] as SideName, at);
      const { results } = aSummary();
      const changes = typeof shown === 'number' ? { results: { ...results!, bits_per_second: shown } } : shown;
      this.clocks.wallMs += 6500;
      this.clocks.monotonicMs += 6500;
      this.after(at + 1);
      const aborted = this.controller.signal.aborted
        ? { ...died, status: 'interrupted' as const, status_reason: { code: 'interrupted', message: 'by Ctrl-C' } }
        : {};
      const summary = aSummary({ id: `run-${at}`, ...changes, ...aborted });
      const execution = { ...nothingSeen(), libraries: { relay1: this.mapped } };
      return Promise.resolve({ summary, folder: `${request.outputDir}/run-${at}`, execution, unsaved: null });
    },
  };

  readonly hooks: Hooks & { onRun: (step: Step) => void } = {
    signal: this.controller.signal,
    onProgress: () => {},
    onEvent: () => {},
    hold: null,
    onRun: (step) => void this.steps.push(step),
  };
}
