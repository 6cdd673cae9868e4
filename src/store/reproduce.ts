import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { argumentsOf, captureArgumentsOf } from '../model/arguments.js';
import type { Summary } from '../model/summary.js';
import { quoteForShell } from '../units/shell.js';
import { writeWhole } from './document.js';
import { relayConfigName, reproduceName } from './names.js';

export interface Reproduction {
  /** Name of the run. */
  id: string;
  /** Absolute path of the launcher, and any words before `run`. */
  launcher: readonly string[];
  /** The folder in which the user stood: relative paths in options and variables begin there. */
  workingFolder: string;
  configuration: Summary['configuration'];
  capture: Summary['capture'];
  /** `environment.variables` of the summary: what was in force. */
  variables: Readonly<Record<string, string>>;
}

/** Decide which binaries are measured, so they must not be inherited where the run had none. */
const decisive = ['LD_LIBRARY_PATH', 'LD_PRELOAD'];

const words = (list: readonly string[]): string => list.map(quoteForShell).join(' ');

/** A POSIX shell script that makes the run again; options that are given to it come last and so prevail. */
export function reproduceScript(reproduction: Reproduction): string {
  const { id, launcher, workingFolder, configuration, capture, variables } = reproduction;
  // Only names that a shell can export; bash exports functions under others.
  const exported = Object.entries(variables).filter(([name]) => /^[A-Za-z_][A-Za-z0-9_]*$/u.test(name));
  const unset = decisive.filter((name) => !(name in variables));
  const look = capture === null ? null : captureArgumentsOf(capture);
  const own = ownConfigs(configuration);
  const options = [...argumentsOf(withoutConfigs(configuration)), ...(look?.before ?? [])].map(words);
  const command = [
    `exec ${words([...launcher, capture?.kind ?? 'run'])}`,
    ...options,
    ...own.map(({ role, file }) => `--relay-config "${role}=$here/${file}"`),
    '"$@"',
    ...(look === null || look.after.length === 0 ? [] : [words(look.after)]),
  ];
  return [
    '#!/bin/sh',
    `# Makes the run ${id} again, with all the options and variables that were in force.`,
    '# Options given to this script prevail: ./reproduce.sh --duration 30',
    'set -eu',
    // The user's own may have changed since, or be gone.
    ...(own.length > 0 ? ['here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)'] : []),
    `cd ${quoteForShell(workingFolder)}`,
    ...exported.map(([name, value]) => `export ${name}=${quoteForShell(value)}`),
    ...(unset.length > 0 ? [`unset ${unset.join(' ')}`] : []),
    '',
    command.join(' \\\n  '),
    '',
  ].join('\n');
}

/** The user's own configurations, as they were read, with the names of their copies in the run folder. */
function ownConfigs({ deployment }: Reproduction['configuration']): { role: string; file: string; text: string }[] {
  return Object.entries(deployment.configs).map(([role, { text }]) => ({
    role,
    file: `${relayConfigName}.${role}`,
    text,
  }));
}

const withoutConfigs = (configuration: Reproduction['configuration']): Reproduction['configuration'] => ({
  ...configuration,
  deployment: { ...configuration.deployment, configs: {} },
});

/** Writes `reproduce.sh`, executable, and what it needs into the run folder; throws `cannot-write` where the disk refuses. */
export function writeReproduce(folder: string, reproduction: Reproduction): void {
  for (const { file, text } of ownConfigs(reproduction.configuration)) writeWhole(join(folder, file), text);
  const path = join(folder, reproduceName);
  writeWhole(path, reproduceScript(reproduction));
  chmodSync(path, 0o755);
}
