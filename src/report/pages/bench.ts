import type { Bench, BenchRow } from '../../model/summary.js';
import { notAvailable } from '../../units/quantity.js';
import { benchText } from '../bench-text.js';
import { countsOperations, figuresOf } from '../bench/figures.js';
import { benchCells, benchColumns } from '../bench/rows.js';
import { benchLegend, benchOptions, benchTroubles } from '../bench/words.js';
import { dataTable } from '../page/data-table.js';
import { markup, type Markup, type Part } from '../page/markup.js';
import type { Fact } from '../page/parts.js';
import type { Report, Section } from '../page/report.js';
import { machineLines } from '../run/settings.js';
import { benchCharts, rateOf, rateText, rowName, shareText } from './bench-charts.js';
import { startedText } from './curve-chart.js';

/** A bench as a page: the matrix of workloads and relays, bars for each workload, then everything else. */
export function benchReport(bench: Bench, { id }: { id: string }): Report {
  const { rows, repeat, environment } = bench;
  const workloads = unique(rows.map(({ workload }) => workload));
  const text = benchText(bench, { folder: id });
  return {
    title: 'Bench',
    subtitle: `${workloads.join(', ')}; ${repeat === 1 ? 'one run each' : `${repeat} runs each, in shuffled order`}`,
    ...answer(bench),
    facts: facts(bench, id),
    ...doubt(bench),
    warnings: [],
    sections: [
      ...(rows.length === 0 ? [] : [{ id: 'matrix', title: 'At a glance', content: [matrix(bench)] }]),
      ...(rows.length === 0 ? [] : [{ id: 'rates', title: 'Rates', content: benchCharts(bench) }]),
      ...(rows.length === 0
        ? []
        : [{ id: 'figures', title: 'All figures', content: [figures(bench), markup`<p>${benchLegend(bench)}.</p>`] }]),
      ...listed('troubles', 'What went wrong', benchTroubles(bench)),
      ...listed(
        'missing',
        'What is missing',
        bench.missing.map(
          ({ program, needed_for, install }) =>
            markup`<b>${program}</b>, needed for ${needed_for}: <code>${install}</code>`,
        ),
      ),
      ...(rows.some(({ programs }) => programs !== null)
        ? [{ id: 'programs', title: 'What was measured', content: [programs(bench)] }]
        : []),
    ],
    notes: [`Options: ${benchOptions(bench)}.`, ...(environment === null ? [] : machineLines(bench, environment))],
    texts: [{ title: 'The bench as text', text }],
  };
}

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];

/** Of each workload the relay with the highest good rate; what has no relay is no answer. */
function answer({ rows }: Bench): Pick<Report, 'answer'> {
  const best = unique(rows.map(({ workload }) => workload)).flatMap((workload) => {
    const candidates = rows
      .filter((row) => row.workload === workload && row.relay !== 'none')
      .flatMap((row) => {
        const found = figuresOf(row);
        const rate = found === null || found.doubtful ? null : found.median(rateOf(countsOperations(row)));
        return rate === null ? [] : [{ row, rate }];
      })
      .sort((one, other) => other.rate - one.rate);
    const [first] = candidates;
    return first === undefined ? [] : [`${rowName(first.row)} ${rateText(first.row)} (workload ${workload})`];
  });
  return {
    answer: best.length === 0 ? 'Nothing good could be measured' : `Highest rate through a relay: ${best.join('; ')}`,
  };
}

function facts({ rows, repeat, started, missing }: Bench, id: string): Fact[] {
  const runs = rows.flatMap((row) => row.runs);
  const good = runs.filter(({ status }) => status === 'ok').length;
  return [
    {
      label: 'Combinations',
      value: `${rows.length}${repeat > 1 ? `, ${repeat} times each` : ''}`,
      meaning: 'of workload, relay and protocol',
    },
    {
      label: 'Runs',
      value: `${good} of ${runs.length} ok`,
      meaning: 'invalid runs are shown only where there is no good one',
    },
    ...(missing.length === 0 ? [] : [{ label: 'Missing', value: missing.map(({ program }) => program).join(', ') }]),
    { label: 'Bench', value: id },
    { label: 'Started', value: startedText({ started }) },
  ];
}

