import { comparisonsMarkdown } from '../comparison-markdown.js';
import { comparisonsText } from '../comparison-text.js';
import { answersOf } from '../comparison/answers.js';
import { asOne, type Comparisons } from '../comparison/as-one.js';
import { evidenceOf } from '../comparison/evidence.js';
import { sentenceOfAll } from '../comparison/sentence-of-all.js';
import type { Graph } from '../flamegraph/document.js';
import { dataTable } from '../page/data-table.js';
import { markup } from '../page/markup.js';
import type { Report, Section } from '../page/report.js';
import { told } from '../page/told.js';
import { changesContent, overview } from './comparison-changes.js';
import { meaningOfVerdict, noticeOf, primaryFact, sideFacts, subtitleOf, titleOf } from './comparison-head.js';
import { pairsFigure } from './comparison-pairs.js';
import { oneLine, type Compared, type Content } from './comparison-parts.js';
import { runsFigure } from './comparison-runs.js';
import { settingContent, takeAwayContent } from './comparison-setting.js';
import { whyContent } from './comparison-why.js';

/** What there is beside the comparisons. */
export interface ComparisonsExtra {
  /** What differs between the captured runs of both sides under one of the workloads; null without them. */
  difference: { workload: string; graph: Graph } | null;
}

/** Comparisons of the same two builds under several workloads, judged together. */
export function comparisonsReport(comparisons: Comparisons, { difference }: ComparisonsExtra): Report {
  const answers = answersOf(comparisons);
  const all = comparisons.map((comparison, at): Compared => {
    const { workload } = comparison.configuration;
    return { comparison, answer: answers[at]!, prefix: `${workload}-` };
  });
  const shared = asOne(comparisons);
  const notice = noticeOfAll(all);
  return {
    title: titleOf(shared),
    subtitle: subtitleOf(...comparisons),
    answer: oneLine(sentenceOfAll(comparisons, answers)),
    facts: [
      ...all.flatMap(({ comparison: { configuration }, answer }) => primaryFact(answer, `${configuration.workload}: `)),
      ...sideFacts(...comparisons),
    ],
    ...(notice === null ? {} : { notice }),
    warnings: shared.warnings,
    sections: [
      { id: 'workloads', title: 'The workloads', content: workloadsContent(all) },
      ...all.map(workloadSection),
      {
        id: 'take-away',
        title: 'To take away',
        content: takeAwayContent(comparisonsMarkdown(comparisons), ...comparisons),
      },
      { id: 'setting', title: 'How it was set up', content: settingContent(...comparisons) },
    ],
    ...(difference === null
      ? {}
      : { graph: { ...difference.graph, subtitle: `${difference.workload}: ${difference.graph.subtitle}` } }),
    notes: [meaningOfVerdict],
    texts: [
      {
        title: 'All of it as text',
        text: comparisonsText(comparisons, { colour: false, folder: folderOf(shared.id) }),
      },
    ],
  };
}

/** Each workload has a folder in that of all. */
const folderOf = (id: string): string => id.split('/')[0]!;

function noticeOfAll(all: readonly Compared[]): string | null {
  const notices = all.flatMap(({ comparison, answer }) => {
    const notice = noticeOf(comparison, answer);
    return notice === null ? [] : [`${comparison.configuration.workload}: ${notice}`];
  });
  return notices.length === 0 ? null : notices.join(' ');
}

function workloadsContent(all: readonly Compared[]): Content {
  const figure = overview(all);
  const rows = all.map(({ comparison: { configuration }, answer }) => ({
    cells: [markup`<a href="#${configuration.workload}">${configuration.workload}</a>`, oneLine(answer.sentence)],
  }));
  const columns = ['workload', 'answer'].map((title) => ({ title, align: 'left' as const }));
  return [...(figure === null ? [] : [figure]), dataTable({ name: 'The answer of each workload', columns, rows })];
}

function workloadSection(compared: Compared): Section {
  const { comparison, answer } = compared;
  const { workload } = comparison.configuration;
  const figures = [pairsFigure(compared), runsFigure(compared)].filter((figure) => figure !== null);
  const why = whyContent(compared);
  return {
    id: workload,
    title: workload,
    content: [
      markup`<p class="sentence">${oneLine(answer.sentence)}</p>`,
      ...changesContent(compared),
      ...figures,
      markup`<h3>How far to trust it</h3>`,
      told(evidenceOf(comparison, answer)),
      ...(why.length === 0 ? [] : [markup`<h3>Why</h3>`, ...why]),
    ],
  };
}
