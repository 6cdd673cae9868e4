import type { Capacity } from '../../model/capacity.js';
import { metricsOf } from '../../model/metrics.js';
import type { SavedDocument, SavedEntry } from '../../model/saved.js';
import type { Bench, Status, Summary } from '../../model/summary.js';
import type { Sweep } from '../../model/sweep.js';
import { answerOf } from '../comparison/answer.js';
import { answersOf } from '../comparison/answers.js';
import type { Comparisons } from '../comparison/as-one.js';
import { sentenceOfAll } from '../comparison/sentence-of-all.js';
import { capacitySentence } from '../curves/capacity-sentence.js';
import { buildOf } from './build.js';
import { scenarioWords, type UsualOptions } from './scenario-words.js';

/** Where something is saved. */
export type Place = Pick<SavedEntry, 'id' | 'name' | 'path'>;

/** All that an entry has, in the order in which it is printed, with nothing known. */
const blank = (place: Place, kind: SavedEntry['kind']): SavedEntry => ({
  ...{ id: place.id, name: place.name, path: place.path, kind },
  ...{ started: null, status: 'unreadable', reason: null },
  ...{ workloads: [], relays: [], protocols: [], scenario: '', captured: null, build: null },
  ...{ bits_per_second: null, operations_per_second: null, relays_cost: null, relays_cost_unit: null },
  ...{ latency_p99: null, answer: null },
});

/** One line of the list, from what was read. */
export function entryOf(place: Place, saved: SavedDocument, usual: UsualOptions): SavedEntry {
  return { ...blank(place, saved.kind), ...partsOf(saved, usual) };
}

function partsOf(saved: SavedDocument, usual: UsualOptions): Parts {
  if (saved.kind === 'run') return runParts(saved.document, usual);
  if (saved.kind === 'bench') return benchParts(saved.document);
  if (saved.kind === 'comparison') return comparisonParts([saved.document], usual);
  if (saved.kind === 'comparisons') return comparisonParts(saved.document, usual);
  if (saved.kind === 'sweep') return sweepParts(saved.document);
  return capacityParts(saved.document, usual);
}

/** One line of the list for what cannot be read, with the sentence that says why; the name may tell the time. */
export function unreadableEntry(place: Place, kind: SavedEntry['kind'], reason: string): SavedEntry {
  return { ...blank(place, kind), started: timeOf(place.id.split('/').at(-1) ?? ''), reason };
}

/** `20261123-101502-...` begins with the time, in UTC. */
function timeOf(name: string): string | null {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)-/u.exec(name) ?? [];
  return second === undefined ? null : `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
}

type Configuration = Summary['configuration'];

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];

const chainOf = (configurations: readonly Configuration[]) => ({
  workloads: unique(configurations.map(({ workload }) => workload)),
  relays: unique(configurations.map(({ relay }) => relay)),
  protocols: unique(configurations.map(({ protocol }) => protocol)),
});

/** What an entry has of its own, all that every kind has among it. */
type Parts = Pick<SavedEntry, 'started' | 'status' | 'workloads' | 'relays' | 'protocols' | 'scenario'> &
  Partial<SavedEntry>;

function runParts(summary: Summary, usual: UsualOptions): Parts {
  const { started, status, status_reason, configuration, results, capture } = summary;
  const counted = (results?.operations_per_second ?? null) !== null;
  const cost =
    metricsOf({ hops: configuration.hops, counted })
      .find(({ name }) => name === 'cpu')
      ?.of(summary) ?? null;
  return {
    ...{ started, status, reason: status_reason?.message ?? null },
    ...chainOf([configuration]),
    scenario: scenarioWords(configuration, usual),
    captured: capture?.kind ?? null,
    build: buildOf(summary),
    bits_per_second: results?.bits_per_second ?? null,
    operations_per_second: results?.operations_per_second ?? null,
    relays_cost: cost,
    relays_cost_unit: cost === null ? null : counted ? '1000 operations' : 'GB',
    latency_p99: results?.latency?.p99 ?? null,
  };
}

/** From the worst on. */
const statuses: readonly Status[] = ['failed', 'interrupted', 'invalid', 'ok'];

function benchParts({ started, rows, repeat }: Bench): Parts {
  const runs = rows.flatMap((row) => row.runs);
  const status = statuses.find((word) => runs.some((run) => run.status === word)) ?? 'failed';
  const good = runs.filter((run) => run.status === 'ok').length;
  return {
    ...{ started, status, reason: status === 'ok' ? null : `${good} of ${runs.length} runs are ok` },
    workloads: unique(rows.map(({ workload }) => workload)),
    relays: unique(rows.map(({ relay }) => relay)),
    protocols: unique(rows.map(({ protocol }) => protocol)),
    scenario: 'bench',
    answer: `${rows.length} combination${rows.length === 1 ? '' : 's'}${repeat > 1 ? `, ${repeat} times each` : ''}; ${good} of ${runs.length} runs ok`,
  };
}

function comparisonParts(comparisons: Comparisons, usual: UsualOptions): Parts {
  const [first, ...others] = comparisons;
  const chain = chainOf(comparisons.map(({ configuration }) => configuration));
  const stopped = comparisons.find(({ status }) => status === 'stopped');
  const interrupted = comparisons.some(({ status }) => status === 'interrupted');
  return {
    ...{ started: first.started, reason: stopped?.stopped_because ?? null },
    status: stopped === undefined ? (interrupted ? 'interrupted' : 'ok') : 'failed',
    ...chain,
    relays: unique(comparisons.flatMap(({ a, b }) => [a.relay, b.relay])),
    scenario:
      others.length === 0
        ? scenarioWords(first.configuration, usual)
        : `${chain.workloads.join(', ')} ${first.configuration.relay}`,
    answer: others.length === 0 ? answerOf(first).sentence : sentenceOfAll(comparisons, answersOf(comparisons)),
  };
}

function sweepParts({ started, status, configuration, curves, axis, values, repeat }: Sweep): Parts {
  const range = values.map(({ text }) => text).join(', ');
  return {
    ...{ started, status: status === 'complete' ? 'ok' : status },
    ...chainOf([configuration]),
    relays: unique(curves.map(({ relay }) => relay)),
    scenario: `${configuration.workload} ${curves.map(({ spec }) => spec).join(', ')}`,
    answer: `${axis.replace('_', ' ')} ${range}; ${repeat} run${repeat === 1 ? '' : 's'} each`,
  };
}

function capacityParts(capacity: Capacity, usual: UsualOptions): Parts {
  const { started, status, configuration } = capacity;
  return {
    ...{ started, status: status === 'complete' ? 'ok' : status },
    ...chainOf([configuration]),
    // The rate is what was looked for.
    scenario: scenarioWords({ ...configuration, load: { ...configuration.load, rate: null } }, usual),
    answer: capacitySentence(capacity),
  };
}