function doubt({ rows }: Bench): Pick<Report, 'notice'> {
  const doubtful = rows.filter((row) => figuresOf(row)?.doubtful === true).length;
  const none = rows.filter((row) => figuresOf(row) === null).length;
  const parts = [
    ...(doubtful > 0
      ? [`${doubtful} of ${rows.length} combinations have only invalid runs (!): do not rely on them`]
      : []),
    ...(none > 0 ? [`${none} have no figures`] : []),
  ];
  return parts.length === 0 ? {} : { notice: `${parts.join('; ')}.` };
}

/** Relays below each other, workloads side by side. */
function matrix({ rows }: Bench): Markup {
  const workloads = unique(rows.map(({ workload }) => workload));
  const names = unique(rows.map(rowName));
  return dataTable({
    name: 'Rates of all combinations',
    columns: [{ title: 'Relay', align: 'left' }, ...workloads.map((title) => ({ title, align: 'right' as const }))],
    rows: names.map((name) => ({
      cells: [
        name,
        ...workloads.map((workload) => cell(rows.find((row) => row.workload === workload && rowName(row) === name))),
      ],
    })),
  });
}

function cell(row: BenchRow | undefined): Part {
  if (row === undefined) return notAvailable;
  const rate = rateText(row);
  if (rate === null) return row.runs.at(-1)?.status ?? 'not run';
  const share = shareText(row);
  return markup`${rate}${share !== '' && markup`<br><small>${share}</small>`}`;
}

const abouts: Readonly<Record<string, string>> = {
  'Bits/s': 'payload that the client received, in one direction',
  'Ops/s': 'operations per second',
  Range: 'from the slowest to the fastest run',
  'Lat p50': 'half of the operations took no longer',
  'Lat p99': '99 % of the operations took no longer',
  'R1 CPU': 'cores that relay 1, the one nearest the client, kept busy',
  'R1 MB': 'highest resident memory of relay 1, in MB',
  'R2 CPU': 'cores that relay 2 kept busy',
  'R2 MB': 'highest resident memory of relay 2, in MB',
  'CPU-s': 'CPU-seconds of all relays by GB of payload, or by 1000 operations (kop)',
  '% none': 'share of the rate without a relay',
  '% builtin': 'share of the rate with the relay builtin, the ideal one',
};

/** The whole table of the text, without what it has no room for. */
function figures({ rows, repeat }: Bench): Markup {
  const columns = benchColumns(repeat);
  return dataTable({
    name: 'All figures',
    columns: [
      ...columns.map(({ header, align }) => ({
        ...{ title: header, align },
        ...(abouts[header] === undefined ? {} : { about: abouts[header] }),
      })),
      { title: 'Runs', about: 'runs with the status ok', align: 'left' },
    ],
    rows: rows.map((row) => {
      const cells = benchCells(row, repeat);
      const all = 'cells' in cells ? columns.map((_, at) => cells.cells[at] ?? notAvailable) : cells;
      const good = row.runs.filter(({ status }) => status === 'ok').length;
      return { cells: [...all, `${good} of ${row.runs.length} ok`].map(oneLine) };
    }),
  });
}

const oneLine = (text: string): Markup => markup`<span class="one-line">${text}</span>`;

/** Which files were measured, each once. */
function programs({ rows }: Bench): Markup {
  const all = rows.flatMap(({ relay, workload, programs: found }) =>
    found === null
      ? []
      : [
          ...(found.relay === null ? [] : [{ name: relay, ...found.relay }]),
          { name: `${workload} client`, ...found.client },
          { name: `${workload} server`, ...found.server },
        ],
  );
  const once = [...new Map(all.map((one) => [`${one.name} ${one.path}`, one])).values()];
  return dataTable({
    name: 'Programs',
    columns: [
      { title: 'Program', align: 'left' },
      { title: 'Version', align: 'left' },
      { title: 'Build', about: 'GNU build id: the same one is the same build', align: 'left' },
      { title: 'File', align: 'left' },
    ],
    rows: once.map(({ name, version, build_id, path }) => ({
      cells: [name, version ?? notAvailable, build_id?.slice(0, 12) ?? notAvailable, path],
    })),
  });
}

const listed = (id: string, title: string, items: readonly Part[]): Section[] =>
  items.length === 0
    ? []
    : [{ id, title, content: [markup`<ul class="list">${items.map((item) => markup`<li>${item}</li>`)}</ul>`] }];
