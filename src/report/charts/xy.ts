import { area, line } from 'd3-shape';
import { markup, type Markup, type Part } from '../page/markup.js';
import type { Series, XyChart } from './chart.js';
import { formatQuantity } from './format.js';
import { axisBelow, axisLeft, fitted, picture, px, roomFor, textHeight, ticksIn, type Plot } from './frame.js';
import { markPath } from './mark.js';
import { scaleOf, type Scale } from './scale.js';
import { thinned, type Point } from './thinned.js';

/** Where the parts of a chart are when it is so wide. */
export interface XyLayout {
  plot: Plot;
  height: number;
  x: Scale;
  y: Scale;
}

/** The layout alone, for whoever wants to know what is below a pixel. */
export function layoutXy(chart: XyChart, width: number): XyLayout {
  const height = Math.round(Math.min(320, Math.max(200, width * 0.42)));
  const ys = chart.series.flatMap(({ y, low, high }) =>
    [y, low ?? [], high ?? []].flat().filter((one) => one !== null),
  );
  const rulesOf = (axis: 'x' | 'y'): number[] =>
    (chart.rules ?? []).filter((rule) => rule.axis === axis).map(({ at }) => at);
  const yValues = [...ys, ...rulesOf('y')];
  const xValues = [...chart.series.flatMap(({ x }) => [...x]), ...rulesOf('x')];
  const plot = { left: roomFor(chart.y, yValues, height), right: width - 10, top: 34, bottom: height - 40 };
  const wide = plot.right - plot.left;
  return {
    plot,
    height,
    x: scaleOf(chart.x, xValues, [plot.left, plot.right], ticksIn(wide, chart.x.quantity === 'date' ? 130 : 85)),
    y: scaleOf(chart.y, yValues, [plot.bottom, plot.top], ticksIn(plot.bottom - plot.top, 40)),
  };
}

/** Lines, points and intervals over two axes, as wide as asked for. */
export function drawXy(chart: XyChart, width: number): Markup {
  const layout = layoutXy(chart, width);
  const { plot, x, y, height } = layout;
  const drawn = chart.series.map(
    (series) =>
      markup`<g class="series s${series.colour}">${spread(series, layout)}${curve(series, layout)}${points(series, chart, layout)}</g>`,
  );
  return picture(width, height, `${chart.y.title} by ${chart.x.title}`, [
    ranges(chart, layout),
    axisBelow(x, chart.x, plot),
    axisLeft(y, chart.y, plot),
    rules(chart, layout),
    drawn,
    ruleNames(chart, layout),
  ]);
}

/** Pixels of a range in which its name can be read. */
const leastForName = 18;

function ranges({ ranges: all = [] }: XyChart, { plot, x, y }: XyLayout): Part {
  return all.map(({ axis, from, to, name }) => {
    const scale = axis === 'x' ? x : y;
    const [low, high] = axis === 'x' ? [plot.left, plot.right] : [plot.top, plot.bottom];
    const [begin = low, end = high] = [scale.place(from), scale.place(to)]
      .map((at) => Math.min(Math.max(at, low), high))
      .sort((one, other) => one - other);
    if (end - begin < 0.5) return null;
    const title = markup`<title>${name}</title>`;
    return axis === 'x'
      ? markup`<rect class="range" x="${px(begin)}" y="${plot.top}" width="${px(end - begin)}" height="${plot.bottom - plot.top}">${title}</rect><text class="note" x="${px(begin + 4)}" y="${plot.top + 12}">${fitted(name, end - begin - 8)}</text>`
      : markup`<rect class="range" x="${plot.left}" y="${px(begin)}" width="${plot.right - plot.left}" height="${px(end - begin)}">${title}</rect>${end - begin >= leastForName && markup`<text class="note" x="${plot.left + 4}" y="${px(begin + 12)}">${name}</text>`}`;
  });
}

function rules({ rules: all = [] }: XyChart, { plot, x, y }: XyLayout): Part {
  return all.map(({ axis, at }) => {
    if (axis === 'y') {
      const place = px(y.place(at));
      return markup`<g class="rule"><line x1="${plot.left}" x2="${plot.right}" y1="${place}" y2="${place}" /></g>`;
    }
    const place = px(x.place(at));
    return markup`<g class="rule"><line x1="${place}" x2="${place}" y1="${plot.top}" y2="${plot.bottom}" /></g>`;
  });
}

/** Above the curves, so that they can be read; those of the axis below stand below each other, as their rules may be close. */
function ruleNames({ rules: all = [] }: XyChart, { plot, x, y }: XyLayout): Part {
  const upright = all.filter(({ axis }) => axis === 'x');
  return all.map((rule) => {
    const { axis, at, name } = rule;
    if (axis === 'y')
      return markup`<g class="rule"><text x="${plot.right}" y="${px(y.place(at) - 4)}" text-anchor="end">${name}</text></g>`;
    const place = x.place(at);
    const end = place > (plot.left + plot.right) / 2;
    const top = plot.top + 12 + textHeight * 1.2 * upright.indexOf(rule);
    return markup`<g class="rule"><text x="${px(place + (end ? -4 : 4))}" y="${px(top)}" text-anchor="${end ? 'end' : 'start'}">${name}</text></g>`;
  });
}

/** The interval around each value: a band where a line is drawn, whiskers around points and where the band has no width. */
function spread({ x: xs, low, high, drawn }: Series, { x, y }: XyLayout): Part {
  if (low === undefined || high === undefined) return null;
  if (drawn !== 'points') {
    const band = area<number>()
      .defined((at) => low[at] != null && high[at] != null)
      .x((at) => px(x.place(xs[at]!)))
      .y0((at) => px(y.place(low[at]!)))
      .y1((at) => px(y.place(high[at]!)));
    const alone = (at: number): boolean => low[at - 1] == null && low[at + 1] == null;
    return [
      markup`<path class="band" d="${band(xs.map((_, at) => at)) ?? ''}" />`,
      xs.map((value, at) => alone(at) && whisker(value, at)),
    ];
  }
  return xs.map(whisker);

  function whisker(value: number, at: number): Part {
    const [from, to] = [low?.[at], high?.[at]];
    if (from == null || to == null) return null;
    const place = px(x.place(value));
    return markup`<line class="whisker" x1="${place}" x2="${place}" y1="${px(y.place(from))}" y2="${px(y.place(to))}" />`;
  }
}

function curve({ x: xs, y: ys, drawn, name }: Series, { plot, x, y }: XyLayout): Part {
  if (drawn === 'points') return null;
  const placed = xs.map((value, at): Point => {
    const other = ys[at] ?? null;
    return [x.place(value), other === null ? null : y.place(other)];
  });
  const path = line<Point>()
    .defined(([, at]) => at !== null)
    .x(([at]) => px(at))
    .y(([, at]) => px(at!));
  return markup`<path class="line" d="${path(thinned(placed, plot.right - plot.left)) ?? ''}"><title>${name}</title></path>`;
}

function points(series: Series, chart: XyChart, { x, y }: XyLayout): Part {
  const { x: xs, y: ys, drawn, mark = 'circle', labels } = series;
  if (drawn === 'line') return null;
  return xs.map((value, at) => {
    const other = ys[at] ?? null;
    if (other === null) return null;
    const figures = `${formatQuantity(value, chart.x.quantity)}: ${formatQuantity(other, chart.y.quantity)}`;
    const title = labels?.[at] ?? `${series.name}, ${figures}`;
    return markup`<path class="mark ${mark}" transform="translate(${px(x.place(value))} ${px(y.place(other))})" d="${markPath(mark)}"><title>${title}</title></path>`;
  });
}
