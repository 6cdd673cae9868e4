import { usageError } from '../errors.js';
import { largestSend, usualLoad, type Load } from '../model/load.js';
import { workloadNames, type WorkloadName } from '../model/names.js';
import type { Scenario } from '../model/scenario.js';
import { workloadOf } from '../workloads/index.js';
import { writeMessageSize } from '../units/message-size.js';
import { writeRate } from '../units/rate.js';

/** How each part of the load is asked for. */
const optionOf: Readonly<Record<keyof Load, string>> = {
  direction: '--direction',
  messageSize: '--message-size',
  rate: '--rate',
  verify: '--verify',
  light: '--light',
  readerRate: '--reader-rate',
  active: '--active',
  background: '--background',
  halfClose: '--half-close',
};

/** Throws a usage error when the workload cannot do what is asked of it, which says what could. */
export function requireLoad({ workload, jobs, load }: Pick<Scenario, 'workload' | 'jobs' | 'load'>): void {
  for (const part of Object.keys(optionOf) as (keyof Load)[]) {
    if (load[part] !== usualLoad[part]) requireTaken(workload, part);
  }
  requireFittingRate(workload, load);
  const { takes } = workloadOf(workload);
  if (load.messageSize !== null && takes.messageSize === 'one') {
    const { request, response } = load.messageSize;
    if (request !== response) {
      const asked = writeMessageSize(load.messageSize);
      throw usageError('bad-size', `--message-size ${asked}: ${workload} has no answers, so it wants one size`);
    }
    if (request > largestSend) {
      throw usageError('bad-size', `--message-size ${request}: ${workload} sends at most ${largestSend} bytes at once`);
    }
  }
  if (load.active !== null && load.active > jobs) {
    throw usageError('bad-active', `--active ${load.active} is more than the ${jobs} that --jobs opens`);
  }
  if (load.light && load.verify) {
    throw usageError('light-verify', '--light looks at no byte, so that --verify is not possible with it');
  }
  if (load.halfClose && load.direction !== 'download') {
    const message = '--half-close is for clients that send nothing, and so wants --direction download';
    throw usageError('half-close-direction', message);
  }
}

function requireTaken(workload: WorkloadName, part: keyof Load): void {
  if (workloadOf(workload).takes[part] !== undefined) return;
  const others = workloadNames.filter((name) => workloadOf(name).takes[part] !== undefined);
  throw usageError(
    'option-not-taken',
    `${workload} has no ${optionOf[part]}`,
    others.length === 0 ? 'no workload has it' : `workloads that do: ${others.join(', ')}`,
  );
}

function requireFittingRate(workload: WorkloadName, { rate }: Load): void {
  const { takes } = workloadOf(workload);
  if (rate === null) return;
  if (takes.rate === 'requests' && rate.unit === 'requests') requireWholeRequests(rate.perSecond);
  if (takes.rate === rate.unit) return;
  const example = takes.rate === 'bits' ? 'bits per second, such as 2Gbps' : 'requests per second, such as 10k/s';
  throw usageError('bad-rate', `--rate ${writeRate(rate)}: ${workload} wants ${example}`);
}

/** What the native client takes: its schedule is exact for whole requests per second. */
const highestRate = 1e9;

function requireWholeRequests(perSecond: number): void {
  if (Number.isInteger(perSecond) && perSecond <= highestRate) return;
  const asked = writeRate({ unit: 'requests', perSecond });
  throw usageError('bad-rate', `--rate ${asked}: requests per second are a whole number up to 1G/s`);
}
