import type { Comparison } from '../../model/comparison.js';
import type { CalibrationReport } from '../calibration.js';
import { comparisonMarkdown } from '../comparison-markdown.js';
import { comparisonText } from '../comparison-text.js';
import { answerOf } from '../comparison/answer.js';
import { evidenceOf } from '../comparison/evidence.js';
import type { Graph } from '../flamegraph/document.js';
import type { Report, Section } from '../page/report.js';
import { told } from '../page/told.js';
import { calibrationContent } from './comparison-calibration.js';
import { changesContent } from './comparison-changes.js';
import { meaningOfVerdict, noticeOf, primaryFact, sideFacts, subtitleOf, titleOf } from './comparison-head.js';
import { pairsFigure } from './comparison-pairs.js';
import { oneLine, type Compared, type Content } from './comparison-parts.js';
import { runsFigure } from './comparison-runs.js';
import { settingContent, takeAwayContent } from './comparison-setting.js';
import { whyContent } from './comparison-why.js';

/** What there is beside comparison.json. */
export interface ComparisonExtra {
  /** What differs between the captured runs of both sides; null without them. */
  difference: Graph | null;
  /** Of a calibration, what the record of its machine tells. */
  calibration?: CalibrationReport | null;
}

/** A comparison of two builds, or of a build with a copy of itself. */
export function comparisonReport(comparison: Comparison, { difference, calibration = null }: ComparisonExtra): Report {
  const answer = answerOf(comparison);
  const compared: Compared = { comparison, answer, prefix: '' };
  const isCalibration = comparison.kind === 'calibrate';
  const notice = noticeOf(comparison, answer);
  const sections: Section[] = [
    {
      id: 'seen',
      title: 'What can be seen here',
      content: isCalibration ? calibrationContent(compared, calibration) : [],
    },
    {
      id: 'changed',
      title: isCalibration ? 'One copy against the other' : 'What changed',
      content: changesContent(compared),
    },
    { id: 'every-pair', title: 'Every pair', content: present(pairsFigure(compared)) },
    { id: 'distributions', title: 'Both distributions', content: present(runsFigure(compared)) },
    { id: 'trust', title: 'How far to trust it', content: [told(evidenceOf(comparison, answer))] },
    { id: 'why', title: 'Why', content: whyContent(compared) },
    { id: 'take-away', title: 'To take away', content: takeAwayContent(comparisonMarkdown(comparison), comparison) },
    { id: 'setting', title: 'How it was set up', content: settingContent(comparison) },
  ];
  return {
    title: titleOf(comparison),
    subtitle: subtitleOf(comparison),
    answer: oneLine(answer.sentence),
    facts: [...primaryFact(answer), ...sideFacts(comparison)],
    ...(notice === null ? {} : { notice }),
    warnings: comparison.warnings,
    sections: sections.filter(({ content }) => content.length > 0),
    ...(difference === null ? {} : { graph: difference }),
    notes: isCalibration ? [] : [meaningOfVerdict],
    texts: [{ title: 'All of it as text', text: comparisonText(comparison, { colour: false, folder: comparison.id }) }],
  };
}

const present = (figure: Content[number] | null): Content => (figure === null ? [] : [figure]);
