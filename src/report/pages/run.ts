import type { Summary } from '../../model/summary.js';
import { captureText } from '../capture-text.js';
import { profileGraph } from '../flamegraph/page.js';
import type { Report, Section } from '../page/report.js';
import { markup } from '../page/markup.js';
import { scenarioOf, statusOf, windowOf } from '../run/headline.js';
import { capturedLines } from '../run/captured.js';
import { runText } from '../run-text.js';
import { again } from './run-again.js';
import type { Content, RunExtras, RunParts } from './run-content.js';
import { answerOf, factsOf } from './run-head.js';
import { hosts } from './run-hosts.js';
import { latency } from './run-latency.js';
import { overTime } from './run-over-time.js';
import { resources } from './run-resources.js';
import { otherResults } from './run-results.js';
import { growth } from './run-growth.js';
import { routers } from './run-routers.js';
import { trust } from './run-trust.js';

/** Everything that is known of a run, as a page tells it. */
export function runReport(summary: Summary, extras: RunExtras): Report {
  const { folder, profile, prefix = '' } = extras;
  const parts: RunParts = { summary, extras, id: (word) => prefix + word };
  const notice = [statusOf(summary), ...looked(summary)].filter((text) => text !== null).join('. ');
  return {
    title: scenarioOf(summary),
    subtitle: windowOf(summary),
    answer: answerOf(summary),
    facts: factsOf(summary),
    ...(notice === '' ? {} : { notice }),
    warnings: summary.warnings,
    sections: sectionsOf(parts),
    ...(profile === null ? {} : { graph: profileGraph(profile) }),
    notes: [`Made by Flimflam from ${folder}; every figure is of the window alone, unless it says otherwise.`],
    texts: [{ title: 'The same as text', text: runText(summary, { colour: false, folder }) }],
  };
}

/** In the order in which people ask; without those that this run has nothing for. */
function sectionsOf(parts: RunParts): Section[] {
  const sections: (readonly [word: string, title: string, content: Content])[] = [
    ['over-time', 'Over time', overTime(parts)],
    ['latency', 'Latency', latency(parts)],
    ['resources', 'Resources', resources(parts)],
    ['hosts', 'Hosts', hosts(parts)],
    ['routers', 'Routers', routers(parts)],
    ['growth', 'Growth', growth(parts)],
    ['results', 'Other results', otherResults(parts)],
    ['capture', 'Capture', captured(parts)],
    ['trust', 'Trust', trust(parts)],
    ['again', 'Again', again(parts)],
  ];
  return sections
    .filter(([, , content]) => content.length > 0)
    .map(([word, title, content]) => ({ id: parts.id(word), title, content }));
}

/** The figures of a run that somebody looked into are not those of a free run. */
const looked = (summary: Summary): string[] => {
  const [first, ...others] = capturedLines(summary);
  return first === undefined ? [] : [[`This run was captured, which costs speed: ${first}`, ...others].join('; ')];
};

function captured({ summary, extras: { report = null } }: RunParts): Content {
  const text = captureText(summary, { report, link: null });
  return text === '' ? [] : [markup`<pre tabindex="0">${text}</pre>`];
}
