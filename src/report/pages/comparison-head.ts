import type { Comparison, Side } from '../../model/comparison.js';
import { formatDuration } from '../../units/duration.js';
import type { Answer } from '../comparison/answer.js';
import { asOne, type Comparisons } from '../comparison/as-one.js';
import { buildIdText } from '../comparison/setting.js';
import { changeText } from '../comparison/share-text.js';
import { intervalText } from '../comparison/table.js';
import { formatValue } from '../metric-value.js';
import { shorten } from '../layout.js';
import type { Fact } from '../page/parts.js';
import { calibrationNotice } from './comparison-calibration.js';
import { endOf, meaningOf, oneLine } from './comparison-parts.js';
import { startedText } from './curve-chart.js';

/** A build in a heading. */
const specWidth = 48;

/** A line of a fact. */
const lineWidth = 120;

export function titleOf({ kind, a, b }: Comparison): string {
  if (kind === 'calibrate') return `${a.relay} against a copy of itself`;
  return `Is ${endOf(b.spec, specWidth)} (B) better than ${endOf(a.spec, specWidth)} (A)?`;
}

/** What both sides ran, and when. */
export function subtitleOf(...comparisons: Comparisons): string {
  const { configuration, started, a, b } = asOne(comparisons);
  const { protocol, jobs, hops, relay_threads: threads, warmup, duration } = configuration;
  const relays = [...new Set([a.relay, b.relay])].filter((relay) => relay !== 'none').join(' or ');
  return [
    comparisons.map((one) => one.configuration.workload).join(', '),
    relays === '' ? 'without a relay' : `over ${hops} ${relays} with ${threads} thread${threads === 1 ? '' : 's'} each`,
    protocol,
    `${jobs} job${jobs === 1 ? '' : 's'}`,
    `window of ${formatDuration(duration)} after ${formatDuration(warmup)} of warm-up`,
    startedText({ started }),
  ].join(', ');
}

/** The metric that was judged, in figures; `of` comes before its name. */
export function primaryFact({ primary }: Answer, of = ''): Fact[] {
  const { metric, a, b, change } = primary;
  if (change === null) return [];
  return [
    {
      label: `${of}${metric.title}, A to B`,
      value: `${formatValue(metric, a)} to ${formatValue(metric, b)}\n${changeText(change)} ${intervalText(primary)}`,
      meaning: `medians, and the change within pairs with its interval; ${meaningOf(metric)}`,
    },
  ];
}

/** Which builds were compared, and what differs between them; all of their files stand with the setting. */
export function sideFacts(...comparisons: Comparisons): Fact[] {
  const { a, b, also, differences, kind } = asOne(comparisons);
  const differ = differences.map((line) => shorten(oneLine(line), lineWidth)).join('\n');
  return [
    { label: 'A', value: [a, ...also.a].map(buildText).join('\n'), meaning: 'what B is compared with' },
    { label: 'B', value: [b, ...also.b].map(buildText).join('\n'), meaning: 'what is judged' },
    ...(kind === 'calibrate'
      ? []
      : [{ label: 'What differs', value: differ === '' ? 'nothing that was found' : differ }]),
  ];
}

/** A build as the user named it, where that leads to, and by what it is told from others. */
function buildText({ spec, relay, prefix, program }: Side): string {
  const name = endOf(spec, lineWidth);
  if (program === null) return name;
  const path = prefix === null && spec !== program.path ? [endOf(program.path, lineWidth)] : [];
  const version = program.version === null ? relay : `${relay} ${oneLine(program.version)}`;
  return [name, ...path, `${version}, ${buildIdText(program.build_id)}`].join('\n');
}

/** What to know before believing a figure; nothing where there is a verdict and all went well. */
export function noticeOf(comparison: Comparison, answer: Answer): string | null {
  const { status, kind, pairs } = comparison;
  const { verdict, look, failures } = answer;
  if (failures.a + failures.b > 0) return 'Runs failed: nothing below tells that one side is faster or cheaper.';
  if (verdict === null)
    return 'There is no verdict: what is shown below is for looking, and none of it is established.';
  if (kind === 'calibrate') return calibrationNotice(comparison, answer);
  if (status === 'interrupted' && verdict.word === 'unsure' && look !== null && look.pairs < pairs) {
    return `It was interrupted: judged are ${look.pairs} of ${pairs} pairs. flimflam compare --resume goes on with it.`;
  }
  return null;
}

/** What a verdict says, and what it does not. */
export const meaningOfVerdict =
  'A verdict is about these two binaries, on this machine, in this scenario. Builds of the same source can differ by their layout alone: several builds of a side (--also-a, --also-b) tell.';
