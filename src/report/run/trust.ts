import type { Summary, Trust } from '../../model/summary.js';
import { formatBytes, formatPercent, formatSeconds } from '../../units/quantity.js';
import { labelled, labelWidth, pageWidth } from '../layout.js';
import { largestShares } from './hosts.js';
import { tlsLines } from './tls.js';

/** Log lines shown on the terminal; all of them are in summary.json. */
const shownLogLines = 3;

/** Whether the figures can be believed, in one line, and what failed where they cannot. */
export function trustSection({ trust, results, links, hosts }: Summary, width = pageWidth): string[] {
  if (trust === null) return results === null ? [] : labelled('TRUST', 'nothing could be checked', labelWidth, width);
  const verdict = verdictOf(trust);
  const evidence = [...shares(trust, hosts), bytesOf(trust), ...logged(trust)];
  // What failed stands on a line of its own, before the figures.
  const lines = trust.ok ? `${verdict}: ${evidence.join('; ')}` : `${verdict}\n${evidence.join('; ')}`;
  const quoted = trust.log.lines.slice(0, shownLogLines).map((line) => `\n| ${line}`);
  const encrypted = tlsLines(links).map((line) => `\n${line}`);
  return labelled('TRUST', [lines, ...encrypted, ...quoted].join(''), labelWidth, width);
}

/** `ok`, or what is wrong. */
export const verdictOf = ({ ok, problems }: Trust): string =>
  ok ? 'ok' : `NOT ok: ${problems.join('; ') || 'no problem was recorded'}`;

/** What is to be known, and what to do about it. */
export function warningsSection({ warnings }: Summary, width = pageWidth): string[] {
  return warnings.flatMap(({ code, message, advice }, at) =>
    labelled(at === 0 ? 'WARNINGS' : '', `${code}: ${message}${advice === '' ? '' : `; ${advice}`}`, labelWidth, width),
  );
}

function shares({ cpu, window_skew: skew }: Trust, hosts: Summary['hosts']): string[] {
  if (hosts.length > 0) {
    const isRead = hosts.some(({ roles, window_skew: read }) => roles.length > 0 && read !== null);
    return [
      ...largestShares(hosts),
      ...(isRead ? [`hosts read within ${formatSeconds(skew)} of the marks, clocks included`] : []),
    ];
  }
  if (cpu === null) return ['CPU time of the machine not available'];
  const parts = (['ours', 'foreign', 'unattributed', 'steal', 'idle'] as const).flatMap((part) =>
    cpu[part] === null ? [] : [`${part} ${formatPercent(cpu[part])}`],
  );
  return [parts.join(', ')];
}

export function bytesOf({ bytes }: Trust): string {
  if (bytes === null) return "bytes not checked against the kernel's";
  if (bytes.agree) return "bytes agree with the kernel's";
  const share = bytes.workload > 0 ? formatPercent(bytes.kernel / bytes.workload, 2) : formatBytes(bytes.kernel);
  return `bytes DISAGREE: the kernel counted ${share} of the workload's ${formatBytes(bytes.workload)}`;
}

function logged({ log }: Trust): string[] {
  const kinds = [
    log.errors > 0 ? `${log.errors} error${log.errors === 1 ? '' : 's'}` : '',
    log.warnings > 0 ? `${log.warnings} warning${log.warnings === 1 ? '' : 's'}` : '',
  ].filter((part) => part !== '');
  return kinds.length > 0 ? [`relays logged ${kinds.join(' and ')}`] : [];
}
