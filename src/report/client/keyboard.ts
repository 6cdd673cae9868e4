import type { Frame } from './chart.js';

/** Where an arrow leads, among the frames that are drawn, with the root at the top. */
const neighbours: Readonly<Record<string, (from: Frame, drawn: Frame[]) => Frame | undefined>> = {
  ArrowUp: ({ parent }, drawn) => drawn.find((one) => one === parent),
  // To the callee that has the most.
  ArrowDown: (from, drawn) =>
    drawn.filter(({ parent }) => parent === from).sort((one, other) => width(other) - width(one))[0],
  ArrowLeft: (from, drawn) => beside(from, drawn, -1),
  ArrowRight: (from, drawn) => beside(from, drawn, 1),
};

const upsideDown: Readonly<Record<string, string>> = { ArrowUp: 'ArrowDown', ArrowDown: 'ArrowUp' };

const width = ({ x0, x1 }: Frame): number => x1 - x0;

function beside(from: Frame, drawn: Frame[], step: -1 | 1): Frame | undefined {
  const row = drawn.filter(({ depth }) => depth === from.depth).sort((one, other) => one.x0 - other.x0);
  return row[row.indexOf(from) + step];
}

/** The frames of the graph by keyboard: arrows go to neighbours, Enter zooms, Escape shows all again. */
export class Keyboard {
  readonly #place: HTMLElement;
  readonly #focused: (frame: Frame | null) => void;
  readonly #zoom: (frame: Frame) => void;
  readonly #name: (frame: Frame) => string;

  constructor(
    place: HTMLElement,
    told: {
      focused: (frame: Frame | null) => void;
      zoom: (frame: Frame) => void;
      reset: () => void;
      rootAtTop: () => boolean;
      name: (frame: Frame) => string;
    },
  ) {
    this.#place = place;
    this.#focused = told.focused;
    this.#zoom = told.zoom;
    this.#name = told.name;
    place.addEventListener('keydown', (event) => {
      const current = frameAt(document.activeElement);
      if (current === null || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === 'Escape') told.reset();
      else if (event.key === 'Enter' || event.key === ' ') this.#zoom(current);
      else if (!this.#move(current, event.key, told.rootAtTop())) return;
      event.preventDefault();
    });
    place.addEventListener('focusin', ({ target }) => this.#focused(frameAt(target as Element)));
    place.addEventListener('focusout', () => this.#focused(null));
  }

  /** Lets the tabulator reach one frame, the one that had it or the root, after frames have come or gone. */
  refresh(): void {
    const elements = this.#elements();
    const reachable = elements.find((one) => one.hasAttribute('tabindex')) ?? elements[0];
    // Its name anew: the element may have become another frame's.
    if (reachable !== undefined) this.#makeReachable(reachable);
  }

  /** Goes to the neighbour in the direction of an arrow, if there is one; false for other keys. */
  #move(from: Frame, key: string, rootAtTop: boolean): boolean {
    const find = neighbours[rootAtTop ? key : (upsideDown[key] ?? key)];
    if (find === undefined) return false;
    const elements = this.#elements();
    const to = find(
      from,
      elements.map((one) => frameAt(one)!),
    );
    const element = elements.find((one) => to !== undefined && frameAt(one) === to);
    if (element !== undefined) {
      this.#makeReachable(element);
      element.focus();
    }
    return true;
  }

  #makeReachable(frame: SVGElement): void {
    for (const one of this.#place.querySelectorAll('g[tabindex]')) {
      // The one that has the focus would lose it with its tabindex.
      if (one !== frame) one.removeAttribute('tabindex');
    }
    frame.setAttribute('tabindex', '0');
    frame.setAttribute('role', 'button');
    frame.setAttribute('aria-label', this.#name(frameAt(frame)!));
  }

  #elements(): SVGElement[] {
    return [...this.#place.querySelectorAll<SVGElement>('g.frame')];
  }
}

/** The frame that d3 has bound to an element; null for any other element. */
function frameAt(element: Element | null): Frame | null {
  return element?.matches('g.frame') === true ? ((element as { __data__?: Frame }).__data__ ?? null) : null;
}
