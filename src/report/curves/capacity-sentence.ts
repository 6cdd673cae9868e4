import type { Capacity, CapacityAnswer, CapacityStep } from '../../model/capacity.js';
import { formatCount, formatPercent, formatSeconds } from '../../units/quantity.js';

/** The answer in one sentence. */
export function capacitySentence(capacity: Capacity): string {
  const { answer } = capacity;
  if (answer === null) return interrupted(capacity);
  const { passing, failing, settled } = answer;
  const edge =
    failing === null
      ? 'no higher rate was to be tried'
      : reasons(capacity, answer, failing).concat(conclusion(answer)).join(', ');
  const sentence =
    passing === null
      ? `${subject(capacity)} has no rate with ${target(capacity)}: ${edge}`
      : `${subject(capacity)} answers ${isFloor(answer) ? 'at least ' : ''}${requests(passing)} with ${target(capacity)}; ${edge}`;
  return settled ? sentence : `${sentence}; the runs contradict each other, and the search was ended`;
}

/** Whether the chain may do more than what was found. */
const isFloor = ({ failing, generator_late: late, doubtful }: CapacityAnswer): boolean =>
  failing === null || late || doubtful;

/** Why the failing rate did not pass. */
function reasons(capacity: Capacity, { passing, generator_late: late, doubtful }: CapacityAnswer, failing: number) {
  const rate = formatCount(failing);
  const step = decisive(capacity, failing, late);
  return [
    late
      ? `at ${rate} limited by the generator: ${lateness(step, capacity)}`
      : `${passing === null ? `even at ${rate}` : `${rate} no longer:`} ${whyNot(step, capacity)}`,
    ...(doubtful ? ['the machine was disturbed there'] : []),
  ];
}

function conclusion(answer: CapacityAnswer): string[] {
  if (!isFloor(answer)) return [];
  return [answer.passing === null ? 'so what the chain can do is not known' : 'so this is a floor'];
}

function interrupted(capacity: Capacity): string {
  const passed = capacity.steps.filter(({ passed }) => passed === true).map(({ rate }) => rate);
  if (passed.length === 0) return `interrupted before anything was known of ${subject(capacity)}`;
  return `interrupted; until then ${subject(capacity)} answered ${requests(Math.max(...passed))} with ${target(capacity)}, not confirmed`;
}

function subject({ configuration: { workload, relay } }: Capacity): string {
  return relay === 'none' ? `${workload} without a relay` : `${workload} over ${relay}`;
}

const requests = (rate: number): string => `${formatCount(rate)} requests/s`;

const target = ({ metric, slo }: Capacity): string => `${metric} under ${limitText(slo)}`;

/** Without the zeros that say nothing of a limit: `5 ms`, `1.5 ms`. */
export const limitText = (seconds: number): string =>
  formatSeconds(seconds)
    .replace(/\.0+ /, ' ')
    .replace(/(\.\d*[1-9])0+ /, '$1 ');

/** Of the runs at the failing rate the last one that failed; with a late generator, if that is the reason to tell. */
const decisive = ({ steps }: Capacity, failing: number, late: boolean): CapacityStep | null =>
  steps.findLast((step) => step.rate === failing && step.passed === false && (step.generator_late || !late)) ?? null;

/** Why a step did not pass; also for the table. */
export function whyNot(step: CapacityStep | null, { metric }: Pick<Capacity, 'metric'>): string {
  if (step === null) return 'no reason is known';
  const { missed, reason, response, planned, sent, answered } = step;
  const share = (count: number | null): string =>
    formatPercent(count === null || planned === null ? null : count / planned);
  if (missed === 'run') return `the run failed: ${reason?.message ?? 'no reason was recorded'}`;
  if (missed === 'sent') return `only ${share(sent)} of the requests were sent`;
  if (missed === 'answered') return `only ${share(answered)} of the requests were answered`;
  const judged = response?.[metric] ?? null;
  return judged === null ? `${metric} is longer than any response that came` : `${metric} ${formatSeconds(judged)}`;
}

function lateness(step: CapacityStep | null, capacity: Capacity): string {
  const { metric } = capacity;
  if (step === null || step.missed === 'sent') return whyNot(step, capacity);
  return `its lag has ${metric} ${formatSeconds(step.lag?.[metric])}, the response ${formatSeconds(step.response?.[metric])}`;
}
