import type { Summary } from '../../model/summary.js';
import { quoteForShell } from '../../units/shell.js';
import { roleTitle } from '../../model/names.js';
import { formatBitsPerSecond, formatRate } from '../../units/quantity.js';
import { runText } from '../run-text.js';
import { headline } from '../run/headline.js';
import { capturedSection } from '../run/captured.js';
import type { Bundle, Surroundings } from './document.js';

/** What a page tells of the run that was captured: configuration, result, cost of the look, warnings, all commands. */
export function surroundingsOf(summary: Summary, bundle: Bundle): Surroundings {
  const { id, started, status, status_reason: reason, configuration, capture, plan } = summary;
  const relay = configuration.relay === 'none' ? 'client and server' : configuration.relay;
  return {
    title: `${capture?.kind === 'offcpu' ? 'Off-CPU time' : 'CPU time'} of ${relay}`,
    facts: [
      { label: 'Scenario', value: oneLine(headline(summary)) },
      { label: 'Result', value: result(summary) },
      {
        label: 'Capture',
        value: oneLine(
          capturedSection(summary)
            .join(' ')
            .replace(/^CAPTURED /, ''),
        ),
      },
      ...(status === 'ok' ? [] : [{ label: 'Status', value: `${status}: ${reason?.message ?? 'no reason recorded'}` }]),
      { label: 'Run', value: `${id}, started ${started}` },
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

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

function result({ results, limited_by: limit }: Summary): string {
  if (results === null) return 'none';
  const { operations_per_second: operations, bits_per_second: bits, bit } = results;
  const rate = operations === null ? `${formatBitsPerSecond(bits)} (${bit})` : `${formatRate(operations)} operations`;
  return limit === null ? rate : `${rate}, limited by ${roleTitle(limit)}`;
}

function commands({ plan, capture }: Summary): string {
  const all = [
    ...Object.entries(plan.commands),
    ...(capture?.command == null ? [] : [['perf', capture.command] as const]),
  ];
  return all.map(([role, argv]) => `${roleTitle(role)}\n  ${argv.map(quoteForShell).join(' ')}`).join('\n');
}
