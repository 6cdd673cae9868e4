import type { Capacity } from '../../model/capacity.js';
import { formatPercent, formatRate } from '../../units/quantity.js';
import { capacityText } from '../capacity-text.js';
import { capacitySentence, limitText } from '../curves/capacity-sentence.js';
import { capacityColumns, capacityLegend, capacityOptions, stepCells, stepOutcome } from '../curves/capacity-words.js';
import { copyable } from '../page/copyable.js';
import { dataTable } from '../page/data-table.js';
import { markup, type Markup } from '../page/markup.js';
import type { Fact } from '../page/parts.js';
import type { Report } from '../page/report.js';
import { machineLines } from '../run/settings.js';
import { capacityCharts } from './capacity-charts.js';
import { startedText } from './curve-chart.js';

/** A search for the capacity as a page: the answer, the curves it stands on, every step. */
export function capacityReport(capacity: Capacity): Report {
  const { id, configuration, environment, steps, warnings } = capacity;
  const { workload, relay, protocol } = configuration;
  const charts = capacityCharts(capacity);
  return {
    title: `Capacity of ${relay === 'none' ? 'client and server' : relay}`,
    subtitle: `${workload} ${relay === 'none' ? 'without a relay' : `over ${relay}, ${protocol}`}; ${capacity.metric} of the response time under ${limitText(capacity.slo)}`,
    answer: capacitySentence(capacity),
    facts: facts(capacity),
    ...doubt(capacity),
    warnings,
    sections: [
      ...(charts.length === 0 ? [] : [{ id: 'curves', title: 'Curves', content: charts }]),
      ...(steps.length === 0
        ? []
        : [
            {
              id: 'steps',
              title: 'Every step',
              content: [table(capacity), markup`<p>${capacityLegend(capacity)}.</p>`],
            },
          ]),
      { id: 'again', title: 'Again', content: [copyable('Command', `flimflam capacity ${capacityOptions(capacity)}`)] },
    ],
    notes: environment === null ? [] : machineLines(capacity, environment),
    texts: [{ title: 'The search as text', text: capacityText(capacity, { folder: id }) }],
  };
}

function facts({ answer, steps, precision, id, started, metric, slo }: Capacity): Fact[] {
  const counted = steps.filter(({ passed }) => passed !== null).length;
  return [
    {
      label: 'Passes',
      value: formatRate(answer?.passing),
      meaning: `the highest rate whose ${metric} stayed under ${limitText(slo)}`,
    },
    { label: 'Does not', value: formatRate(answer?.failing), meaning: 'the lowest rate that did not pass' },
    {
      label: 'Found to within',
      value: formatPercent(precision, 0),
      meaning: 'by which the second may lie above the first',
    },
    {
      label: 'Steps',
      value: `${counted} of ${steps.length} counted`,
      meaning: 'a step that the machine spoilt says nothing',
    },
    { label: 'Search', value: id },
    { label: 'Started', value: startedText({ started }) },
  ];
}

/** What to know before believing the answer. */
function doubt({ answer, status }: Capacity): Pick<Report, 'notice'> {
  const parts = [
    ...(status === 'interrupted' ? ['INTERRUPTED: what was measured until then'] : []),
    ...(answer?.doubtful === true ? ['at the failing rate the machine spoilt every attempt of a step'] : []),
    ...(answer?.generator_late === true ? ['the generator was late at the failing rate: the answer is a floor'] : []),
    ...(answer?.settled === false ? ['the runs contradict each other'] : []),
  ];
  const text = parts.join('; ');
  return text === '' ? {} : { notice: `${text.charAt(0).toUpperCase()}${text.slice(1)}.` };
}

const abouts: Readonly<Record<string, string>> = {
  Asked: 'requests per second that were to be sent',
  Answered: 'share of the planned requests that was answered in the window',
  'Relays CPU': 'cores that all relays kept busy',
  'Client CPU': 'cores that the client kept busy',
  'Server CPU': 'cores that the server kept busy',
};

const aboutOf = (header: string): string =>
  abouts[header] ??
  (header.startsWith('Lag')
    ? 'how late requests were sent'
    : 'response time, from the time at which a request was due');

const whys = { first: 'the lowest', double: 'twice as many', bisect: 'between', confirm: 'once more' } as const;

/** Every step in the order in which they were made. */
const table = (capacity: Capacity): Markup =>
  dataTable({
    name: 'Every step',
    columns: [
      { title: 'Step', align: 'right' },
      { title: 'Why', align: 'left' },
      ...capacityColumns(capacity).map(({ header, align }) => ({ title: header, about: aboutOf(header), align })),
      { title: 'Outcome', align: 'left' },
    ],
    rows: capacity.steps.map((step, at) => ({
      cells: [
        at + 1,
        markup`<span class="one-line">${whys[step.why]}${step.attempt > 1 && `, attempt ${step.attempt}`}</span>`,
        ...stepCells(step, capacity),
        stepOutcome(step, capacity),
      ],
      strong: step.passed === true && step.rate === capacity.answer?.passing,
    })),
  });
