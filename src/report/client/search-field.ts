import { formatCount } from '../../units/quantity.js';
import { byId } from './controls.js';
import { formatShare } from './describe.js';
import { patternOf, search, type Matches, type Pattern } from './search.js';
import type { TreeNode } from './tree.js';

/** The field in which the user says what to look for, and the line that tells what was found. */
export class SearchField {
  readonly #text = byId('search', HTMLInputElement);
  readonly #isExpression = byId('expression', HTMLInputElement);
  readonly #result = byId('found', HTMLElement);
  #pattern: Pattern | null = null;
  #asked = false;

  constructor(changed: () => void) {
    const read = (): void => {
      // Once a frame of the screen is as often as anybody could see it.
      if (this.#asked) return;
      this.#asked = true;
      requestAnimationFrame(() => {
        this.#asked = false;
        const text = this.#text.value;
        this.#pattern = text === '' ? null : patternOf(text, this.#isExpression.checked);
        this.#text.setAttribute('aria-invalid', String(this.#pattern !== null && 'wrong' in this.#pattern));
        changed();
      });
    };
    this.#text.addEventListener('input', read);
    this.#isExpression.addEventListener('change', read);
    this.#text.addEventListener('keydown', ({ key }) => {
      if (key !== 'Escape') return;
      this.#text.value = '';
      read();
    });
  }

  /** Marks in a tree what is looked for. */
  mark(tree: TreeNode): void {
    search(tree, this.#usable());
  }

  /** Tells how much of what is shown was found. */
  tell(shown: TreeNode): void {
    const pattern = this.#pattern;
    const text =
      pattern === null ? '' : 'wrong' in pattern ? 'not a regular expression' : sentence(search(shown, pattern), shown);
    if (this.#result.textContent !== text) this.#result.textContent = text;
  }

  #usable(): Exclude<Pattern, { wrong: string }> | null {
    return this.#pattern !== null && 'matches' in this.#pattern ? this.#pattern : null;
  }
}

function sentence({ frames, weight, samples, atLeast }: Matches, shown: TreeNode): string {
  if (frames === 0) return 'nothing found';
  const share = `${atLeast ? 'at least ' : ''}${formatShare(weight, shown.value)} of what is shown`;
  return `${share}: ${formatCount(frames)} frame${frames === 1 ? '' : 's'}, ${formatCount(samples)} samples`;
}
