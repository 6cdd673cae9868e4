import type { XyChart } from '../charts/chart.js';
import { nearestStop, readoutAt, stops } from '../charts/readout.js';
import { layoutXy, type XyLayout } from '../charts/xy.js';
import { element } from './tooltip.js';

/** Tells the values of a chart at the place that the mouse, a finger or the arrow keys point to. */
export class Pointer {
  readonly #chart: XyChart;
  readonly #place: HTMLElement;
  readonly #readout: HTMLElement;
  readonly #stops: readonly number[];
  #layout: XyLayout | null = null;
  #width = 0;
  #at = -1;

  constructor(chart: XyChart, place: HTMLElement, readout: HTMLElement) {
    this.#chart = chart;
    this.#place = place;
    this.#readout = readout;
    this.#stops = stops(chart);
    place.tabIndex = 0;
    place.setAttribute('role', 'group');
    place.setAttribute('aria-label', `${chart.y.title}: arrow keys tell the values`);
    place.addEventListener('pointermove', ({ clientX }) => {
      const { left, width } = place.getBoundingClientRect();
      this.#tell(nearestStop(this.#stops, this.#layout!, ((clientX - left) / width) * this.#width));
    });
    place.addEventListener('pointerleave', () => this.#tell(-1));
    place.addEventListener('blur', () => this.#tell(-1));
    place.addEventListener('keydown', (event) => this.#key(event));
  }

  /** Called whenever the chart was drawn. */
  drawn(width: number): void {
    this.#width = width;
    this.#layout = layoutXy(this.#chart, width);
    this.#tell(-1);
  }

  #key(event: KeyboardEvent): void {
    const last = this.#stops.length - 1;
    const step = event.shiftKey ? 10 : 1;
    const places: Readonly<Record<string, number>> = {
      ArrowRight: Math.min(this.#at + step, last),
      ArrowLeft: this.#at < 0 ? last : Math.max(this.#at - step, 0),
      Home: 0,
      End: last,
      Escape: -1,
    };
    const place = places[event.key];
    if (place === undefined) return;
    event.preventDefault();
    this.#tell(place);
  }

  #tell(at: number): void {
    this.#at = at;
    this.#place.querySelector('.pointer')?.remove();
    const value = this.#stops[at];
    if (value === undefined || this.#layout === null) return this.#readout.replaceChildren();
    const { at: pixel, title, values } = readoutAt(this.#chart, this.#layout, value);
    this.#readout.replaceChildren(
      element('b', title),
      ...values.map(({ name, colour, text }) => {
        const one = element('span', `${name} ${text}`);
        one.className = `s${colour}`;
        return one;
      }),
    );
    const { top, bottom } = this.#layout.plot;
    const line = document.createElementNS('http://www.w3.org/2000/svg', 'line');
    for (const [name, one] of Object.entries({ x1: pixel, x2: pixel, y1: top, y2: bottom }))
      line.setAttribute(name, String(one));
    line.setAttribute('class', 'pointer');
    this.#place.querySelector('svg')?.append(line);
  }
}
