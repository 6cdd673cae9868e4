import { limitingMachine } from '../../model/limit.js';
import { roleTitle } from '../../model/names.js';
import { isAtQuota } from '../../model/quota.js';
import type { Summary } from '../../model/summary.js';
import {
  formatBitsPerSecond,
  formatBytes,
  formatCount,
  formatPercent,
  formatRate,
  formatSeconds,
} from '../../units/quantity.js';
import { labelled, pageWidth } from '../layout.js';
import { ratesOverTime } from './over-time.js';
import { cpusText } from './throttled.js';

type Results = NonNullable<Summary['results']>;

/** The column in which the figures of this section begin. */
const indent = 15;

/** The answer: how much went through the chain in the window, how long it took, and what held it back. */
export function resultsSection(summary: Summary, width = pageWidth): string[] {
  const entries = resultEntries(summary, ratesOverTime(summary, width - indent));
  if (entries.length === 0) return [];
  return ['RESULTS', ...entries.flatMap(({ label, text }) => labelled(`  ${label}`, text, indent, width))];
}

export interface ResultEntry {
  label: string;
  text: string;
}

/** Each figure with its label, and what to know of it; `overTime`: a picture of the throughput, if it is to be among them. */
export function resultEntries(summary: Summary, overTime: string | null): ResultEntry[] {
  const { results } = summary;
  if (results === null) return [];
  const counted = results.operations_per_second !== null;
  return [
    // What the workload counts comes first: requests where there are requests.
    ...(counted ? entry('operations', `${operations(results)}${ceilings(summary)}${meaning(results)}`) : []),
    ...latencies(results),
    ...failures(results),
    ...entry(
      'throughput',
      `${throughput(results)}${asked(summary)}${counted ? '' : ceilings(summary)} (${results.bit})`,
    ),
    ...(overTime === null ? [] : entry('over time', overTime)),
    ...fairness(results),
    ...background(results),
    ...entry('limited by', limit(summary)),
  ];
}

const entry = (label: string, text: string): ResultEntry[] => [{ label, text }];

const throughput = ({ bits_per_second }: Results): string => formatBitsPerSecond(bits_per_second);

const operations = ({ operations_per_second }: Results): string => formatRate(operations_per_second);

const meaning = ({ operation }: Results): string => (operation === null ? '' : ` (${operation})`);

function latencies(results: Results): ResultEntry[] {
  const { open_loop: open } = results;
  const lines = latencyRows(results).flatMap(({ label, times, about }) =>
    entry(label, `${latency(times)}${open === null ? '' : ` (${about})`}`),
  );
  return open === null ? lines : [...entry('rate', rate(open)), ...lines];
}

/** What was timed, and from when on; how it is called says so: a closed loop knows only one time, an open loop three. */
export function latencyRows(results: Results): { label: string; times: Times; about: string }[] {
  const { latency: whole, open_loop: open, connect_latency: connect, failures } = results;
  const row = (label: string, times: Times | null, about: string) => (times === null ? [] : [{ label, times, about }]);
  if (open !== null) {
    return [
      ...row('response', whole, 'from the time at which the request was due'),
      ...row('service', open.service, 'from its sending'),
      ...row('lag', open.lag, 'sent later than due'),
    ];
  }
  return [
    ...(failures === null
      ? row('latency', whole, 'from the sending of a request to its answer')
      : row('whole', whole, 'from connecting to the end of the connection')),
    ...row('connect', connect, 'until the connection was made'),
  ];
}

function rate({ rate_asked, rate_achieved, planned, sent, answered }: NonNullable<Results['open_loop']>): string {
  const done = `of ${formatCount(planned)} requests due in the window ${formatCount(sent)} sent, ${formatCount(answered)} answered`;
  return `asked ${formatRate(rate_asked)}, achieved ${formatRate(rate_achieved)}; ${done}`;
}

function failures({ failures }: Results): ResultEntry[] {
  if (failures === null) return [];
  const causes = Object.entries(failures).filter(([, count]) => count > 0);
  const text = causes.map(([cause, count]) => `${formatCount(count)} ${cause}`).join(', ');
  return entry('failures', text === '' ? 'none' : text);
}

export type Times = NonNullable<Results['latency']>;

function latency({ p50, p90, p99, p999, p9999, average, max, count }: Times): string {
  const percentiles = [
    `p50 ${formatSeconds(p50)}, p90 ${formatSeconds(p90)}, p99 ${formatSeconds(p99)}, p99.9 ${formatSeconds(p999)}`,
    // Few runs are long enough for it.
    ...(p9999 === null ? [] : [`p99.99 ${formatSeconds(p9999)}`]),
  ].join(', ');
  const missing = [p50, p90, p99, p999].includes(null) ? ' (-: fewer than ten samples beyond)' : '';
  return `${percentiles}, average ${formatSeconds(average)}, max ${formatSeconds(max)}, of ${formatCount(count)}${missing}`;
}

/** The rate at which a stream was to be sent. */
function asked({ configuration: { load } }: Summary): string {
  return load.rate?.unit === 'bits' ? ` of ${formatBitsPerSecond(load.rate.per_second)} asked for` : '';
}

function fairness({ fairness }: Results): ResultEntry[] {
  if (fairness === null || fairness.count < 2) return [];
  const { count, jain, min, median, max } = fairness;
  const range = `least ${formatBytes(min)}, median ${formatBytes(median)}, most ${formatBytes(max)}`;
  return entry(
    'fairness',
    `Jain's index ${jain === null ? '-' : jain.toFixed(3)} over ${formatCount(count)} flows; ${range}`,
  );
}

function background({ background }: Results): ResultEntry[] {
  if (background === null) return [];
  const { streams, bits_per_second: rate } = background;
  const text = `${formatBitsPerSecond(rate)} over ${formatCount(streams)} stream${streams === 1 ? '' : 's'}`;
  return entry('background', `${text} from client to server, as fast as they go`);
}

/** Shares of what the machine does without a relay, or with the ideal one; only when measured in the same session. */
function ceilings({ ceilings, results }: Summary): string {
  const rate = results?.operations_per_second ?? results?.bits_per_second;
  if (ceilings === null || rate === undefined) return '';
  const shares = ['none', 'builtin'].flatMap((name) => {
    const ceiling = ceilings[name];
    return ceiling === undefined || ceiling <= 0 ? [] : [`${formatPercent(rate / ceiling, 0)} of ${name}`];
  });
  return shares.map((share) => `, ${share}`).join('');
}

function limit({ limited_by: role, resources }: Summary): string {
  if (role === null) return 'unknown: nothing was seen at its limit';
  if (role === 'rate') return 'the rate that was asked for, which was reached';
  const machine = limitingMachine(role);
  if (machine !== null) {
    const name = machine.host === null ? '' : ` ${machine.host}`;
    return `the machine${name} (all its CPUs are busy); a floor for every part of the chain`;
  }
  const floor = role.startsWith('relay') ? '' : '; a floor for the relays, which could do more';
  const used = resources[role];
  const held = used?.throttled ?? null;
  if (used !== undefined && held !== null && isAtQuota(held, used.average_cpu)) {
    return `${roleTitle(role)} (held to its quota of ${cpusText(held.quota)})${floor}`;
  }
  return `${roleTitle(role)} (always running, or waiting for its CPU)${floor}`;
}
