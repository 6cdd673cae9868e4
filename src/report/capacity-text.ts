import type { Capacity, CapacityStep } from '../model/capacity.js';
import { capacityColumns, capacityLegend, capacityOptions, stepCells, stepOutcome } from './curves/capacity-words.js';
import { capacitySentence } from './curves/capacity-sentence.js';
import { harmless, labelled, shorten } from './layout.js';
import { machineLines } from './run/settings.js';
import { textTable, type Row } from './table.js';

/** Room for what a step came to. */
const outcomeWidth = 60;

/** A search for the capacity as text: the answer, the curve it stands on, and how it was set up. */
export function capacityText(capacity: Capacity, { folder }: { folder: string }): string {
  const { steps, environment, warnings } = capacity;
  const blocks = [
    labelled('', capacitySentence(capacity), 0),
    steps.length === 0
      ? []
      : textTable(
          [...capacityColumns(capacity), { header: '', align: 'left' }],
          sorted(steps).map((step) => cells(step, capacity)),
        ),
    labelled('', capacityLegend(capacity), 0),
    [
      ...warnings.flatMap(({ code, message, advice }, at) =>
        labelled(at === 0 ? 'WARNINGS' : '', `${code}: ${message}; ${advice}`),
      ),
      ...labelled('CONFIGURATION', capacityOptions(capacity)),
      ...(environment === null ? [] : labelled('ENVIRONMENT', machineLines(capacity, environment).join('\n'))),
      ...labelled('saved', folder),
    ],
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** By rate; runs at the same rate stay in the order in which they were made. */
const sorted = (steps: readonly CapacityStep[]): CapacityStep[] => [...steps].sort((a, b) => a.rate - b.rate);

const cells = (step: CapacityStep, capacity: Capacity): Row => [
  ...stepCells(step, capacity),
  shorten(harmless(stepOutcome(step, capacity)).replaceAll('\n', ' '), outcomeWidth),
];
