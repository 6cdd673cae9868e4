import { roleTitle } from '../../model/names.js';
import type { Capture } from '../../model/capture.js';
import type { Summary } from '../../model/summary.js';
import {
  formatBitsPerSecond,
  formatBytes,
  formatCount,
  formatPercent,
  formatSignificant,
} from '../../units/quantity.js';
import { labelled, labelWidth, pageWidth } from '../layout.js';

/** That somebody looked into the window, and what the look cost: the figures above are not those of a free run. */
export function capturedSection(summary: Summary, width = pageWidth): string[] {
  const lines = capturedLines(summary);
  return lines.length === 0 ? [] : labelled('CAPTURED', lines.join('\n'), labelWidth, width);
}

/** The same as sentences. */
export function capturedLines({ capture }: Summary): string[] {
  if (capture === null) return [];
  const who = capture.targets.map(roleTitle).join(', ');
  const own = [...ownUse(capture), ...lost(capture)].join(', ');
  return [`${capture.kind} of ${who}: ${own}`, ...rates(capture), ...late(capture)];
}

function ownUse({ cost, command }: Capture): string[] {
  if (command === null) return ['outside the window, so that it cost the window nothing'];
  const cpu = cost.cpu === null ? '' : `used ${formatSignificant(cost.cpu)} cores`;
  const data = cost.data === null ? '' : `wrote ${formatBytes(cost.data)}`;
  const use = [cpu, data].filter((part) => part !== '').join(' and ');
  return use === '' ? [] : [`perf ${use}`];
}

function lost({ cost }: Capture): string[] {
  if (cost.lost === null) return [];
  return [cost.lost === 0 ? 'nothing lost' : `${formatCount(cost.lost)} events LOST`];
}

function rates({ cost }: Capture): string[] {
  const { bits_per_second_before: before, bits_per_second_during: during } = cost;
  if (before === null || during === null || before === 0) return [];
  const change = during / before - 1;
  const percent = `${change < 0 ? '-' : '+'}${formatPercent(Math.abs(change))}`;
  return [
    `throughput ${formatBitsPerSecond(before)} in the last 2 s of warm-up, ${formatBitsPerSecond(during)} in the window (${percent})`,
  ];
}

/** A mark is met within some milliseconds; more than this is worth a word. */
const worthSaying = 0.05;

const ms = (seconds: number): string => `${Math.round(seconds * 1000)} ms`;

function late({ delay }: Capture): string[] {
  if (delay === null || Math.max(delay.on, delay.off) < worthSaying) return [];
  return [
    `perf was on at most ${ms(delay.on)} after the first mark, and off at most ${ms(delay.off)} after the second`,
  ];
}
