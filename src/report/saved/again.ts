import { metricsOf, type Metric } from '../../model/metrics.js';
import type { Summary } from '../../model/summary.js';
import { formatPercent } from '../../units/quantity.js';
import { labelled } from '../layout.js';
import { buildKey, buildLabelWithProton, buildOf } from './build.js';
import { formatValue } from '../metric-value.js';

/** Two runs of one scenario side by side; one of each tells no difference, and it says so. */
export function againText(before: Summary, now: Summary): string {
  const figures = ratesAndCost(now).map((metric) => sideBySide(metric, before, now));
  const [was, is] = [buildOf(before), buildOf(now)];
  const builds =
    buildKey(was) === buildKey(is) ? [] : [`build ${buildLabelWithProton(was)} -> ${buildLabelWithProton(is)}`];
  const text = `${[...figures, ...builds].join('; ')} (${before.id} -> this run)`;
  return `${labelled('AGAIN', `${text}\ntwo runs are no comparison: flimflam compare tells a change from noise`).join('\n')}\n`;
}

/** What the window counted, and what that cost all relays. */
function ratesAndCost({ configuration, results }: Summary): Metric[] {
  const counted = (results?.operations_per_second ?? null) !== null;
  const wanted = new Set(['throughput', 'operations', 'cpu']);
  return metricsOf({ hops: configuration.hops, counted }).filter(({ name }) => wanted.has(name));
}

function sideBySide(metric: Metric, before: Summary, now: Summary): string {
  const [was, is] = [metric.of(before), metric.of(now)];
  const change = was === null || is === null || was === 0 ? null : is / was - 1;
  const sign = change !== null && change >= 0 ? '+' : '';
  const share = change === null ? '' : ` (${sign}${formatPercent(change)})`;
  return `${metric.title} ${formatValue(metric, was)} -> ${formatValue(metric, is)}${share}`;
}
