import { asOne, type Comparisons } from '../comparison/as-one.js';
import { commandOf, settingOf } from '../comparison/setting.js';
import { copyable } from '../page/copyable.js';
import { markup } from '../page/markup.js';
import { told } from '../page/told.js';
import type { Content } from './comparison-parts.js';

/** The block for a pull request, and the command that makes the comparison again. */
export function takeAwayContent(block: string, ...comparisons: Comparisons): Content {
  const { working_folder: folder } = asOne(comparisons);
  return [
    copyable(comparisons[0].kind === 'calibrate' ? 'As markdown' : 'For a pull request', block),
    copyable('The same once more', commandOf(...comparisons)),
    ...(folder === null ? [] : [markup`<p class="quiet">Relative paths begin in ${folder}.</p>`]),
  ];
}

/** The files of both sides, options and machine; warnings stand at the top of the page. */
export const settingContent = (...comparisons: Comparisons): Content => [
  told(settingOf(...comparisons).filter(({ label }) => label !== 'WARNINGS')),
];
