import { roleTitle } from '../../model/names.js';
import type { Capacity, CapacityStep, Percentiles } from '../../model/capacity.js';
import { median, range } from '../../stats/median.js';
import { formatCount } from '../../units/quantity.js';
import type { Axis, Series, XyChart } from '../charts/chart.js';
import { limitText } from '../curves/capacity-sentence.js';
import { stepOutcome } from '../curves/capacity-words.js';
import type { Figure, Table } from '../page/figure.js';
import { roleColour } from '../page/role-colour.js';
import { scaleFor, shortName } from './curve-chart.js';

/** Response time, CPU and answers by the rate that was asked for. */
export function capacityCharts(capacity: Capacity): Figure[] {
  const repeated =
    'Where a rate was tried more than once: the median, and a line from the lowest to the highest. Rings are steps that did not count.';
  const { metric, slo } = capacity;
  return [
    {
      id: 'response',
      title: 'Response time by rate',
      about: `From the time at which a request was due. The ${metric} must stay under ${limitText(slo)}; the lag is how late the generator itself was. ${repeated}`,
      chart: responseChart(capacity),
      table: tableOf(capacity, ({ response, lag }) => ({ ...prefixed('response', response), ...prefixed('lag', lag) })),
    },
    {
      id: 'cpu',
      title: 'CPU by rate',
      about: 'Cores that each part of the chain kept busy in the steps that count.',
      chart: cpuChart(capacity),
      table: tableOf(capacity, ({ cpu }) =>
        Object.fromEntries(Object.entries(cpu).map(([role, cores]) => [`cpu_${role}`, cores])),
      ),
    },
    {
      id: 'achieved',
      title: 'Answers by rate',
      about:
        'Answers per second, beside as many as were asked for: where the two part, requests were not answered in time, or not sent.',
      chart: achievedChart(capacity),
      table: tableOf(capacity, ({ achieved, planned, sent, answered }) => ({ achieved, planned, sent, answered })),
    },
  ].filter(({ chart }) => chart.series.length > 0);
}

const prefixed = (name: string, times: Percentiles | null): Record<string, number | null> =>
  Object.fromEntries((['p50', 'p90', 'p99', 'p99.9'] as const).map((one) => [`${name}_${one}`, times?.[one] ?? null]));

/** The median, the judged percentile and those beyond it. */
const shown = ({ metric }: Capacity) =>
  (['p50', 'p90', 'p99', 'p99.9'] as const).filter((name) => name !== 'p90' || metric === 'p90');
const percentileColours = { p50: 4, p90: 6, p99: 0, 'p99.9': 2 } as const;

function responseChart(capacity: Capacity): XyChart {
  const { metric, slo } = capacity;
  return {
    kind: 'xy',
    x: axisBelow(capacity),
    y: { title: 'response time', quantity: 'seconds', scale: 'log' },
    series: [
      ...shown(capacity).flatMap((name) =>
        curve(capacity, { name, colour: percentileColours[name] }, ({ response }) => response?.[name] ?? null),
      ),
      ...rings(
        capacity,
        { name: metric, colour: percentileColours[metric] },
        ({ response }) => response?.[metric] ?? null,
      ),
      ...curve(capacity, { name: `lag ${metric}`, colour: 5 }, ({ lag }) => lag?.[metric] ?? null),
    ],
    rules: [{ axis: 'y', at: slo, name: `${metric} must stay under ${limitText(slo)}` }, ...edges(capacity)],
  };
}

function cpuChart(capacity: Capacity): XyChart {
  const roles = [...new Set(capacity.steps.flatMap(({ cpu }) => Object.keys(cpu)))];
  return {
    kind: 'xy',
    x: axisBelow(capacity),
    y: { title: 'cores', quantity: 'cores', scale: 'linear', from: 0 },
    series: roles.flatMap((role) =>
      curve(capacity, { name: roleTitle(role), colour: roleColour(role) }, ({ cpu }) => cpu[role] ?? null),
    ),
    rules: edges(capacity),
  };
}

function achievedChart(capacity: Capacity): XyChart {
  const x = axisBelow(capacity);
  const rates = [...new Set(capacity.steps.map(({ rate }) => rate))].sort((one, other) => one - other);
  const look = { name: 'answered', colour: 0 };
  const achieved = [curve, rings].flatMap((draw) => draw(capacity, look, (step) => step.achieved));
  return {
    kind: 'xy',
    x,
    y: { title: 'answers/s', quantity: 'rate', scale: x.scale, ...(x.scale === 'linear' ? { from: 0 } : {}) },
    series: achieved.length === 0 ? [] : [{ name: 'asked', colour: 5, x: rates, y: rates, drawn: 'line' }, ...achieved],
    rules: edges(capacity),
  };
}

const axisBelow = ({ steps }: Capacity): Axis => ({
  title: 'rate asked for',
  quantity: 'rate',
  scale: scaleFor(steps.map(({ rate }) => rate)),
});

/** Where the answer lies. */
function edges({ answer }: Capacity): NonNullable<XyChart['rules']> {
  const found = [
    { at: answer?.passing, word: 'passes' },
    { at: answer?.failing, word: 'does not' },
  ];
  return found.flatMap(({ at, word }) => (at == null ? [] : [{ axis: 'x', at, name: `${formatCount(at)}/s ${word}` }]));
}

type Look = Pick<Series, 'name' | 'colour'>;
type FigureOf = (step: CapacityStep) => number | null;

const valuesOf = ({ steps }: Capacity, of: FigureOf): { step: CapacityStep; value: number }[] =>
  steps.flatMap((step) => {
    const value = of(step);
    return value === null ? [] : [{ step, value }];
  });

/** One figure over the rates: a point for each rate, from the steps that count. */
function curve(capacity: Capacity, look: Look, of: FigureOf): Series[] {
  const counted = valuesOf(capacity, of).filter(({ step }) => step.passed !== null);
  const rates = [...new Set(counted.map(({ step }) => step.rate))].sort((one, other) => one - other);
  if (rates.length === 0) return [];
  const groups = rates.map((rate) => counted.filter(({ step }) => step.rate === rate).map(({ value }) => value));
  const line: Series = { ...look, x: rates, y: groups.map(median), drawn: 'both' };
  if (groups.every(({ length }) => length < 2)) return [line];
  const ends = (end: 'min' | 'max') => groups.map((values) => (values.length < 2 ? null : range(values)[end]));
  return [{ ...line, low: ends('min'), high: ends('max') }];
}

/** The same figure of the steps that do not count. */
function rings(capacity: Capacity, { name, colour }: Look, of: FigureOf): Series[] {
  const spoilt = valuesOf(capacity, of).filter(({ step }) => step.passed === null);
  if (spoilt.length === 0) return [];
  return [
    {
      ...{ name: `${name}, did not count`, colour, drawn: 'points', mark: 'ring' },
      x: spoilt.map(({ step }) => step.rate),
      y: spoilt.map(({ value }) => value),
      labels: spoilt.map(({ step }) => `${formatCount(step.rate)}/s: ${shortName(stepOutcome(step, capacity))}`),
    },
  ];
}

/** A row for each step, in the order in which they were made. */
function tableOf({ steps }: Capacity, of: (step: CapacityStep) => Record<string, number | null>): Table {
  const rows = steps.map(of);
  const titles = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return {
    columns: [
      { title: 'rate', values: steps.map(({ rate }) => rate) },
      { title: 'passed', values: steps.map(({ passed }) => (passed === null ? null : String(passed))) },
      ...titles.map((title) => ({ title, values: rows.map((row) => row[title] ?? null) })),
    ],
  };
}
