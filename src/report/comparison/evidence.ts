import type { ComparedRun, Comparison, SideName } from '../../model/comparison.js';
import { sideNames } from '../../model/comparison.js';
import { defaultMargin } from '../../stats/verdict.js';
import type { Answer } from './answer.js';
import { buildLines } from './builds.js';
import { goodPairs, isFailure, isSpoilt, repeatedPairs } from './pairs.js';
import { changeText, lowerText, marginText, upperText } from './share-text.js';

/** A heading and what is to be said under it, a line each. */
export interface Fact {
  label: string;
  lines: string[];
}

/** How far the answer can be trusted: pairs, failures, repetitions, position, steadiness. */
export function evidenceOf(comparison: Comparison, answer: Answer): Fact[] {
  return [
    { label: 'PAIRS', lines: [pairs(comparison, answer)] },
    { label: 'FAILURES', lines: failures(comparison, answer) },
    { label: 'REPEATED', lines: repeated(comparison) },
    { label: 'POSITION', lines: [position(answer)] },
    { label: 'STEADINESS', lines: [steadiness(comparison, answer)] },
    { label: 'BUILDS', lines: buildLines(comparison, answer) },
  ];
}

function pairs({ pairs: most, seed, status }: Comparison, { pairs: count, look, schedule, verdict }: Answer): string {
  const order = `order drawn with seed ${seed}`;
  if (look === null || verdict === null) return `${count} good of ${most}; ${order}`;
  const at =
    schedule.looks.length > 1 ? ` at look ${schedule.looks.indexOf(look) + 1} of ${schedule.looks.length}` : '';
  const open = verdict.word === 'unsure' && look.pairs < most;
  const going = open ? `; not finished${status === 'interrupted' ? ': interrupted' : ''}` : '';
  return `${count} of at most ${most}, judged${at}${going}; ${order}`;
}

function failures({ runs }: Comparison, { failures: { a, b, of } }: Answer): string[] {
  if (a + b === 0) return [`none in ${of.a} runs of A and ${of.b} of B`];
  const failed = runs.filter((run) => run.pair > 0 && isFailure(run));
  return sideNames.flatMap((side) =>
    reasons(failed.filter((run) => run.side === side)).map((line) => `${side.toUpperCase()}: ${line}`),
  );
}

function repeated({ runs }: Comparison): string[] {
  const numbers = repeatedPairs(runs);
  if (numbers.length === 0) return ['no pair'];
  const spoilt = reasons(runs.filter((run) => run.pair > 0 && isSpoilt(run)));
  return [`${numbers.length} pair${numbers.length === 1 ? '' : 's'}: ${numbers.join(', ')}`, ...spoilt];
}

/** Each kind of reason once, with how many runs it befell and the first of them. */
function reasons(runs: readonly ComparedRun[]): string[] {
  const byCode = new Map<string, ComparedRun[]>();
  for (const run of runs) {
    const code = run.reason?.code ?? run.status;
    byCode.set(code, [...(byCode.get(code) ?? []), run]);
  }
  return [...byCode].map(([code, found]) => {
    const [first] = found;
    const where = first?.run == null ? '' : `, ${found.length > 1 ? 'such as' : 'in'} ${first.run}`;
    return `${found.length} run${found.length === 1 ? '' : 's'} ${code}: ${first?.reason?.message ?? 'no reason was recorded'}${where}`;
  });
}

function position({ position: effect, primary }: Answer): string {
  if (effect === null) return 'not known: too few pairs';
  const range = `[${lowerText(effect.lower)}, ${upperText(effect.upper)}]`;
  return `second runs show ${changeText(effect.estimate)} ${range} ${primary.metric.title}; the answer is free of it`;
}

function steadiness(comparison: Comparison, { unsteady, pairs: count }: Answer): string {
  const judged = goodPairs(comparison)
    .slice(0, count)
    .flatMap(({ a, b }) => [a, b]);
  const known = judged.filter((run) => run.steadiness !== null);
  if (known.length === 0) return 'not known';
  const limit = `more than ${marginText(defaultMargin)} within the window`;
  if (unsteady === 0) return `none of ${known.length} runs changed by ${limit}`;
  const of = (side: SideName): number =>
    known.filter((run) => run.side === side && Math.abs(run.steadiness ?? 0) > defaultMargin).length;
  return `${unsteady} of ${known.length} runs changed by ${limit} (A ${of('a')}, B ${of('b')})`;
}
