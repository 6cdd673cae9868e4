import type { Comparison } from '../../model/comparison.js';
import { changeKinds, type ChangeKind, type Explanation } from '../../model/explanation.js';
import { formatPercent } from '../../units/quantity.js';
import { labelled } from '../layout.js';
import type { Fact } from './evidence.js';
import { kindTitles } from './explained-rows.js';
import { explanationTable } from './explanation-table.js';

/** What an explanation says beside its tables. */
export interface ExplanationFrame {
  /** From which runs, and by which rule; a line each. */
  made: string[];
  /** Kinds in which something differs. */
  kinds: ChangeKind[];
  /** What does not differ, what is not there, and where the page is. */
  rest: Fact[];
}

/** Why the sides differ, as far as captured runs show it; null if nobody asked. */
export function explanationFrame({
  explanation,
  also,
}: Pick<Comparison, 'explanation' | 'also'>): ExplanationFrame | null {
  if (explanation === null) return null;
  const { compared, changes, left_out: leftOut, page } = explanation;
  const differs = (kind: ChangeKind): boolean => changes.some((one) => one.kind === kind);
  const kinds = changeKinds.filter((kind) => kind in compared);
  const same = kinds.filter((kind) => !differs(kind)).map((kind) => `${kindTitles[kind]} (${compared[kind]} compared)`);
  return {
    made: howMade(explanation, also.a.length + also.b.length > 0),
    kinds: kinds.filter(differs),
    rest: [
      { label: 'no change', lines: same.length === 0 ? [] : [`in ${same.join(', ')}`] },
      ...leftOut.map(({ kind, because }) => ({ label: 'left out', lines: [`${kind}: ${because}`] })),
      { label: 'page', lines: page === null ? [] : [`${page}: the flame graph of what differs`] },
    ],
  };
}

/** The same as lines, with a table for each kind in which something differs. */
export function explanationLines({ explanation, also }: Pick<Comparison, 'explanation' | 'also'>): string[] {
  const frame = explanationFrame({ explanation, also });
  if (explanation === null || frame === null) return [];
  const rest = frame.rest.flatMap(({ label, lines }) => (lines.length === 0 ? [] : labelled(label, lines.join('\n'))));
  return [
    ...labelled('WHY', frame.made.join('\n')),
    ...frame.kinds.flatMap((kind) => [''].concat(explanationTable(explanation, kind))),
    ...(rest.length === 0 ? [] : ['', ...rest]),
  ];
}

/** From which runs, and by which rule. */
function howMade(
  { captures, left_out: leftOut, least, by_chance: chance, event }: Explanation,
  moreBuilds: boolean,
): string[] {
  const made = captures.filter(({ kind }) => leftOut.every((one) => one.kind !== kind));
  const [first] = made;
  if (first === undefined) return ['not known: there are no captured runs of both sides'];
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
  ];
}
