import { roleTitle } from '../../model/names.js';
import type { RouterStatistics } from '../../model/router-statistics.js';
import { formatBytes, formatCount, notAvailable } from '../../units/quantity.js';
import { labelled } from '../layout.js';
import { textTable, type Column } from '../table.js';
import { poolsTable } from './router-pools.js';
import { attention } from './router-attention.js';

type Change = RouterStatistics['resident'];

interface Figure {
  label: string;
  of: (router: RouterStatistics) => string;
}

const figures: Figure[] = [
  { label: 'resident memory', of: ({ resident }) => bytes(resident) },
  { label: 'memory pools', of: ({ pools }) => bytes(poolBytes(pools, 'allocated')) },
  { label: '  in threads', of: ({ pools }) => bytes(poolBytes(pools, 'in_threads')) },
  { label: 'connections', of: ({ connections }) => counts(connections.open) },
  { label: '  to other routers', of: ({ connections }) => counts(connections.between_routers) },
  { label: '  tcp', of: ({ connections }) => counts(connections.tcp) },
  { label: 'tcp opened, closed', of: ({ connections: { tcp_opened, tcp_closed } }) => added(tcp_opened, tcp_closed) },
  { label: 'links', of: ({ links }) => counts(links.open) },
  { label: '  undelivered', of: ({ links }) => counts(links.undelivered) },
  { label: '  2 or more undelivered', of: ({ links }) => counts(links.queued) },
  { label: '  without credit (1 s)', of: ({ links }) => counts(links.without_credit) },
  { label: '  blocked (10 s)', of: ({ links }) => counts(links.blocked) },
  { label: 'deliveries in', of: ({ deliveries }) => added(deliveries.ingress) },
  { label: '  out', of: ({ deliveries }) => added(deliveries.egress) },
  { label: '  in transit', of: ({ deliveries }) => added(deliveries.transit) },
  {
    label: '  delayed (1 s, 10 s)',
    of: ({ deliveries: { delayed_1_second, delayed_10_seconds } }) => added(delayed_1_second, delayed_10_seconds),
  },
  { label: '  stuck (10 s)', of: ({ deliveries }) => counts(deliveries.stuck) },
  { label: 'errors, warnings logged', of: ({ log: { errors, warnings } }) => added(errors, warnings) },
];

/** Routers whose figures stand side by side: more would be too wide for a page. */
const abreast = 3;

const notes = [
  'A tcp connection is a stream: one undelivered delivery for as long as it is open, and never stuck or delayed.',
  'A tcpConnector is itself one of the tcp connections.',
  'The router looks for stuck deliveries and blocked links only every 30 s.',
  "Flimflam's own connection is left out, but some eight of the deliveries in and out are its questions.",
  'Objects in threads are in use, or kept by a thread for reuse, counted in batches; the others of a pool lie idle.',
];

/** What the routers of the chain tell of themselves: what calls for attention, then figures before -> after the window. */
export function routersSection(routers: readonly RouterStatistics[]): string[] {
  return [
    'ROUTERS',
    ...routers.flatMap((router) => labelled(`  ${roleTitle(router.role)}`, attention(router))),
    ...chunks(routers).flatMap(figuresTable),
    ...routers.flatMap(poolsTable),
    '',
    ...labelled('  notes', notes.join('\n')),
  ];
}

function figuresTable(routers: readonly RouterStatistics[]): string[] {
  const columns: Column[] = [
    { header: '  before -> after', align: 'left' },
    ...routers.map(({ role }): Column => ({ header: roleTitle(role), align: 'right' })),
  ];
  const rows = figures.map(({ label, of }) => [`  ${label}`].concat(routers.map(of)));
  return ['', ...textTable(columns, rows)];
}

function chunks<T>(items: readonly T[]): T[][] {
  const starts = items.flatMap((_, at) => (at % abreast === 0 ? [at] : []));
  return starts.map((at) => items.slice(at, at + abreast));
}

function poolBytes(pools: RouterStatistics['pools'], what: 'allocated' | 'in_threads'): Change {
  if (pools === null) return null;
  const sum = (when: 'before' | 'after'): number =>
    pools.reduce((total, pool) => total + pool[what][when] * pool.size, 0);
  return { before: sum('before'), after: sum('after') };
}

const states = (change: Change, format: (value: number) => string): string =>
  change === null ? notAvailable : `${format(change.before)} -> ${format(change.after)}`;

const bytes = (change: Change): string => states(change, formatBytes);

const counts = (change: Change): string => states(change, formatCount);

/** What was added to counters meanwhile. */
const added = (...changes: Change[]): string =>
  changes
    .map((change) => (change === null ? notAvailable : `+${formatCount(change.after - change.before)}`))
    .join(', ');
