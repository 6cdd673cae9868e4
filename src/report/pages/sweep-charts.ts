import type { Curve, FigureName, Sweep } from '../../model/sweep.js';
import { kneeOf, type Knee } from '../../stats/knee.js';
import type { Axis, Quantity, Series, XyChart } from '../charts/chart.js';
import { sweepCell, sweepFigures, type SweepFigure } from '../curves/sweep-cells.js';
import { axisTitle } from '../curves/sweep-words.js';
import type { Figure, Table } from '../page/figure.js';
import { lookOf, scaleFor, shortName } from './curve-chart.js';

/** What a figure is called on the page, and what it says. */
interface Meaning {
  title: string;
  about: string;
  axis: string;
  quantity: Quantity;
}

/** The knee of the rate of a curve; without points that could be doubted. */
export function sweepKnee({ points }: Curve, { values }: Sweep): Knee | null {
  return kneeOf(
    points.flatMap(({ figures: { rate }, doubtful }, at) =>
      rate == null || doubtful ? [] : [{ x: values[at]!.number, y: rate.median }],
    ),
  );
}

/** What is known of every figure of a sweep: a picture each. */
export function sweepCharts(sweep: Sweep): Figure[] {
  return sweepFigures(sweep.counted)
    .filter(({ name }) => sweep.curves.some(({ points }) => points.some(({ figures }) => figures[name] != null)))
    .map((figure) => {
      const { title, about } = meaningOf(figure.name, sweep.counted);
      const chart = chartOf(sweep, figure);
      const told = figure.name === 'rate' ? `${about} ${kneeMeaning(chart)}` : about;
      return { id: figure.name.replaceAll('_', '-'), title, about: told, chart, table: tableOf(sweep, figure.name) };
    });
}

const meaningOf = (name: FigureName, counted: Sweep['counted']): Meaning =>
  name === 'rate' ? rates[counted] : meanings(counted === 'operations' ? '1000 operations' : 'GB of payload')[name];

const rates: Readonly<Record<Sweep['counted'], Meaning>> = {
  bits: { title: 'Throughput', about: 'Payload that the client received.', axis: 'throughput', quantity: 'bits/s' },
  operations: { title: 'Operations', about: 'Operations per second.', axis: 'operations/s', quantity: 'rate' },
};

const meanings = (unit: string): Readonly<Record<Exclude<FigureName, 'rate'>, Meaning>> => ({
  latency_p50: latency('p50', 'Half'),
  latency_p99: latency('p99', '99 %'),
  relays_cost: {
    title: 'Cost of the relays',
    about: `CPU-seconds of all relays by ${unit}: what stays comparable when the rate differs.`,
    axis: `CPU-s by ${unit}`,
    quantity: 'number',
  },
  relays_cpu: {
    title: 'CPU of the relays',
    about: 'Cores that all relays kept busy.',
    axis: 'cores',
    quantity: 'cores',
  },
  relays_rss: {
    title: 'Memory of the relays',
    about: 'The highest sample of resident memory of each relay, summed over them.',
    axis: 'resident memory',
    quantity: 'bytes',
  },
});

const latency = (percentile: string, share: string): Meaning => ({
  title: `Latency ${percentile}`,
  about: `${share} of the operations took no longer.`,
  axis: `latency ${percentile}`,
  quantity: 'seconds',
});

const kneeMeaning = ({ rules = [] }: XyChart): string =>
  `The knee is the first value with at least 90 % of the highest rate of its curve, if the curve goes on for at least 40 % more of the axis${rules.length === 0 ? '; no curve has one within this range' : ''}.`;

function chartOf(sweep: Sweep, figure: SweepFigure): XyChart {
  const { axis, quantity } = meaningOf(figure.name, sweep.counted);
  const medians = sweep.curves.flatMap(({ points }) =>
    points.flatMap(({ figures }) => figures[figure.name]?.median ?? []),
  );
  const isTime = quantity === 'seconds';
  const scale = isTime ? scaleFor(medians) : 'linear';
  return {
    kind: 'xy',
    x: axisBelow(sweep),
    y: { title: axis, quantity, scale, ...(scale === 'linear' ? { from: 0 } : {}) },
    series: sweep.curves.flatMap((curve, at) => seriesOf(curve, at, sweep, figure)),
    ...(figure.name === 'rate' ? { rules: kneeRules(sweep) } : {}),
  };
}

