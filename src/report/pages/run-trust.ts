import { roleTitle } from '../../model/names.js';
import type { Binary, Summary, Trust } from '../../model/summary.js';
import { formatCount, formatPercent, formatSeconds, formatSignificant } from '../../units/quantity.js';
import { dataTable } from '../page/data-table.js';
import type { Figure } from '../page/figure.js';
import { markup, type Markup, type Part } from '../page/markup.js';
import { foldedMarkup } from '../page/parts.js';
import { roleColour } from '../page/role-colour.js';
import { largestShares } from '../run/hosts.js';
import { toldLinks } from '../run/tls.js';
import { bytesOf, verdictOf } from '../run/trust.js';
import { inOrder, type Content, type RunParts } from './run-content.js';

/** How far the figures can be believed: who used the machine, what was checked, and what exactly was measured. */
export function trust({ summary: { trust: ledger, results, links, hosts }, id }: RunParts): Content {
  if (ledger === null) return results === null ? [] : [markup`<p>Nothing could be checked.</p>`];
  return [
    markup`<p class="${ledger.ok ? 'sentence' : 'notice'}">${ledger.ok ? 'Every check passed.' : verdictOf(ledger)}</p>`,
    ...shares(ledger, id),
    ...sharesOfHosts(hosts),
    checks(ledger),
    ...encrypted(links),
    ...logged(ledger),
    ...libraries(ledger),
    ...builds(ledger),
  ];
}

/** What is nobody's of the chain, in the order of the text. */
const others = ['foreign', 'unattributed', 'steal', 'idle'] as const;

const meanings: Readonly<Record<(typeof others)[number], string>> = {
  foreign: 'foreign programs',
  unattributed: 'unattributed (interrupts)',
  steal: 'steal (the host of this machine)',
  idle: 'idle',
};

function shares({ cpu }: Trust, id: RunParts['id']): Figure[] {
  if (cpu === null) return [];
  const rows = [
    ...inOrder(Object.keys(cpu.by_role)).map((role) => ({
      name: roleTitle(role),
      colour: roleColour(role),
      value: cpu.by_role[role]!,
    })),
    ...others.flatMap((name) => (cpu[name] === null ? [] : [{ name: meanings[name], colour: 5, value: cpu[name] }])),
  ];
  return [
    {
      id: id('cpu-time'),
      title: "Who used the machine's CPUs",
      about: `Shares of the CPU time of the whole machine in the window: ${formatPercent(cpu.ours)} went into this run.`,
      chart: {
        kind: 'bars',
        axis: { title: 'share of all CPU time', quantity: 'share', scale: 'linear', from: 0 },
        rows: rows.map((row) => ({ ...row, low: null, high: null, text: formatPercent(row.value) })),
      },
      table: {
        columns: [
          { title: 'who', values: rows.map(({ name }) => name) },
          { title: 'share', values: rows.map(({ value }) => value) },
        ],
      },
    },
  ];
}

/** Of several machines the one that comes nearest to a doubt; all of them stand under hosts. */
function sharesOfHosts(hosts: Summary['hosts']): Markup[] {
  const shown = largestShares(hosts);
  return shown.length === 0 ? [] : [markup`<p>Of the CPU time of each host: ${shown.join(', ')}.</p>`];
}

const row = (name: string, about: string, found: Part): { cells: Part[] } => ({
  cells: [markup`<abbr title="${about}">${name}</abbr>`, found],
});

function checks(ledger: Trust): Markup {
  const { window_skew: skew, steadiness, frequency, throttled } = ledger;
  return dataTable({
    name: 'Checks',
    columns: [
      { title: 'check', align: 'left' },
      { title: 'found', align: 'left' },
    ],
    rows: [
      row('bytes', "The workload's count against that of the kernel's sockets", bytesOf(ledger)),
      row(
        'steadiness',
        'Median throughput of the last third of the window against that of the first',
        steadiness === null ? 'not known' : `${steadiness < 0 ? '−' : '+'}${formatPercent(Math.abs(steadiness))}`,
      ),
      row(
        'window',
        'How far the CPU times were read from the marks at most; of several hosts with what their clocks may be off',
        `read within ${formatSeconds(skew)} of its marks`,
      ),
      ...(frequency === null
        ? []
        : [row('frequency', 'Mean of the CPUs at the two marks', `${ghz(frequency.begin)} to ${ghz(frequency.end)}`)]),
      ...(throttled === null
        ? []
        : [row('throttled', 'How often CPUs were slowed down for heat', `${formatCount(throttled)} times`)]),
    ],
  });
}

/** What the ends of encrypted links told of them. */
function encrypted(links: Summary['links']): Markup[] {
  if (links.length === 0) return [];
  return [
    dataTable({
      name: 'Encrypted links',
      columns: [
        { title: 'link', align: 'left' },
        { title: 'protocol and cipher', align: 'left' },
        { title: 'verified', align: 'left' },
        { title: 'told by', about: 'Of many connections a relay may tell of the first ones alone', align: 'left' },
      ],
      rows: toldLinks(links).map(({ way, what, certificates, told }) => ({
        cells: [
          way,
          what,
          certificates,
          told.map(({ by, connections }) => `${by} of ${formatCount(connections)}`).join(', '),
        ],
      })),
    }),
  ];
}

const ghz = (hertz: number): string => `${formatSignificant(hertz / 1e9)} GHz`;

function logged({ log: { errors, warnings, lines } }: Trust): Markup[] {
  if (errors + warnings === 0 && lines.length === 0) return [];
  const title = `Relays logged ${errors} errors and ${warnings} warnings in the window`;
  return [markup`<h3>${title}</h3><pre tabindex="0">${lines.join('\n')}</pre>`];
}

const shortId = (one: Pick<Binary, 'build_id'>): Part =>
  one.build_id === null ? 'none' : markup`<abbr title="${one.build_id}">${one.build_id.slice(0, 12)}</abbr>`;

/** Each file once, with the relays that had it mapped: mostly all of them have the same. */
function libraries({ libraries: byRole }: Trust): Markup[] {
  const found = new Map<string, { file: Binary; roles: string[] }>();
  for (const role of inOrder(Object.keys(byRole))) {
    for (const file of byRole[role]!) {
      const key = `${file.path} ${file.build_id}`;
      const known = found.get(key);
      if (known === undefined) found.set(key, { file, roles: [roleTitle(role)] });
      else known.roles.push(roleTitle(role));
    }
  }
  if (found.size === 0) return [];
  const table = dataTable({
    name: 'Libraries',
    columns: [
      { title: 'file', align: 'left' },
      { title: 'build id', about: 'GNU build id: two files with the same one are the same build', align: 'left' },
      { title: 'mapped by', align: 'left' },
    ],
    rows: [...found.values()].map(({ file, roles }) => ({ cells: [file.path, shortId(file), roles.join(', ')] })),
  });
  return [foldedMarkup(`Executables and libraries that the relays had mapped (${found.size})`, table)];
}

function builds({ builds: all }: Trust): Markup[] {
  if (all.length === 0) return [];
  const table = dataTable({
    name: 'Compilers and flags',
    columns: [
      { title: 'file', align: 'left' },
      { title: 'build id', align: 'left' },
      { title: 'sanitizer', about: 'Slows a program down: never measure with one', align: 'left' },
      { title: 'compiler and flags', about: 'As the debug information has them', align: 'left' },
    ],
    rows: all.map((one) => ({
      cells: [one.path, shortId(one), one.sanitizer ?? 'none', one.flags ?? 'not told: no debug information'],
    })),
  });
  return [foldedMarkup('How relay 1 and its libraries were compiled', table)];
}
