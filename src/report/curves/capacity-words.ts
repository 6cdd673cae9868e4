import { argumentsOf } from '../../model/arguments.js';
import { leastShare, type Capacity, type CapacityStep } from '../../model/capacity.js';
import { formatCores, formatPercent, formatRate, formatSeconds } from '../../units/quantity.js';
import { writeRate } from '../../units/rate.js';
import { quoteForShell } from '../../units/shell.js';
import type { Column } from '../table.js';
import { limitText, whyNot } from './capacity-sentence.js';

const right = (header: string): Column => ({ header, align: 'right' });

/** The usual two, and the judged one. */
const shownPercentiles = ({ metric }: Capacity) => [...new Set(['p50', 'p99', metric] as const)];

/** The figures of a step. */
export function capacityColumns(capacity: Capacity): Column[] {
  return [
    ...['Asked', 'Answered'].map(right),
    ...shownPercentiles(capacity).map((name) => right(`Resp ${name}`)),
    ...[`Lag ${capacity.metric}`, 'Relays CPU', 'Client CPU', 'Server CPU'].map(right),
  ];
}

export function stepCells(step: CapacityStep, capacity: Capacity): string[] {
  const { rate, planned, answered, response, lag, cpu } = step;
  const relays = Object.entries(cpu).filter(([role]) => role.startsWith('relay_'));
  const sum = relays.length === 0 ? null : relays.reduce((total, [, cores]) => total + cores, 0);
  return [
    formatRate(rate),
    formatPercent(planned === null || answered === null ? null : answered / planned),
    ...shownPercentiles(capacity).map((name) => formatSeconds(response?.[name])),
    formatSeconds(lag?.[capacity.metric]),
    formatCores(sum),
    formatCores(cpu['client']),
    formatCores(cpu['server']),
  ];
}

/** What a step came to. */
export function stepOutcome(step: CapacityStep, capacity: Capacity): string {
  const { passed, status, reason, generator_late: late } = step;
  if (passed === null)
    return status === 'interrupted' ? 'interrupted' : `spoilt: ${reason?.message ?? 'not known why'}`;
  const doubt = status === 'invalid' ? ', though spoilt' : '';
  if (passed) return `passes${doubt}`;
  return `${step.missed === 'slo' ? `${capacity.metric} too long` : whyNot(step, capacity)}${late ? ', generator late' : ''}${doubt}`;
}

/** How the figures are to be read. */
export function capacityLegend({ metric, slo }: Capacity): string {
  return [
    `a rate passes when ${metric} of the response time stays under ${limitText(slo)} and at least ${formatPercent(leastShare, 0)} of the planned requests are sent and answered`,
    'Resp: from the time at which a request was due',
    'Lag: how late it was sent',
    'CPU in cores',
  ].join('; ');
}

/** The options that make the same search, as they would be typed. */
export function capacityOptions({ configuration, slo, metric, from, to, precision }: Capacity): string {
  const shared = argumentsOf(configuration).filter(([option]) => option !== '--rate');
  const own = [
    ['--slo', `${Number((slo * 1000).toPrecision(12))}ms`],
    ['--metric', metric],
    ...[['--from', from] as const, ['--to', to] as const].map(([option, perSecond]) => [
      option,
      writeRate({ unit: 'requests', perSecond }),
    ]),
    ['--precision', `${Number((precision * 100).toPrecision(3))}%`],
  ];
  return [...shared, ...own].map((words) => words.map(quoteForShell).join(' ')).join(' ');
}
