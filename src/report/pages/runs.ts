import { metricsOf, type Metric } from '../../model/metrics.js';
import { roleTitle } from '../../model/names.js';
import type { Summary } from '../../model/summary.js';
import { notAvailable } from '../../units/quantity.js';
import type { BarChart } from '../charts/chart.js';
import { dataTable } from '../page/data-table.js';
import type { Figure } from '../page/figure.js';
import { markup, type Markup } from '../page/markup.js';
import type { Report, Section } from '../page/report.js';
import { runText } from '../run-text.js';
import { scenarioOf, statusOf } from '../run/headline.js';
import { buildLabelWithProton, buildOf } from '../saved/build.js';
import { formatValue } from '../metric-value.js';
import { meaningOf, quantityOf } from './comparison-parts.js';
import { capital, lookOf, startedText } from './curve-chart.js';
import type { RunExtras } from './run-content.js';
import { answerOf } from './run-head.js';
import { runReport } from './run.js';

/** A run with what its folder holds besides. */
export interface RunOfSeveral {
  summary: Summary;
  extras: Omit<RunExtras, 'prefix'>;
}

/** Several runs on one page: their figures side by side, then each run whole but for its flame graph. */
export function runsReport(runs: readonly RunOfSeveral[]): Report {
  const summaries = runs.map(({ summary }) => summary);
  const captured = runs.some(({ extras }) => extras.profile !== null);
  return {
    title: `${runs.length} runs`,
    subtitle: [...new Set(summaries.map(scenarioOf))].slice(0, mostScenarios).join('; '),
    facts: [],
    notice:
      'Runs are no comparison: what differs between them may be the noise of this machine. flimflam compare tells it from a change.',
    warnings: [...new Map(summaries.flatMap(({ warnings }) => warnings).map((one) => [one.message, one])).values()],
    sections: [
      { id: 'side-by-side', title: 'Side by side', content: [table(summaries), ...charts(summaries)] },
      ...runs.map(section),
    ],
    notes: captured
      ? ['Flame graphs are on the pages of single runs, and flimflam flamegraph A B shows two as one.']
      : [],
    texts: summaries.map((summary) => ({
      title: `${summary.id} as text`,
      text: runText(summary, { colour: false, folder: summary.id }),
    })),
  };
}

/** Of more the page says nothing in its head. */
const mostScenarios = 3;

const idOf = (at: number): string => `run-${at + 1}`;

/** A metric of the runs that count the same. */
interface Headline {
  /** Unique in the page. */
  id: string;
  metric: Metric;
  /** By number of the run; null where it does not have it. */
  values: (number | null)[];
}

const shown = new Set(['throughput', 'operations', 'p99', 'cpu', 'rss.relay1']);

/** What is counted by one run may not be counted by another: the metrics of both kinds, each with its own runs. */
function headlines(summaries: readonly Summary[]): Headline[] {
  const kinds = [...new Set(summaries.map(isCounted))];
  return kinds.flatMap((counted) => {
    const metrics = (hops: number): Metric[] => metricsOf({ hops, counted }).filter(({ name }) => shown.has(name));
    const valueOf = (summary: Summary, wanted: string): number | null => {
      if (isCounted(summary) !== counted) return null;
      const own = metrics(summary.configuration.hops).find(({ name }) => name === wanted);
      return own?.of(summary) ?? null;
    };
    return metrics(1).map((metric) => ({
      id: `all-${metric.name.replaceAll('.', '-')}-${counted ? 'requests' : 'stream'}`,
      metric,
      values: summaries.map((summary) => valueOf(summary, metric.name)),
    }));
  });
}

const isCounted = ({ results }: Summary): boolean => (results?.operations_per_second ?? null) !== null;

/** Relay, workload, and the digits that tell the run from its neighbours. */
const nameOf = ({ configuration: { workload, relay }, id }: Summary): string =>
  `${relay} ${workload} ${id.slice(id.lastIndexOf('-') + 1)}`;

function table(summaries: readonly Summary[]): Markup {
  const all = headlines(summaries);
  return dataTable({
    name: 'Figures of all runs',
    columns: [
      { title: 'Run', align: 'left' },
      { title: 'Started', align: 'left' },
      { title: 'Build', about: 'version and build id of the relay; of a router also that of Proton', align: 'left' },
      ...all.map(({ metric }) => ({ title: metric.title, about: meaningOf(metric), align: 'right' as const })),
      { title: 'Limited by', align: 'left' },
      { title: 'Status', align: 'left' },
    ],
    rows: summaries.map((summary, at) => ({
      cells: [
        markup`<a href="#${idOf(at)}">${nameOf(summary)}</a>`,
        startedText(summary),
        buildLabelWithProton(buildOf(summary)),
        ...all.map(({ metric, values }) => formatValue(metric, values[at] ?? null)),
        summary.limited_by === null ? notAvailable : roleTitle(summary.limited_by),
        summary.status,
      ],
    })),
  });
}

/** A picture for each metric that at least two runs have. */
function charts(summaries: readonly Summary[]): Figure[] {
  return headlines(summaries)
    .filter(({ values }) => values.filter((value) => value !== null).length > 1)
    .map(({ id, metric, values }) => ({
      id,
      title: capital(metric.title),
      about: `${capital(meaningOf(metric))}. Hollow: a run that is not ok.`,
      chart: barsOf(metric, values, summaries),
      table: {
        columns: [
          { title: 'run', values: summaries.map((summary) => summary.id) },
          { title: 'status', values: summaries.map(({ status }) => status) },
          { title: `${metric.name} (${metric.unit})`, values },
        ],
      },
    }));
}

const barsOf = (metric: Metric, values: readonly (number | null)[], summaries: readonly Summary[]): BarChart => ({
  kind: 'bars',
  axis: { title: metric.title, quantity: quantityOf(metric), scale: 'linear', from: 0 },
  rows: summaries.map((summary, at) => {
    const value = values[at] ?? null;
    const mark = summary.status === 'ok' ? '' : `, ${summary.status}`;
    return {
      ...{ name: nameOf(summary), colour: lookOf(at).colour, value, low: null, high: null },
      text: `${formatValue(metric, value)}${mark}`,
      doubtful: summary.status !== 'ok',
    };
  }),
});

/** A run as a section: its answer, and all that its own page has. */
function section({ summary, extras }: RunOfSeveral, at: number): Section {
  const id = idOf(at);
  const { sections } = runReport(summary, { ...extras, profile: null, prefix: `${id}-` });
  const status = statusOf(summary);
  const content = sections.flatMap((one) => [[markup`<h3 class="part">${one.title}</h3>`], one.content]).flat();
  return {
    id,
    title: nameOf(summary),
    content: [
      markup`<p class="sentence">${answerOf(summary)}</p><p class="quiet">${scenarioOf(summary)}; ${extras.folder}</p>`,
      ...(status === null ? [] : [markup`<p class="notice">${status}</p>`]),
      ...content,
    ],
  };
}
