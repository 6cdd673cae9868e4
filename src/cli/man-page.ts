import type { Command } from 'commander';
import { exitCodes } from '../errors.js';
import { bold, escaped, filled, hanging, paragraph, section, verbatim } from './roff.js';

/** What the codes of `exitCodes` tell; `docs/exit-codes.md` has them by command. */
const exitMeanings: Readonly<Record<keyof typeof exitCodes, string>> = {
  ok: 'It worked; of what measures: every run has the status ok.',
  failed: 'A run failed or is invalid, or something stood in the way, or check or self-test found something.',
  usage: 'The command line was wrong; nothing was measured.',
  unwelcome: 'The answer of compare is one that --fail-on names.',
  bug: 'A bug in Flimflam; a stack is printed.',
  interrupted: 'Ctrl-C (INT).',
  terminated: 'TERM, or the terminal was closed (HUP).',
};

const description = [
  'Flimflam starts a real server, a chain of relays and a real client, on this machine or on several, drives a standard workload through ' +
    'them, and measures one exact window: how fast it was, what each byte or request cost, and how far that can be ' +
    'trusted. The relays are those that are installed: the first skrouterd, nginx, haproxy or nghttpx on PATH.',
  'Every run is kept in a folder of its own. Options may stand before and behind their command; a duration is 5, 500ms, 2m ' +
    'or 1h.',
];

const files: readonly (readonly [string, string])[] = [
  ['flimflam-runs/', 'The run folders, below the current folder or where --output says; latest is the last one.'],
  ['flimflam-runs/*/summary.json', 'The result of a run, and all that led to it.'],
  ['flimflam-runs/*/reproduce.sh', 'Makes the run again.'],
  ['$XDG_STATE_HOME/flimflam/calibrations/', 'What calibrate has found out about this machine.'],
  ['$XDG_CACHE_HOME/flimflam/builds/', 'Builds that compare --repo has made.'],
  [
    '$XDG_CACHE_HOME/flimflam/VERSION-DIGEST/',
    'The native programs of an installed package, compiled at their first use.',
  ],
];

const environment: readonly (readonly [string, string])[] = [
  ['PATH', 'Where relays, workloads and perf are looked for; then in the sbin folders of the system.'],
  ['LD_LIBRARY_PATH', 'Where the loader looks for the libraries of a relay, such as Proton.'],
  ['CC, CFLAGS', 'What compiles the native programs, and how.'],
  ['NO_COLOR', 'If it is not empty, headings are not bold.'],
  ['TERM', 'If it is dumb, headings are not bold and there is no progress line.'],
  ['XDG_STATE_HOME', 'Instead of ~/.local/state.'],
  ['XDG_CACHE_HOME', 'Instead of ~/.cache.'],
];

const seeAlso = ['perf(1)', 'perf-record(1)', 'skrouterd(8)', 'nginx(8)', 'haproxy(1)', 'h2load(1)', 'iperf3(1)'];

/** The manual page in roff, as man(7) describes it, made of the same commands and options as `--help`. */
export function manPage(program: Command, version: string): string {
  const name = program.name();
  return [
    `.\\" Made of the commands and their options; do not edit.`,
    `.TH ${name.toUpperCase()} 1 "" "${escaped(`${name} ${version}`)}" "User Commands"`,
    // Neither hyphens that were not there nor wide gaps between words.
    '.nh',
    '.ad l',
    ...section('NAME', filled(`${name} - ${withoutEnd(program.description())}`)),
    ...section('SYNOPSIS', [`.B ${escaped(name)}`, escaped('[OPTION]... COMMAND [OPTION]... [ARGUMENT]...')]),
    ...section(
      'DESCRIPTION',
      description.flatMap((text) => paragraph(text)),
    ),
    ...section('OPTIONS', optionsOf(program)),
    ...section('COMMANDS', program.commands.flatMap(commandOf)),
    ...section('EXIT STATUS', exitStatus()),
    ...section('FILES', listOf(files)),
    ...section('ENVIRONMENT', listOf(environment)),
    ...section(
      'EXAMPLES',
      examplesOf(program).flatMap(([line, text]) => paragraph(text).concat(verbatim(line))),
    ),
    ...section('SEE ALSO', filled(seeAlso.join(', '))),
    '',
  ].join('\n');
}

function commandOf(command: Command): string[] {
  const help = command.createHelp();
  const texts = help
    .visibleArguments(command)
    .flatMap((argument) => hanging(help.argumentTerm(argument), help.argumentDescription(argument)));
  const usage = `${command.name()} ${command.usage()}`.trim();
  return [`.SS ${bold(usage)}`, ...filled(sentence(command.description())), ...texts, ...optionsOf(command)];
}

/** Those of the help but `--help` itself, and for a command those that all commands have. */
function optionsOf(command: Command): string[] {
  const help = command.createHelp();
  const ofAll = new Set(command.parent?.options.map(({ long }) => long));
  return help
    .visibleOptions(command)
    .filter(({ long }) => command.parent === null || (long !== '--help' && !ofAll.has(long)))
    .flatMap((option) => hanging(help.optionTerm(option), help.optionDescription(option)));
}

function exitStatus(): string[] {
  const names = Object.keys(exitCodes) as (keyof typeof exitCodes)[];
  return names.flatMap((name) => hanging(String(exitCodes[name]), exitMeanings[name]));
}

const listOf = (list: readonly (readonly [string, string])[]): string[] =>
  list.flatMap(([term, text]) => hanging(term, text));

/** The examples at the end of the help: a command, then at least two blanks, then what it tells. */
function examplesOf(program: Command): [line: string, text: string][] {
  let help = '';
  const usual = { ...program.configureOutput() };
  program.configureOutput({ writeOut: (text) => (help += text) });
  program.outputHelp();
  program.configureOutput(usual);
  const [, examples = ''] = help.split('\nExamples:\n');
  return [...examples.matchAll(/^ +(\S.*?) {2,}(\S.*)$/gmu)].map(([, line = '', text = '']) => [
    line,
    `${sentence(text).slice(0, -1)}:`,
  ]);
}

const withoutEnd = (text: string): string => text.replace(/\.$/u, '').replace(/^A /u, 'a ');

/** Descriptions in the help begin small and have no end. */
const sentence = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`;
