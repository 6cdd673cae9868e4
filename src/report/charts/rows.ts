import { markup, type Markup, type Part } from '../page/markup.js';
import type { BarChart, IntervalChart, StripChart } from './chart.js';
import { formatQuantity } from './format.js';
import { axisBelow, characterWidth, fitted, picture, px, ticksIn, type Plot } from './frame.js';
import { markPath } from './mark.js';
import { scaleOf, type Scale } from './scale.js';

/** Charts whose rows stand below each other, each with a name, on one axis. */
export function drawRows(chart: RowChart, width: number): Markup {
  const layout = layoutOf(chart, width);
  const { plot, scale, height, rowHeight } = layout;
  const middles = chart.rows.map((_, at) => plot.top + (at + 0.5) * rowHeight);
  return picture(width, height, chart.axis.title, [
    chart.kind === 'intervals' ? margin(chart, layout) : null,
    axisBelow(scale, chart.axis, plot),
    middles.map((middle, at) => row(chart, at, middle, layout)),
  ]);
}

type RowChart = BarChart | IntervalChart | StripChart;

interface RowLayout {
  plot: Plot;
  scale: Scale;
  height: number;
  rowHeight: number;
  /** On a narrow page names and figures stand above their rows. */
  narrow: boolean;
  width: number;
}

const narrowBelow = 560;

/** Pixels of the longest of these texts, which may be bold. */
const longest = (texts: readonly string[]): number =>
  Math.max(0, ...texts.map(({ length }) => length)) * characterWidth * 1.1;

function layoutOf(chart: RowChart, width: number): RowLayout {
  const narrow = width < narrowBelow;
  const names = Math.min(longest(chart.rows.map(({ name }) => name)), width * 0.3);
  const texts = longest(chart.rows.map((one) => ('text' in one ? one.text : '')));
  const rowHeight = (chart.kind === 'strips' ? 34 : 22) + (narrow ? 16 : 0);
  const plot = {
    left: narrow ? 8 : Math.ceil(names) + 12,
    right: width - (narrow ? 12 : Math.ceil(Math.min(texts, width * 0.4)) + 14),
    top: 6,
    bottom: 6 + rowHeight * chart.rows.length,
  };
  const wide = plot.right - plot.left;
  const scale = scaleOf(chart.axis, valuesOf(chart), [plot.left, plot.right], ticksIn(wide, 80));
  return { plot, scale, height: plot.bottom + 40, rowHeight, narrow, width };
}

function valuesOf(chart: RowChart): number[] {
  if (chart.kind === 'strips') return chart.rows.flatMap(({ values }) => [...values]);
  if (chart.kind === 'bars') return [0, ...chart.rows.flatMap(({ value, high }) => [value ?? 0, high ?? 0])];
  const limit = limitOf(chart);
  const ends = chart.rows.flatMap(({ low, high }) => [low, high]).map((end) => Math.min(Math.max(end, -limit), limit));
  return [-chart.margin, 0, chart.margin, ...ends];
}

const limitOf = ({ limit = Infinity }: IntervalChart): number => limit;

function margin({ margin: of }: IntervalChart, { scale, plot }: RowLayout): Markup {
  const [from, to] = [scale.place(-of), scale.place(of)];
  const [height, zero] = [plot.bottom - plot.top, px(scale.place(0))];
  return markup`<rect class="range" x="${px(from)}" y="${plot.top}" width="${px(to - from)}" height="${height}"><title>margin: ${formatQuantity(-of, 'change')} to ${formatQuantity(of, 'change')}</title></rect><line class="zero" x1="${zero}" x2="${zero}" y1="${plot.top}" y2="${plot.bottom}" />`;
}

