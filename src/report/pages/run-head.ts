import { limitingMachine } from '../../model/limit.js';
import { metricsOf } from '../../model/metrics.js';
import { roleTitle } from '../../model/names.js';
import type { Summary } from '../../model/summary.js';
import { formatBitsPerSecond, formatRate, formatSeconds, formatSignificant } from '../../units/quantity.js';
import type { Fact } from '../page/parts.js';
import { latencyRows, resultEntries } from '../run/results.js';
import { verdictOf } from '../run/trust.js';
import { buildLabelWithProton, buildOf } from '../saved/build.js';

/** The result in a sentence; what is not to be relied on says so first. */
export function answerOf(summary: Summary): string {
  const { status, results } = summary;
  const mark = status === 'ok' ? '' : `${status.toUpperCase()}: `;
  if (results === null) return `${mark || 'NO RESULT: '}nothing was measured`;
  return `${mark}${rateOf(summary)}${within(summary)}${limitOf(summary)}`;
}

function rateOf({ results, configuration: { relay, hops, deployment } }: Summary): string {
  const { operations_per_second: operations, bits_per_second: bits } = results!;
  const relays = `${deployment.attached === null ? '' : 'attached '}${relay} relay${hops === 1 ? '' : 's'}`;
  const chain = relay === 'none' ? 'without a relay' : `through ${hops === 0 ? '' : `${hops} `}${relays}`;
  return `${operations === null ? formatBitsPerSecond(bits) : formatRate(operations).replace('/', ' operations/')} ${chain}`;
}

function within({ results }: Summary): string {
  const p99 = results!.latency?.p99 ?? null;
  return p99 === null ? '' : `, 99 % within ${formatSeconds(p99)}`;
}

function limitOf({ limited_by: role }: Summary): string {
  if (role === null || role === 'rate') return '';
  const machine = limitingMachine(role);
  return machine === null
    ? `; ${roleTitle(role)} was the limit`
    : `; all CPUs of ${machine.host ?? 'the machine'} were busy`;
}

/** The figures that everybody asks for, what they are, and which run and build they are of. */
export function factsOf(summary: Summary): Fact[] {
  const { id, started, trust, status } = summary;
  const build = buildOf(summary);
  return [
    ...figures(summary),
    ...(trust === null
      ? []
      : [{ label: 'Trust', value: trust.ok ? 'every check passed' : 'NOT ok', meaning: verdictOf(trust) }]),
    { label: 'Run', value: status === 'ok' ? id : `${id} (${status})` },
    { label: 'Started', value: `${started.slice(0, 19).replace('T', ' ')} UTC` },
    ...(build === null
      ? []
      : [
          {
            label: 'Build',
            value: buildLabelWithProton(build),
            meaning: 'Version and build id; of a router also that of Proton',
          },
        ]),
  ];
}

function figures(summary: Summary): Fact[] {
  const { results, configuration } = summary;
  if (results === null) return [];
  const { bits_per_second: bits, bit, operations_per_second: operations, operation, latency } = results;
  const counted = operations !== null;
  const cost = metricsOf({ hops: configuration.hops, counted }).find(({ name }) => name === 'cpu')!;
  const used = cost.of(summary);
  const [first] = latencyRows(results);
  const limit = resultEntries(summary, null).find(({ label }) => label === 'limited by')!;
  return [
    ...(counted ? [{ label: 'Operations', value: formatRate(operations), meaning: operation ?? '' }] : []),
    { label: 'Throughput', value: formatBitsPerSecond(bits), meaning: bit },
    ...(latency === null || first === undefined
      ? []
      : [{ label: `p99 of ${first.label}`, value: formatSeconds(latency.p99), meaning: first.about }]),
    ...(used === null
      ? []
      : [{ label: cost.title, value: formatSignificant(used), meaning: 'CPU time of all relays for that much work' }]),
    {
      label: 'Limited by',
      value: summary.limited_by === null ? 'unknown' : roleTitle(summary.limited_by),
      meaning: limit.text,
    },
  ];
}
