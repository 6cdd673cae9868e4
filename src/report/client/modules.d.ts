// What is used here of modules that bring no types of their own.

declare module '*.css';

declare module 'd3-selection' {
  export interface Selection {
    datum: (data: unknown) => Selection;
    call: (f: unknown) => Selection;
  }
  export function select(element: Element): Selection;
}

declare module 'd3-flame-graph' {
  /** A node of the tree that is drawn: d3's own, around the data that was given. */
  export interface Drawn<T> {
    data: T;
    parent: Drawn<T> | null;
    children?: Drawn<T>[];
    depth: number;
    /** Shares of the width, of the frame that fills it. */
    x0: number;
    x1: number;
  }

  /** Takes the place of d3's own tooltip; it is called with the svg once. */
  export interface Tooltip<T> {
    (svg: unknown): void;
    show: (event: MouseEvent, frame: Drawn<T>) => void;
    hide: () => void;
  }

  export interface FlameGraph<T> {
    width: (() => number) & ((pixels: number) => FlameGraph<T>);
    cellHeight: (pixels: number) => FlameGraph<T>;
    minFrameSize: (pixels: number) => FlameGraph<T>;
    transitionDuration: (milliseconds: number) => FlameGraph<T>;
    inverted: (rootAtTop: boolean) => FlameGraph<T>;
    resetHeightOnZoom: (reset: boolean) => FlameGraph<T>;
    tooltip: (tooltip: Tooltip<T>) => FlameGraph<T>;
    getName: (name: (frame: Drawn<T>) => string) => FlameGraph<T>;
    setColorMapper: (colour: (frame: Drawn<T>, original: string) => string) => FlameGraph<T>;
    onClick: (handler: (frame: Drawn<T>) => void) => FlameGraph<T>;
    zoomTo: (frame: Drawn<T>) => void;
    resetZoom: () => void;
    update: (data?: T) => FlameGraph<T>;
  }

  export default function flamegraph<T>(): FlameGraph<T>;
}
