import type { XyChart } from '../charts/chart.js';
import { drawChart } from '../charts/draw.js';
import type { ReportData } from '../page/report-data.js';
import { csvOf } from './csv.js';
import { byId } from './controls.js';
import { Pointer } from './pointer.js';

type Drawing = ReportData['figures'][string];

/** Brings the figures to life: each is drawn as wide as there is room, tells its values, and gives away its data. */
export function startFigures(figures: ReportData['figures']): void {
  for (const [id, drawing] of Object.entries(figures)) {
    const figure = byId(id, HTMLElement);
    const place = figure.querySelector<HTMLElement>('.drawing')!;
    const pointer = drawing.chart.kind === 'xy' ? pointerOf(drawing.chart, place, figure) : null;
    let shown = 0;
    const fit = (): void => {
      const width = place.clientWidth;
      if (width === 0 || width === shown) return;
      shown = width;
      // What is drawn is markup of ours, in which everything else is escaped.
      place.innerHTML = drawChart(drawing.chart, width).text;
      pointer?.drawn(width);
    };
    new ResizeObserver(fit).observe(place);
    fit();
    figure.querySelector('.tools button')!.addEventListener('click', () => save(id, drawing));
  }
}

const pointerOf = (chart: XyChart, place: HTMLElement, figure: HTMLElement): Pointer =>
  new Pointer(chart, place, figure.querySelector<HTMLElement>('.readout')!);

function save(id: string, { table }: Drawing): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([csvOf(table)], { type: 'text/csv' }));
  link.download = `${id}.csv`;
  link.click();
  URL.revokeObjectURL(link.href);
}