/** Counts are written as they are: they are what was asked for. */
function axisBelow(sweep: Sweep): Axis {
  const numbers = sweep.values.map(({ number }) => number);
  const bytes = sweep.axis === 'message_size' ? ', bytes of the longer of request and response' : '';
  const perSecond: Quantity = sweep.configuration.load.rate?.unit === 'requests' ? 'rate' : 'bits/s';
  return {
    title: `${axisTitle(sweep)}${bytes}`,
    quantity: sweep.axis === 'rate' ? perSecond : 'count',
    scale: scaleFor(numbers),
    ticks: [...new Set(numbers)].sort((one, other) => one - other),
  };
}

/** A curve as a line, and what is doubtful of it as rings beside it. */
function seriesOf({ spec, points }: Curve, at: number, sweep: Sweep, figure: SweepFigure): Series[] {
  const known = points.flatMap((point, place) => {
    const spread = point.figures[figure.name] ?? null;
    return spread === null ? [] : [{ point, spread, value: sweep.values[place]! }];
  });
  const { colour, mark } = lookOf(at);
  const name = shortName(spec);
  const series = (doubtful: boolean, look: Pick<Series, 'name' | 'drawn' | 'mark'>): Series[] => {
    const chosen = known
      .filter(({ point }) => point.doubtful === doubtful)
      .sort((one, other) => one.value.number - other.value.number);
    if (chosen.length === 0) return [];
    const ends = (end: 'low' | 'high') => chosen.map(({ point, spread }) => (point.counted < 2 ? null : spread[end]));
    return [
      {
        ...look,
        colour,
        x: chosen.map(({ value }) => value.number),
        y: chosen.map(({ spread }) => spread.median),
        ...(chosen.some(({ point }) => point.counted > 1) ? { low: ends('low'), high: ends('high') } : {}),
        labels: chosen.map(
          ({ point, value }) => `${name}, ${axisTitle(sweep)} ${value.text}: ${sweepCell(point, figure)}`,
        ),
      },
    ];
  };
  return [
    ...series(false, { name, drawn: 'both', mark }),
    ...series(true, { name: `${name}, invalid`, drawn: 'points', mark: 'ring' }),
  ];
}

/** A line at every knee, which names the curves that have it there. */
function kneeRules(sweep: Sweep): NonNullable<XyChart['rules']> {
  const names = new Map<number, string[]>();
  for (const curve of sweep.curves) {
    const knee = sweepKnee(curve, sweep);
    if (knee?.kind === 'knee') names.set(knee.x, [...(names.get(knee.x) ?? []), shortName(curve.spec)]);
  }
  return [...names].map(([at, curves]) => ({ axis: 'x', at, name: `knee: ${curves.join(', ')}` }));
}

/** Every point of every curve with its interval. */
function tableOf({ curves, values, axis }: Sweep, name: FigureName): Table {
  const rows = curves.flatMap(({ spec, points }) =>
    points.map((point, at) => ({ spec, point, value: values[at]!, figure: point.figures[name] ?? null })),
  );
  return {
    columns: [
      { title: 'curve', values: rows.map(({ spec }) => spec) },
      { title: axis, values: rows.map(({ value }) => value.text) },
      { title: name, values: rows.map(({ figure }) => figure?.median ?? null) },
      { title: 'low', values: rows.map(({ figure }) => figure?.low ?? null) },
      { title: 'high', values: rows.map(({ figure }) => figure?.high ?? null) },
      { title: 'level', values: rows.map(({ figure }) => figure?.level ?? null) },
      { title: 'runs', values: rows.map(({ point }) => point.counted) },
      { title: 'doubtful', values: rows.map(({ point }) => String(point.doubtful)) },
    ],
  };
}
