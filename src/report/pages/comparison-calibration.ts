import type { Comparison } from '../../model/comparison.js';
import { detectableWith, type CalibrationReport, type Detectable } from '../calibration.js';
import { calibrationFacts, noiseLine, percentText } from '../calibration-text.js';
import type { Answer } from '../comparison/answer.js';
import { noiseOf } from '../comparison/noise.js';
import { marginText } from '../comparison/share-text.js';
import type { Figure } from '../page/figure.js';
import { told } from '../page/told.js';
import { errorRate } from '../../stats/schedule.js';
import type { Compared, Content } from './comparison-parts.js';

/** What a machine shows where nothing differs; `report` is what its record tells, where that is known. */
export function calibrationContent({ comparison, answer }: Compared, report: CalibrationReport | null): Content {
  const noise = noiseOf(comparison, answer);
  const detectable = noise === null ? [] : detectableWith(noise);
  // What can be detected is in the picture.
  const facts =
    report === null
      ? [{ label: 'NOISE', lines: [noise === null ? 'not known: too few pairs' : noiseLine(noise, answer.pairs)] }]
      : calibrationFacts(report).filter(({ label }) => label !== 'DETECTABLE');
  return [...(detectable.length === 0 ? [] : [detectableFigure(detectable)]), told(facts)];
}

function detectableFigure(detectable: readonly Detectable[]): Figure {
  return {
    id: 'detectable',
    title: 'The smallest change that can be seen',
    about: 'A true change of this size is called by 80 % of comparisons of this scenario on this machine.',
    chart: {
      kind: 'bars',
      axis: { title: 'true change', quantity: 'share', scale: 'linear', from: 0 },
      rows: detectable.map((one) => ({
        ...{ name: nameOf(one), colour: 0, value: one.change, low: null, high: null },
        text: percentText(one.change),
      })),
    },
    table: {
      columns: [
        { title: 'pairs', values: detectable.map(({ pairs }) => pairs) },
        { title: 'looks', values: detectable.map(({ looks }) => looks) },
        { title: 'true change (share)', values: detectable.map(({ change }) => change) },
      ],
    },
  };
}

const nameOf = ({ pairs, looks }: Detectable): string =>
  looks > 1 ? `up to ${pairs} pairs, ${looks} looks` : `${pairs} pairs`;

/** What a verdict means of two copies of one program. */
export function calibrationNotice({ primary }: Comparison, { verdict }: Answer): string | null {
  if (verdict?.word !== 'better' && verdict?.word !== 'worse') return null;
  return (
    `A and B are copies of one program, so that this difference of ${primary} is a false call: ` +
    `of comparisons of a program with itself up to ${marginText(errorRate)} are.`
  );
}
