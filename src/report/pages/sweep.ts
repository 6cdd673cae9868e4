import type { Curve, Sweep } from '../../model/sweep.js';
import { quoteForShell } from '../../units/shell.js';
import { addedText, costUnit, hopCosts, hopLegend, whichRelays } from '../curves/hop-costs.js';
import { sweepCell, sweepFigures } from '../curves/sweep-cells.js';
import {
  axisOption,
  axisTitle,
  sweepHeadline,
  sweepLegend,
  sweepOptions,
  sweepTroubles,
} from '../curves/sweep-words.js';
import { copyable } from '../page/copyable.js';
import { dataTable } from '../page/data-table.js';
import { markup, type Markup } from '../page/markup.js';
import type { Fact } from '../page/parts.js';
import type { Report } from '../page/report.js';
import { formatSeconds, formatSignificant } from '../../units/quantity.js';
import { machineLines } from '../run/settings.js';
import { sweepText } from '../sweep-text.js';
import { shortName, startedText } from './curve-chart.js';
import { sweepCharts, sweepKnee } from './sweep-charts.js';

/** A sweep as a page: a curve for each relay or build. */
export function sweepReport(sweep: Sweep): Report {
  const { id, status, warnings, environment } = sweep;
  const troubles = sweepTroubles(sweep);
  const charts = sweepCharts(sweep);
  return {
    title: `Sweep of ${axisTitle(sweep)}`,
    subtitle: sweepHeadline(sweep),
    ...answer(sweep),
    facts: [
      ...sweep.curves.map((curve) => curveFact(curve, sweep)),
      { label: 'Sweep', value: id },
      { label: 'Started', value: startedText(sweep) },
    ],
    ...(status === 'complete' ? {} : { notice: 'INTERRUPTED: what was measured until then.' }),
    warnings,
    sections: [
      ...(charts.length === 0 ? [] : [{ id: 'curves', title: 'Curves', content: charts }]),
      ...hops(sweep),
      { id: 'points', title: 'All points', content: [points(sweep), markup`<p>${sweepLegend(sweep)}.</p>`] },
      ...(troubles.length === 0
        ? []
        : [
            {
              id: 'troubles',
              title: 'What went wrong',
              content: [markup`<ul class="list">${troubles.map((one) => markup`<li>${one}</li>`)}</ul>`],
            },
          ]),
      { id: 'again', title: 'Again', content: [copyable('Command', command(sweep))] },
    ],
    notes: environment === null ? [] : machineLines(sweep, environment),
    texts: [{ title: 'The sweep as text', text: sweepText(sweep, { folder: id }) }],
  };
}

/** The place of a curve with its highest rate; null where nothing good was measured. */
function highest({ points }: Curve, { values }: Sweep): { at: number; text: string; median: number } | null {
  let found: { at: number; text: string; median: number } | null = null;
  for (const [at, { figures, doubtful }] of points.entries()) {
    const median = figures.rate?.median ?? null;
    if (median !== null && !doubtful && median > (found?.median ?? -Infinity))
      found = { at, text: values[at]!.text, median };
  }
  return found;
}

/** The highest point of each curve, the best one first. */
function answer(sweep: Sweep): Pick<Report, 'answer'> {
  const [rate] = sweepFigures(sweep.counted);
  const best = sweep.curves
    .flatMap((curve) => {
      const most = highest(curve, sweep);
      return most === null ? [] : [{ spec: shortName(curve.spec), ...most }];
    })
    .sort((one, other) => other.median - one.median)
    .map(({ spec, text, median }) => `${spec} ${rate!.format(median)} at ${axisTitle(sweep)} ${text}`);
  const unit = sweep.counted === 'operations' ? 'operations/s' : 'throughput';
  return { answer: best.length === 0 ? 'Nothing could be measured' : `Highest ${unit}: ${best.join('; ')}` };
}

function curveFact(curve: Curve, sweep: Sweep): Fact {
  const { spec, program, points } = curve;
  const most = highest(curve, sweep);
  const [rate] = sweepFigures(sweep.counted);
  const value =
    most === null ? 'nothing good' : `up to ${sweepCell(points[most.at]!, rate!)}, ${kneeText(curve, sweep)}`;
  const build =
    program === null
      ? ''
      : `${program.path}, ${program.build_id === null ? 'no build id' : `build ${program.build_id}`}`;
  return { label: shortName(spec), value, ...(build === '' ? {} : { meaning: build }) };
}

function kneeText(curve: Curve, sweep: Sweep): string {
  const knee = sweepKnee(curve, sweep);
  if (knee === null) return 'too few points for a knee';
  if (knee.kind === 'knee') return `knee at ${sweep.values.find(({ number }) => number === knee.x)!.text}`;
  return `no knee within the range: ${knee.kind === 'rising' ? 'it rises to its end' : 'more brings no more'}`;
}

/** Every figure of every point. */
function points(sweep: Sweep): Markup {
  const { curves, values, counted, repeat } = sweep;
  const figures = sweepFigures(counted).filter(
    ({ name }) => name === 'rate' || curves.some((curve) => curve.points.some((point) => point.figures[name] != null)),
  );
  return dataTable({
    name: 'All points',
    columns: [
      { title: 'Curve', align: 'left' },
      { title: axisTitle(sweep), align: 'right' },
      ...figures.map(({ header, name }) => ({ title: header, about: abouts[name], align: 'right' as const })),
      { title: 'Runs', about: `runs that the figures are made of, of ${repeat}`, align: 'right' },
    ],
    rows: curves.flatMap((curve) =>
      curve.points.map((point, at) => ({
        cells: [
          shortName(curve.spec),
          values[at]!.text,
          ...figures.map((figure) => sweepCell(point, figure)),
          `${point.counted} of ${repeat}`,
        ],
      })),
    ),
  });
}

/** What each relay of a chain adds. */
function hops(sweep: Sweep): Report['sections'] {
  const rows = sweep.curves.flatMap((curve) =>
    hopCosts(curve, sweep).map((cost) => ({
      cells: [
        shortName(curve.spec),
        whichRelays(cost),
        addedText(cost.cost, formatSignificant),
        addedText(cost.latency, formatSeconds),
      ],
    })),
  );
  if (rows.length === 0) return [];
  const table = dataTable({
    name: 'What each relay adds',
    columns: [
      { title: 'Curve', align: 'left' },
      { title: 'Relay', align: 'left' },
      { title: costUnit(sweep.counted), about: 'CPU of all relays that it adds', align: 'right' },
      { title: 'Lat p50', about: 'by which it makes the median of the latency longer', align: 'right' },
    ],
    rows,
  });
  return [{ id: 'hops', title: 'What each relay adds', content: [table, markup`<p>${sentence(hopLegend)}</p>`] }];
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

const abouts = {
  rate: 'median of the runs, with its interval or range',
  latency_p50: 'half of the operations took no longer',
  latency_p99: '99 % of the operations took no longer',
  relays_cost: 'CPU-seconds of all relays by GB of payload, or by 1000 operations (kop)',
  relays_cpu: 'cores that all relays kept busy',
  relays_rss: 'highest resident memory of each relay, summed over them',
} as const;

/** The same sweep, as it would be typed. */
function command(sweep: Sweep): string {
  const { curves, values, axis } = sweep;
  const own = ['flimflam', 'sweep', '--relays', curves.map(({ spec }) => spec).join(','), axisOption(axis)];
  return [...own, values.map(({ text }) => text).join(',')].map(quoteForShell).join(' ') + ` ${sweepOptions(sweep)}`;
}
