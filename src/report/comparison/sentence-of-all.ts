import type { Comparison } from '../../model/comparison.js';
import { errorRate } from '../../stats/schedule.js';
import type { Answer } from './answer.js';
import { marginText } from './share-text.js';

/** What became of several workloads in one sentence, with the share by which it may call anything that is not there. */
export function sentenceOfAll(comparisons: readonly Comparison[], answers: readonly Answer[]): string {
  const margin = marginText(comparisons[0]?.margin ?? 0);
  const kinds = answers.map(kindOf);
  const where = (kind: Kind): string[] =>
    comparisons.flatMap(({ configuration }, at) => (kinds[at] === kind ? [configuration.workload] : []));
  const parts = (Object.keys(words) as Kind[]).flatMap((kind) => {
    const names = where(kind);
    return names.length === 0 ? [] : [`${words[kind](margin)} in ${listed(names)}`];
  });
  const compared = kinds.some((kind) => kind === 'better' || kind === 'worse' || kind === 'same');
  return `${compared ? 'B is ' : ''}${parts.join('; ')}${ending(answers)}`;
}

type Kind = 'better' | 'worse' | 'same' | 'unsure' | 'bothFail' | 'aFails' | 'bFails' | 'none';

/** In the order in which they are said: first what the subject "B is" stands before. */
const words: Readonly<Record<Kind, (margin: string) => string>> = {
  better: () => 'BETTER than A',
  worse: () => 'WORSE than A',
  same: (margin) => `the SAME as A within ${margin}`,
  unsure: () => 'CANNOT TELL',
  bothFail: () => 'A and B FAIL',
  aFails: () => 'A FAILS',
  bFails: () => 'B FAILS',
  none: () => 'NO VERDICT',
};

function kindOf({ verdict, failures: { a, b } }: Answer): Kind {
  if (a > 0 || b > 0) return b === 0 ? 'aFails' : a === 0 ? 'bFails' : 'bothFail';
  return verdict?.word ?? 'none';
}

/** How sure the verdicts are; without any, why there is none, if that is the same for all. */
function ending(answers: readonly Answer[]): string {
  if (answers.some(({ verdict }) => verdict !== null)) {
    const rate = `false-call rate below ${marginText(errorRate)} for all of them`;
    return ` (${answers.length} workloads judged together, ${rate})`;
  }
  const reasons = new Set(answers.map(({ why }) => why));
  const [reason] = reasons;
  const said = answers.some(({ failures: { a, b } }) => a + b > 0);
  return reasons.size === 1 && reason != null && !said ? `: ${reason}` : '';
}

/** `builtin, iperf3 and h2load`. */
export const listed = (names: readonly string[]): string =>
  [names.slice(0, -1).join(', '), names.at(-1) ?? ''].filter((part) => part !== '').join(' and ');
