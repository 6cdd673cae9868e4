import { argumentsOf, captureArgumentsOf } from '../../model/arguments.js';
import { roleTitle } from '../../model/names.js';
import type { Summary } from '../../model/summary.js';
import { quoteForShell } from '../../units/shell.js';
import { copyable } from '../page/copyable.js';
import { markup, type Markup } from '../page/markup.js';
import { foldedMarkup } from '../page/parts.js';
import { environmentLines, placementOf } from '../run/settings.js';
import type { Content, RunParts } from './run-content.js';

/** How it was set up, and how to do it again: everything can be copied. */
export function again({ summary, extras: { folder } }: RunParts): Content {
  const { plan, environment } = summary;
  const lines = environmentLines(summary);
  return [
    copyable('The same scenario', commandOf(summary)),
    copyable('The same with the variables that were in force', quoteForShell(`${folder}/reproduce.sh`)),
    ...(lines.length === 0
      ? []
      : [markup`<h3>Machine and programs</h3><ul class="plain">${lines.map((line) => markup`<li>${line}</li>`)}</ul>`]),
    markup`<p class="quiet">${placementOf(plan)}.</p>`,
    ...commands(summary),
    ...Object.entries(plan.configs).map(([path, text]) => foldedMarkup(path, copyable(path, text))),
    ...(environment === null ? [] : variables(environment.variables)),
  ];
}

const words = (list: readonly string[]): string => list.map(quoteForShell).join(' ');

/** As it would be typed, with every option. */
function commandOf({ configuration, capture }: Summary): string {
  const look = capture === null ? { before: [], after: [] } : captureArgumentsOf(capture);
  const options = [...argumentsOf(configuration), ...look.before, ...(look.after.length === 0 ? [] : [look.after])];
  return [`flimflam ${capture?.kind ?? 'run'}`, ...options.map(words)].join(' \\\n  ');
}

function commands({ plan, capture }: Summary): Markup[] {
  const all = [
    ...Object.entries(plan.commands),
    ...(capture?.command == null ? [] : [['perf', capture.command] as const]),
  ];
  if (all.length === 0) return [];
  return [
    foldedMarkup(
      `Commands of the processes (${all.length})`,
      all.map(([role, argv]) => copyable(roleTitle(role), words(argv))),
    ),
  ];
}

function variables(all: Readonly<Record<string, string>>): Markup[] {
  const lines = Object.entries(all).map(([name, value]) => `export ${name}=${quoteForShell(value)}`);
  return lines.length === 0 ? [] : [foldedMarkup('Variables', copyable('Variables', lines.join('\n')))];
}
