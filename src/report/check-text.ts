import type { CaptureFinding } from '../model/capability.js';
import type { CheckReport, Finding } from '../model/check.js';
import { recordLines } from './calibration-text.js';
import { labelled } from './layout.js';

/** Columns that a terminal has at least, if the user wants to see the ends of our lines. */
const lineWidth = 100;

/** Hex digits of a build id that tell builds apart; `--json` has all of them. */
const shownDigits = 8;

/** Most characters that the columns of names and purposes take; a longer one pushes the rest of its own line. */
const columnWidths = { name: 17, purpose: 27 };

/** What `flimflam check` prints: the environment, then a line for each thing that a command needs. */
export function checkText(report: CheckReport): string {
  const required = report.findings.filter((finding) => finding.required);
  const optional = report.findings.filter((finding) => !finding.required);
  return [
    'ENVIRONMENT',
    ...report.facts.map(({ name, value }) => `  ${name.padEnd(14)}  ${value}`),
    '',
    'REQUIRED',
    ...findingLines(required),
    '',
    'OPTIONAL',
    ...findingLines(optional),
    '',
    ...captureLines(report.captures),
    ...recordLines(report.calibrations),
    '',
    conclusion(required, optional, report.captures),
    '',
  ].join('\n');
}

/** A line for each thing that was looked for, with what there is to say of it beside or below. */
export function findingLines(findings: readonly Finding[]): string[] {
  const names = findings.map(nameAndVersion);
  const nameWidth = Math.min(columnWidths.name, width(names));
  const purposeWidth = Math.min(columnWidths.purpose, width(findings.map(({ purpose }) => purpose)));
  return findings.flatMap((finding, index) => {
    const head = [finding.state, names[index] ?? '', finding.purpose];
    const widths = [7, nameWidth, purposeWidth];
    const line = `  ${head.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`;
    const [first, ...rest] = details(finding);
    if (first === undefined) return [line.trimEnd()];
    // What does not fit beside goes below.
    const fits = line.length + 2 + first.length <= lineWidth;
    return fits ? [`${line}  ${first}`, ...rest.map(below)] : [line.trimEnd(), ...[first, ...rest].map(below)];
  });
}

const width = (texts: readonly string[]): number => Math.max(0, ...texts.map((text) => text.length));

const below = (text: string): string => `           ${text}`;

const nameAndVersion = ({ name, version }: Finding): string => (version === null ? name : `${name} ${version}`);

/** Where it is, then which libraries it takes, then what is wrong and what to do. */
function details(finding: Finding): string[] {
  const { state, path, build_id, note, remedy, libraries } = finding;
  return [
    ...(path === null ? [] : [file(path, build_id)]),
    ...libraries.map((library) =>
      library.path === null ? `${library.name}  not found by the loader` : file(library.path, library.build_id),
    ),
    ...(note === null ? [] : [note]),
    ...(remedy === null ? [] : [state === 'missing' ? remedy : `to change it: ${remedy}`]),
  ];
}

/** A row of each capture, and below them what to do: once, with the names of those for which it is. */
function captureLines(captures: readonly CaptureFinding[]): string[] {
  if (captures.length === 0) return [];
  const nameWidth = width(captures.map(({ capture }) => capture)) + 2;
  const rows = captures.flatMap(({ capture, possible, note }) => {
    const head = `  ${(possible ? 'yes' : 'no').padEnd(7)}  ${capture.padEnd(nameWidth)}`;
    return labelled(head, note, head.length);
  });
  const remedies = [...new Set(captures.flatMap(({ remedy }) => remedy ?? []))].flatMap((remedy) => {
    const names = captures.filter((one) => one.remedy === remedy).map(({ capture }) => capture);
    return [below(`for ${names.join(', ')}: ${remedy}`)];
  });
  return ['CAPTURES', ...rows, ...remedies, ''];
}

function file(path: string, buildId: string | null): string {
  return buildId === null ? path : `${path}  build ${buildId.slice(0, shownDigits)}`;
}

function conclusion(
  required: readonly Finding[],
  optional: readonly Finding[],
  captures: readonly CaptureFinding[],
): string {
  const needed = unusable(required);
  const wanted = unusable(optional);
  const impossible = captures.filter(({ possible }) => !possible).map(({ capture }) => capture);
  return [
    needed.length === 0 ? 'Everything that is required is here' : `Required and not usable: ${needed.join(', ')}`,
    ...(wanted.length === 0 ? [] : [`optional and not usable: ${wanted.join(', ')}`]),
    ...(impossible.length === 0 ? [] : [`captures that are not possible: ${impossible.join(', ')}`]),
  ]
    .join('; ')
    .concat('.');
}

/** The names of those that are missing or do not work. */
export const unusable = (findings: readonly Finding[]): string[] =>
  findings.filter(({ state }) => state !== 'found').map(({ name }) => name);