function row(chart: RowChart, at: number, middle: number, layout: RowLayout): Part {
  const { plot, scale, rowHeight, narrow, width } = layout;
  const centre = narrow ? middle + 8 : middle;
  const one = chart.rows[at]!;
  const strong = 'strong' in one && one.strong;
  const textY = narrow ? middle - rowHeight / 2 + 13 : centre + 4;
  const room = narrow ? width * 0.38 : plot.left - 12;
  const text = 'text' in one ? one.text : '';
  const name = markup`<text class="name" x="${narrow ? plot.left : plot.left - 8}" y="${px(textY)}" text-anchor="${narrow ? 'start' : 'end'}"><title>${one.name}</title>${fitted(one.name, room)}</text>`;
  const figure = markup`<text class="figure" x="${width - 4}" y="${px(textY)}" text-anchor="end">${fitted(text, width * (narrow ? 0.6 : 0.4))}</text>`;
  return markup`<g class="row${strong && ' strong'}">${name}${text !== '' && figure}${values(chart, at, centre, scale)}</g>`;
}

/** What is drawn in a row. */
function values(chart: RowChart, at: number, centre: number, scale: Scale): Part {
  if (chart.kind === 'bars') return bar(chart.rows[at]!, centre, scale);
  if (chart.kind === 'strips') return strip(chart, at, centre, scale);
  return interval(chart.rows[at]!, limitOf(chart), centre, scale);
}

function bar(one: BarChart['rows'][number], centre: number, scale: Scale): Part {
  const { value, low, high, colour, name, text, doubtful = false } = one;
  if (value === null) return null;
  const [zero, end] = [scale.place(0), scale.place(value)];
  const whisker = low !== null && high !== null && high > low;
  return markup`<rect class="bar s${colour}${doubtful && ' hollow'}" x="${px(zero)}" y="${px(centre - 7)}" width="${px(Math.max(end - zero, 0.5))}" height="14"><title>${name}: ${text}</title></rect>${
    whisker &&
    markup`<line class="whisker" x1="${px(scale.place(low))}" x2="${px(scale.place(high))}" y1="${px(centre)}" y2="${px(centre)}"/>`
  }`;
}

function interval(
  { low, value, high, name, text }: IntervalChart['rows'][number],
  limit: number,
  centre: number,
  scale: Scale,
): Markup {
  const place = (share: number): number => px(scale.place(Math.min(Math.max(share, -limit), limit)));
  const arrows = [low < -limit && arrow(place(low), centre, 6), high > limit && arrow(place(high), centre, -6)];
  const mark =
    Math.abs(value) <= limit &&
    markup`<path class="mark" transform="translate(${place(value)} ${px(centre)})" d="${markPath('square')}"/>`;
  return markup`<g class="interval"><title>${name}: ${text}</title><line x1="${place(low)}" x2="${place(high)}" y1="${px(centre)}" y2="${px(centre)}" />${arrows}${mark}</g>`;
}

/** The end of what goes on beyond the picture; its wings reach so far back. */
const arrow = (x: number, y: number, back: number): Markup =>
  markup`<path class="beyond" d="M${x + back} ${px(y - 5)}L${x} ${px(y)}L${x + back} ${px(y + 5)}" />`;

function strip({ axis, rows }: StripChart, at: number, centre: number, scale: Scale): Part {
  const { name, colour, values, labels } = rows[at]!;
  if (values.length === 0) return null;
  const sorted = [...values].sort((one, other) => one - other);
  const middle = (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
  const place = px(scale.place(middle));
  const dots = values.map(
    (value, one) =>
      markup`<circle class="mark" cx="${px(scale.place(value))}" cy="${px(centre + offset(one))}" r="3.5"><title>${labels?.[one] ?? `${name}: ${formatQuantity(value, axis.quantity)}`}</title></circle>`,
  );
  return markup`<g class="series s${colour}">${dots}<line class="median" x1="${place}" x2="${place}" y1="${px(centre - 12)}" y2="${px(centre + 12)}"><title>${name}, median ${formatQuantity(middle, axis.quantity)}</title></line></g>`;
}

/** Neighbours stand at different heights, always the same ones, so that they do not hide each other. */
const offset = (at: number): number => [0, 5, -5, 8, -8][at % 5]!;
