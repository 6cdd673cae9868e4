import type { Summary } from '../../model/summary.js';
import { formatDuration } from '../../units/duration.js';
import { formatBitsPerSecond, formatRate } from '../../units/quantity.js';
import { pad, pageWidth, textWidth, wrap } from '../layout.js';

/** Where the window stands if the chain leaves room, as in every example of the documentation. */
const windowColumn = 57;

/** What was run, and over which window. */
export function headline(summary: Summary, width = pageWidth): string {
  const [left, right] = [scenarioOf(summary), windowOf(summary)];
  if (textWidth(left) + 3 + textWidth(right) > width) return [...wrap(left, width), right].join('\n');
  return pad(`${left}   `, Math.min(windowColumn, width - textWidth(right))) + right;
}

/** Workload, chain, load, jobs, threads: `builtin over nginx, tcp, 2 jobs, 2 relay threads`. */
export const scenarioOf = ({ configuration, results }: Summary): string =>
  [
    chain(configuration),
    stream(configuration),
    loop(configuration, results),
    jobs(configuration),
    threads(configuration),
  ]
    .filter((part) => part !== '')
    .join(', ');

/** A window shorter than this share of what was asked for was cut. */
const wholeShare = 0.99;

/** `window 5.0 s after 5.0 s warm-up`, or `window 3.1 s of 5.0 s ...` of one that was cut. Without results there may have been no window; then only the intention is certain. */
export function windowOf(summary: Summary): string {
  const { configuration, results } = summary;
  const [planned, warmup] = [formatDuration(configuration.duration), formatDuration(configuration.warmup)];
  const window = isCut(summary) ? `${formatDuration(results?.duration ?? null)} of ${planned}` : planned;
  return `${results === null ? 'planned: ' : ''}window ${window} after ${warmup} warm-up`;
}

const isCut = ({ configuration, results, status }: Summary): boolean =>
  results !== null &&
  (status === 'interrupted' || status === 'failed') &&
  results.duration < wholeShare * configuration.duration;

/** Nothing for a good run; otherwise what became of it, and why. */
export function statusLines(summary: Summary, width = pageWidth): string[] {
  const text = statusOf(summary);
  return text === null ? [] : wrap(text, width - 2).map((line, at) => (at === 0 ? line : `  ${line}`));
}

/** The same as one text; null for a good run. */
export function statusOf(summary: Summary): string | null {
  const { status, status_reason: reason, results } = summary;
  if (status === 'ok') return null;
  const label = `${status.toUpperCase()}${reason === null || reason.code === status ? '' : ` (${reason.code})`}: `;
  const figures = isCut(summary)
    ? 'the figures below are of the window until then'
    : 'do not rely on the figures below';
  const consequence = results === null ? '' : `; ${figures}`;
  return label + (reason?.message ?? 'no reason was recorded') + consequence;
}

function chain({ workload, relay, protocol, hops, deployment }: Summary['configuration']): string {
  if (relay === 'none') return `${workload}, client directly to server`;
  if (deployment.attached !== null) {
    return `${workload} over attached ${relay}, ${protocol}, ${hops === 0 ? 'hops not known' : plural(hops, 'hop')}`;
  }
  // Two relays are what everybody expects.
  return `${workload} over ${relay}, ${protocol}${hops === 2 ? '' : `, ${plural(hops, 'hop')}`}`;
}

/** What is special in a stream. */
function stream({ load }: Summary['configuration']): string {
  return [
    ...(load.direction === 'echo' ? [] : [load.direction === 'both' ? 'both ways' : load.direction]),
    ...(load.rate?.unit === 'bits' ? [`at ${formatBitsPerSecond(load.rate.per_second)}`] : []),
    ...(load.verify ? ['verified'] : []),
    ...(load.half_close ? ['half-closed'] : []),
    ...(load.light ? ['light'] : []),
    ...(load.background === 0 ? [] : [`beside ${plural(load.background, 'stream')}`]),
    ...(load.reader_rate === null ? [] : [`read at ${formatBitsPerSecond(load.reader_rate)}`]),
  ].join(', ');
}

/** Whether requests wait for the answers to those before them. */
function loop({ load }: Summary['configuration'], results: Summary['results']): string {
  if (load.rate?.unit === 'requests') return `open loop at ${formatRate(load.rate.per_second)}`;
  return (results?.operations ?? null) === null ? '' : 'closed loop';
}

function jobs({ jobs: all, load: { active } }: Summary['configuration']): string {
  return active === null ? plural(all, 'job') : `${plural(all, 'job')} of which ${active} active`;
}

function threads({ relay, relay_threads }: Summary['configuration']): string {
  // Of relays that ran before nobody knows.
  return relay === 'none' || relay_threads === 0 ? '' : plural(relay_threads, 'relay thread');
}

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;
