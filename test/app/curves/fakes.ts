import { nothingSeen, type Hooks } from '../../../src/app/run/execution.js';
import type { FinishedRun, RunRequest } from '../../../src/app/run/run.js';
import type { Summary } from '../../../src/model/summary.js';
import { aSummary } from '../../fixtures/summary.js';

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

export const lost: Partial<Summary> = {
  ...died,
  status_reason: { code: 'host-lost', message: 'lab1: nothing came from it for 6 s' },
};

const interrupted: Partial<Summary> = {
  ...died,
  status: 'interrupted',
  status_reason: { code: 'interrupted', message: 'by Ctrl-C' },
};

/** How runs turn out; `at` counts them from 0. What it throws, the run throws. */
export type Story = (request: RunRequest, at: number) => Partial<Summary>;

/** A world in which runs take no time and go as the story says. */
export class World {
  readonly requests: RunRequest[] = [];
  readonly places: string[] = [];
  readonly controller = new AbortController();
  /** The run that Ctrl-C ends; null: none. */
  endsAt: number | null = null;

  constructor(readonly story: Story) {}

  readonly run = async (request: RunRequest): Promise<FinishedRun> => {
    const at = this.requests.push(request) - 1;
    const shown = this.story(request, at);
    if (at === this.endsAt) this.controller.abort();
    const summary = aSummary({ id: `run-${at}`, ...(at === this.endsAt ? interrupted : shown) });
    return { summary, folder: `${request.outputDir}/run-${at}`, execution: nothingSeen(), unsaved: null };
  };

  readonly hooks: Hooks & { onRun: (place: string) => void } = {
    signal: this.controller.signal,
    onProgress: () => {},
    onEvent: () => {},
    hold: null,
    onRun: (place) => void this.places.push(place),
  };
}
