import type { Capture } from '../../model/capture.js';
import { roleTitle } from '../../model/names.js';
import type { ProfileFacts, ProfileRole } from '../../model/profile.js';
import { stackRemedy } from '../../model/stack-quality.js';
import { formatCount, formatPercent, formatSeconds } from '../../units/quantity.js';
import { harmless, labelled, pad, pageWidth, shorten, textWidth } from '../layout.js';
import { textTable, type Column } from '../table.js';
import { alongTheChain } from './role-order.js';

/** Functions shown of each role; `flamegraph` and `offcpu` show all of them on their page. */
const shownFunctions = { record: 20, flamegraph: 5, offcpu: 5 };

/** Columns that texts of others may take. */
const most = { binary: 24, brokenIn: 18, event: 20 };

/** What the figures of a function take, with the gaps behind them. */
const figuresWidth = 29;

type RoleRow = readonly [role: string, found: ProfileRole];

const columnsOf = (headers: readonly string[], align: Column['align']): Column[] =>
  headers.map((header) => ({ header, align }));

/** How far the stacks can be believed, and the functions with the most own time, by role. */
export function profileSection({ kind, profile, options }: Pick<Capture, 'kind' | 'profile' | 'options'>): string[] {
  if (profile === null || !isShown(kind)) return [];
  const rows = alongTheChain(Object.keys(profile.roles)).map((role): RoleRow => [role, profile.roles[role]!]);
  const tables = rows.flatMap(([role, found]) => functionTable(role, found, shownFunctions[kind]));
  return [...stacksTable(profile, rows), ...legend(profile, options.call_graph), ...tables];
}

const isShown = (kind: Capture['kind']): kind is keyof typeof shownFunctions => kind in shownFunctions;

/** Samples and stack quality of each role; where threads were off their CPUs, their states too. */
function stacksTable({ event, unit }: ProfileFacts, roles: readonly RoleRow[]): string[] {
  const all = [...new Set(roles.flatMap(([, found]) => Object.keys(found.states)))];
  // What nobody saw the begin of, in brackets, stands on the page.
  const states = all.filter((state) => !state.startsWith('[')).sort();
  const [counted, time] = all.length > 0 ? ['times off', 'time off'] : ['samples', 'CPU time'];
  const weighed = unit === 'ns' ? time : shorten(oneLine(event), most.event);
  const columns = [
    ...columnsOf(['STACKS'], 'left'),
    ...columnsOf([counted, weighed, ...states, 'short', 'no root', 'poor'], 'right'),
    ...columnsOf(['break off in'], 'left'),
  ];
  const rows = roles.map(([role, found]) => [
    `  ${roleTitle(role)}`,
    formatCount(found.samples),
    unit === 'ns' ? formatSeconds(found.weight * 1e-9) : formatCount(found.weight),
    ...states.map((state) => formatPercent(found.states[state] ?? 0)),
    ...[found.stacks.short, found.stacks.rootless, found.stacks.poor].map((share) => formatPercent(share)),
    breakOff(found),
  ]);
  return textTable(columns, rows);
}

const hasStates = (states: ProfileRole['states']): boolean => Object.keys(states).length > 0;

/** The file in which most of the poor stacks end on the outer side. */
function breakOff({ stacks }: ProfileRole): string {
  const [first] = stacks.broken_in;
  if (first === undefined) return '';
  return first.binary === '' ? 'kernel' : fileName(first.binary, most.brokenIn);
}

/** What the shares mean, and what to do where too many stacks are poor. */
function legend(facts: ProfileFacts, callGraph: Capture['options']['call_graph']): string[] {
  const meaning = 'short: fewer than three user frames; no root: the outermost user frame has no name; poor: either';
  const remedy = stackRemedy(facts, callGraph);
  const lines = remedy === null ? [meaning] : [meaning, `callers are missing in poor stacks: ${remedy}`];
  return lines.flatMap((line) => labelled('', line, 2));
}

function functionTable(role: string, { functions, states }: ProfileRole, count: number): string[] {
  if (functions.length === 0) return [];
  const shown = functions.slice(0, count);
  const binaries = shown.map(binaryOf);
  const room = pageWidth - figuresWidth - 2 - Math.max(2, ...binaries.map(textWidth));
  const columns = [
    ...columnsOf([pad('own', 8, 'right'), 'total', hasStates(states) ? 'times' : 'samples'], 'right'),
    ...columnsOf(['function', 'in'], 'left'),
  ];
  const rows = shown.map(({ name, own, total, samples }, at) => [
    formatPercent(own),
    formatPercent(total),
    formatCount(samples),
    shorten(oneLine(name), room),
    binaries[at]!,
  ]);
  return ['', `FUNCTIONS of ${roleTitle(role)}`, ...textTable(columns, rows)];
}

/** Where a function is: `kernel`, a module of the kernel (`kernel nf_tables`), or a file. */
function binaryOf({ binary, kind }: ProfileRole['functions'][number]): string {
  if (kind !== 'kernel') return fileName(binary, most.binary);
  const name = binary.replaceAll(/^\[|\]$/gu, '');
  const isCore = /^(?:kernel\b|guest\.kernel\b|vmlinux|unknown$)/u.test(name);
  return shorten(oneLine(isCore ? 'kernel' : `kernel ${name}`), most.binary);
}

/** A file name; where it is too long, without the version behind `.so`. */
function fileName(binary: string, width: number): string {
  const name = oneLine(binary);
  return shorten(textWidth(name) <= width ? name : name.replace(/\.so\..*$/u, '.so'), width);
}

const oneLine = (text: string): string => harmless(text).replaceAll('\n', ' ');
