import type { Capture } from '../../model/capture.js';
import type { Summary } from '../../model/summary.js';
import { quoteForShell } from '../../units/shell.js';
import { roleTitle } from '../../model/names.js';
import { formatDuration } from '../../units/duration.js';
import { formatBitsPerSecond, formatRate, formatSignificant } from '../../units/quantity.js';
import { runText } from '../run-text.js';
import type { Bundle } from '../page/document.js';
import type { Surroundings } from './document.js';

/** What a page tells of the run that was captured: configuration, result, cost of the look, warnings, all commands. */
export function surroundingsOf(summary: Summary, bundle: Bundle): Surroundings {
  const { id, status, status_reason: reason, configuration, capture, plan } = summary;
  const relay = configuration.relay === 'none' ? 'client and server' : configuration.relay;
  return {
    title: `${capture?.kind === 'offcpu' ? 'Off-CPU time' : 'CPU time'} of ${relay}`,
    facts: [
      { label: 'Scenario', value: scenario(summary) },
      { label: 'Result', value: result(summary) },
      ...(capture === null ? [] : [{ label: 'The look cost', value: cost(capture) }]),
      {
        label: 'Run',
        value: status === 'ok' ? id : `${id}: ${status.toUpperCase()}, ${reason?.message ?? 'no reason'}`,
      },
    ],
    warnings: summary.warnings,
    texts: [
      { title: 'The run', text: runText(summary, { colour: false, folder: id }) },
      { title: 'Commands', text: commands(summary) },
      ...Object.entries(plan.configs).map(([name, text]) => ({ title: name, text })),
    ],
    bundle,
  };
}

function scenario({ configuration }: Summary): string {
  const { workload, relay, protocol, hops, jobs, relay_threads: threads, duration } = configuration;
  const chain = relay === 'none' ? 'without a relay' : `over ${hops} ${relay} (${threads} threads)`;
  return `${workload} ${chain}, ${protocol}, ${jobs} jobs, ${formatDuration(duration)}`;
}

function result({ results, limited_by: limit }: Summary): string {
  if (results === null) return 'none';
  const { operations_per_second: operations, bits_per_second: bits } = results;
  const rate = operations === null ? formatBitsPerSecond(bits) : `${formatRate(operations)} operations`;
  return limit === null ? rate : `${rate}, limited by ${roleTitle(limit)}`;
}

function cost({ cost: { cpu, bits_per_second_before: before, bits_per_second_during: during } }: Capture): string {
  const perf = cpu === null ? [] : [`perf used ${formatSignificant(cpu)} cores`];
  const rates =
    before === null || during === null
      ? []
      : [`${formatBitsPerSecond(before)} before the window, ${formatBitsPerSecond(during)} in it`];
  return [...rates, ...perf].join('; ') || 'not known';
}

function commands({ plan, capture }: Summary): string {
  const all = [
    ...Object.entries(plan.commands),
    ...(capture?.command == null ? [] : [['perf', capture.command] as const]),
  ];
  return all.map(([role, argv]) => `${roleTitle(role)}\n  ${argv.map(quoteForShell).join(' ')}`).join('\n');
}
