import type { Comparison } from '../../model/comparison.js';
import { changeKinds, type ChangeKind, type Explanation } from '../../model/explanation.js';
import { formatPercent } from '../../units/quantity.js';
import { labelled } from '../layout.js';
import { explanationTable, kindTitles } from './explanation-table.js';

/**
 * Why the sides differ, as far as captured runs show it: what was made, a table for each kind in which something differs,
 * and what is not there; nothing if nobody asked.
 */
export function explanationLines({ explanation, also }: Pick<Comparison, 'explanation' | 'also'>): string[] {
  if (explanation === null) return [];
  const { compared, changes, left_out: leftOut, page } = explanation;
  const differs = (kind: ChangeKind): boolean => changes.some((one) => one.kind === kind);
  const kinds = changeKinds.filter((kind) => kind in compared);
  const same = kinds.filter((kind) => !differs(kind)).map((kind) => `${kindTitles[kind]} (${compared[kind]} compared)`);
  const rest = [
    ...(same.length === 0 ? [] : labelled('no change', `in ${same.join(', ')}`)),
    ...leftOut.flatMap(({ kind, because }) => labelled('left out', `${kind}: ${because}`)),
    ...(page === null ? [] : labelled('page', `${page}: the flame graph of what differs`)),
  ];
  return [
    ...labelled('WHY', howMade(explanation, also.a.length + also.b.length > 0)),
    ...kinds.filter(differs).flatMap((kind) => [''].concat(explanationTable(explanation, kind))),
    ...(rest.length === 0 ? [] : ['', ...rest]),
  ];
}

/** From which runs, and by which rule. */
function howMade(
  { captures, left_out: leftOut, least, by_chance: chance, event }: Explanation,
  moreBuilds: boolean,
): string {
  const made = captures.filter(({ kind }) => leftOut.every((one) => one.kind !== kind));
  const [first] = made;
  if (first === undefined) return 'not known: there are no captured runs of both sides';
  const spoilt = made.reduce((sum, one) => sum + one.spoilt.length, 0);
  const isClock = event !== null && /^(?:cpu|task)-clock(?::|$)/u.test(event);
  return [
    `captured runs after the pairs, ${first.a.length} of A and ${first.b.length} of B each: ${made.map(({ kind }) => kind).join(', ')}` +
      (spoilt === 0 ? '' : `; ${spoilt} more did not count`),
    'A and B are medians; shown is what every run of one side has more of than any of the other, ' +
      `if it changes by ${formatPercent(least)} of its relay's total; chance shows ${formatPercent(chance)} of what does not differ`,
    ...(moreBuilds ? ['only the first build of each side was captured'] : []),
    ...(isClock
      ? [
          'there are no hardware counters: _raw_spin_unlock_irqrestore, finish_task_switch and their like are charged for others',
        ]
      : []),
  ].join('\n');
}
