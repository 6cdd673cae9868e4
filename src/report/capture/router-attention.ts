import type { RouterStatistics } from '../../model/router-statistics.js';
import { formatCount } from '../../units/quantity.js';

type Change = RouterStatistics['resident'];

/** Something of a router that should not be: how it is told, and in which words its absence is. */
interface Sign {
  of: (router: RouterStatistics) => Change;
  /** A state is there at a moment; an event adds to a counter. */
  kind: 'state' | 'event';
  one: string;
  many: string;
  /** What is said not to be there: "nothing ...", "no ..."; null for what is only told when it is there. */
  absent: { after: 'nothing' | 'no'; word: string } | null;
}

const signs: readonly Sign[] = [
  {
    of: ({ deliveries }) => deliveries.stuck,
    kind: 'state',
    one: 'delivery stuck (unsettled for more than 10 s)',
    many: 'deliveries stuck (unsettled for more than 10 s)',
    absent: { after: 'nothing', word: 'stuck' },
  },
  {
    of: ({ links }) => links.blocked,
    kind: 'state',
    one: 'link blocked (no credit for more than 10 s)',
    many: 'links blocked (no credit for more than 10 s)',
    absent: { after: 'nothing', word: 'blocked' },
  },
  {
    of: ({ links }) => links.without_credit,
    kind: 'state',
    one: 'link without credit for a second or more',
    many: 'links without credit for a second or more',
    absent: null,
  },
  {
    of: ({ links }) => links.queued,
    kind: 'state',
    one: 'link with two or more undelivered deliveries',
    many: 'links with two or more undelivered deliveries',
    absent: null,
  },
  {
    of: ({ deliveries }) => deliveries.delayed_10_seconds,
    kind: 'event',
    one: 'delivery delayed for more than 10 s',
    many: 'deliveries delayed for more than 10 s',
    absent: null,
  },
  {
    of: ({ deliveries }) => deliveries.delayed_1_second,
    kind: 'event',
    one: 'delivery delayed for 1 to 10 s',
    many: 'deliveries delayed for 1 to 10 s',
    absent: { after: 'nothing', word: 'delayed' },
  },
  {
    of: ({ log }) => log.errors,
    kind: 'event',
    one: 'error logged',
    many: 'errors logged',
    absent: { after: 'no', word: 'errors' },
  },
  {
    of: ({ log }) => log.warnings,
    kind: 'event',
    one: 'warning logged',
    many: 'warnings logged',
    absent: { after: 'no', word: 'warnings' },
  },
];

/** What of a router calls for attention, in one sentence; that nothing does, as far as the router tells. */
export function attention(router: RouterStatistics): string {
  const found = signs.flatMap((sign) => present(sign, sign.of(router)));
  const told = signs.filter(({ of }) => of(router) !== null);
  const untold = signs.filter((sign) => !told.includes(sign));
  const calm = [listed('nothing', wordsOf(told, 'nothing')), listed('no', wordsOf(told, 'no'))];
  const unknown = [...wordsOf(untold, 'nothing'), ...wordsOf(untold, 'no')].join(', ');
  return [...(found.length > 0 ? found : calm), unknown === '' ? '' : `not told by this router: ${unknown}`]
    .filter((part) => part !== '')
    .join('; ');
}

const wordsOf = (some: readonly Sign[], after: 'nothing' | 'no'): string[] =>
  some.flatMap(({ absent }) => (absent?.after === after ? [absent.word] : []));

function present({ kind, one, many }: Sign, change: Change): string[] {
  if (change === null) return [];
  const { before, after } = change;
  const words = (count: number): string => `${formatCount(count)} ${count === 1 ? one : many}`;
  if (kind === 'event') return after > before ? [words(after - before)] : [];
  if (after > 0) return [words(after)];
  return before > 0 ? [`${words(before)} before the window, not after it`] : [];
}

function listed(begin: string, words: readonly string[]): string {
  if (words.length === 0) return '';
  const last = words.at(-1)!;
  return `${begin} ${words.length === 1 ? last : `${words.slice(0, -1).join(', ')} or ${last}`}`;
}
