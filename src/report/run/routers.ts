import { roleTitle } from '../../model/names.js';
import { inWindow, type RouterSeries } from '../../model/router-series.js';
import type { Summary } from '../../model/summary.js';
import { formatBytes, formatCount, notAvailable } from '../../units/quantity.js';
import { labelled, labelWidth, pageWidth } from '../layout.js';

type Values = readonly (number | null)[];

/** A figure of a router over the window. */
export interface RouterFigure {
  header: string;
  about: string;
  of: (router: RouterSeries, time: readonly number[]) => string;
}

/** The pool in which payload is held on its way. */
const buffers = 'qd_buffer_t';

const memory = fromTo(
  'RSS',
  'Resident memory at the begin of the window and at its end',
  formatBytes,
  (router) => router.resident,
);
const held = fromTo('buffers', `Bytes of ${buffers} in the hands of threads`, formatBytes, ({ pools }) => {
  const pool = pools[buffers];
  return (pool?.in_threads ?? []).map((count) => (count === null ? null : count * pool!.size));
});
const connections = fromTo('connections', "Without Flimflam's own", formatCount, (router) => router.connections);
const blocked = most(
  'blocked',
  'Most links without credit for more than 10 s at any moment',
  (router) => router.blocked,
);
const stuck = most('stuck', 'Most deliveries unsettled for more than 10 s at any moment', (router) => router.stuck);
const delayed = growth('delayed', 'Deliveries held for 1 to 10 s, and for longer', (router) => [
  router.delayed_1_second,
  router.delayed_10_seconds,
]);

const logged: RouterFigure = {
  header: 'logged',
  about: 'Errors and warnings that it logged from just before the window to just after it',
  of: ({ log }) => countsOf([log.errors, log.warnings].map((change) => change && change.after - change.before)),
};

/** What a page tells of each router. */
export const routerFigures: readonly RouterFigure[] = [memory, held, connections, blocked, stuck, delayed, logged];

/** A line a router: memory from the begin of the window to its end, and connections; then whether anything was held. */
export function routersSection({ routers_over_time: overTime, capture }: Summary, width = pageWidth): string[] {
  // The capture's own part tells more of the same.
  if (overTime === null || (capture?.routers ?? null) !== null) return [];
  const { time, routers } = overTime;
  const lines = Object.entries(routers).flatMap(([role, router]) => {
    const told = [memory, held, connections].map(({ header, of }) => [header, of(router, time)] as const);
    const known = told.filter(([, text]) => text !== notAvailable);
    const text = known.map(([header, figure]) => `${header} ${figure}`).join(', ');
    return text === '' ? [] : [`${roleTitle(role)}: ${text}`];
  });
  const calm = [blocked, delayed, stuck]
    .filter(({ of }) => Object.values(routers).every((router) => of(router, time) === none))
    .map(({ header }) => header);
  const last = calm.at(-1);
  const nothing =
    last === undefined ? [] : [`nothing ${[calm.slice(0, -1).join(', '), last].filter(Boolean).join(' or ')}`];
  const all = [...lines, ...nothing];
  return all.length === 0 ? [] : labelled('ROUTERS', all.join('\n'), labelWidth, width);
}

/** How it is written that there was none, which is known. */
const none = '0';

function fromTo(
  header: string,
  about: string,
  format: (value: number) => string,
  read: (router: RouterSeries) => Values,
): RouterFigure {
  return {
    ...{ header, about },
    of: (router, time) => {
      const values = inWindow(read(router), time);
      const [from, to] = [values[0] ?? null, values.at(-1) ?? null];
      if (from === null || to === null) return notAvailable;
      return format(from) === format(to) ? format(to) : `${format(from)} -> ${format(to)}`;
    },
  };
}

function most(header: string, about: string, read: (router: RouterSeries) => Values): RouterFigure {
  return {
    ...{ header, about },
    of: (router, time) => {
      const known = inWindow(read(router), time).filter((value) => value !== null);
      return known.length === 0 ? notAvailable : formatCount(Math.max(...known));
    },
  };
}

/** What was added to counters. */
function growth(header: string, about: string, read: (router: RouterSeries) => Values[]): RouterFigure {
  return {
    ...{ header, about },
    of: (router, time) =>
      countsOf(
        read(router).map((series) => {
          const known = inWindow(series, time).filter((value) => value !== null);
          return known.length === 0 ? null : known.at(-1)! - known[0]!;
        }),
      ),
  };
}

/** Counts beside each other, told apart when there is something. */
function countsOf(counts: readonly (number | null)[]): string {
  if (counts.some((count) => count === null)) return notAvailable;
  return counts.every((count) => count === 0) ? none : counts.map((count) => formatCount(count)).join(', ');
}
