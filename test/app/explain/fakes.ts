import { basename } from 'node:path';
import type { Capture } from '../../../src/model/capture.js';
import type { CaptureName } from '../../../src/model/names.js';
import type { Profile } from '../../../src/model/profile.js';
import type { SideName } from '../../../src/model/comparison.js';
import type { Binary, Summary } from '../../../src/model/summary.js';
import { nothingSeen } from '../../../src/app/run/execution.js';
import type { CapturedRun, Keeping, PreparedCapture } from '../../../src/app/capture/capture.js';
import type { CaptureMeans, ExplainHooks, ExplainStep } from '../../../src/app/explain/captured-runs.js';
import type { ExplainPlan, PlannedLook } from '../../../src/app/explain/plan.js';
import type { RunRequest } from '../../../src/app/run/run.js';
import { createRunFolder } from '../../../src/store/run-folder.js';
import { writeSummary } from '../../../src/store/summary-file.js';
import { aCapture } from '../../fixtures/capture.js';
import { aPool, aRouter } from '../../fixtures/router-statistics.js';
import { profileOf } from '../../fixtures/profile.js';
import { aSummary } from '../../fixtures/summary.js';

/** What a captured run of a side shows, as far as it is not like any other. */
export interface Shown {
  summary?: Partial<Summary>;
  /** CPU time of the function `copy` in relay 1, in seconds; another one takes 1 s. */
  copy?: number;
  calls?: number;
  objects?: number;
  lost?: number;
  mapped?: Binary[];
  throws?: Error;
}

const prepared = (): PreparedCapture => ({
  observer: {
    instrument: () => {
      throw new Error('no run is made here');
    },
    describe: () => aCapture(),
  },
  warnings: [],
  perf: null,
});

export const aLook = (kind: CaptureName): PlannedLook => ({ kind, prepared: { a: prepared(), b: prepared() } });

export const aPlan = (...kinds: CaptureName[]): ExplainPlan => ({
  looks: kinds.map(aLook),
  leftOut: [],
  runs: kinds.length * 10,
  seconds: 60,
});

/** A world in which captured runs take no time and show what the story says; `at` counts them from 0. */
export class CaptureWorld {
  readonly requests: (RunRequest & { side: SideName; keeping: Keeping | undefined })[] = [];
  readonly steps: ExplainStep[] = [];
  /** The pages that were to be made of what differs. */
  readonly pages: Parameters<CaptureMeans['difference']>[] = [];
  readonly controller = new AbortController();
  /** Called after each run, with their number. */
  after: (runs: number) => void = () => {};
  #kind: CaptureName = 'flamegraph';

  constructor(readonly story: (side: SideName, at: number, kind: CaptureName) => Shown) {}

  readonly means: CaptureMeans = {
    clocks: () => ({ wallMs: 0, monotonicMs: 0 }),
    difference: (...page) => void this.pages.push(page),
    run: (request, _prepared, _hooks, keeping) => {
      const side = request.environment?.['SIDE'] as SideName;
      const at = this.requests.push({ ...request, side, keeping }) - 1;
      const shown = this.story(side, at, this.#kind);
      this.after(at + 1);
      return shown.throws === undefined ? Promise.resolve(this.#made(request, shown)) : Promise.reject(shown.throws);
    },
  };

  readonly hooks: ExplainHooks = {
    signal: this.controller.signal,
    onProgress: () => {},
    onEvent: () => {},
    hold: null,
    onExplain: (step) => {
      this.#kind = step.kind;
      this.steps.push(step);
    },
  };

  #made({ scenario, outputDir }: RunRequest, shown: Shown): CapturedRun {
    const { path: folder } = createRunFolder(outputDir, scenario, new Date());
    const kind = this.#kind;
    const tree = kind === 'flamegraph' ? aProfile(shown.copy ?? 1) : null;
    const summary = aSummary({ id: basename(folder), capture: captureOf(kind, shown), ...shown.summary });
    writeSummary(folder, summary);
    const facts = { event: 'cpu-clock', unit: 'ns' as const, samples: 2, roles: {} };
    const findings = { lost: 0, warnings: [], ...(tree === null ? {} : { profile: { facts, tree } }) };
    return {
      summary,
      folder,
      execution: { ...nothingSeen(), libraries: { relay1: shown.mapped ?? [] } },
      unsaved: null,
      findings: kind === 'skstat' ? null : findings,
      unread: null,
      link: null,
    };
  }
}

const aProfile = (seconds: number): Profile =>
  profileOf([
    [['relay 1', 'worker', 'main', 'copy'], seconds * 1e9],
    [['relay 1', 'worker', 'main', 'k:tcp_sendmsg'], 1e9],
  ]);

function captureOf(kind: CaptureName, { calls = 1000, objects = 64, lost = 0 }: Shown): Capture {
  const row = { role: 'relay_1', thread: 'worker', syscall: 'recvmsg', errors: 0, again: 0, seconds: 0.1, bytes: null };
  const plain = aCapture({ kind });
  return {
    ...plain,
    cost: { ...plain.cost, lost },
    syscalls: kind === 'syscalls' ? { rows: [{ ...row, calls }], unpaired: 0 } : null,
    routers:
      kind === 'skstat'
        ? ['relay_1', 'relay_2'].map((role) => aRouter(role, [aPool('qd_message_t', 128, objects)]))
        : null,
  };
}
