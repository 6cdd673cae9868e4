import { element } from './tooltip.js';
import type { Choice } from './view.js';

/** The element of that kind with that id, which the text of the page must hold. */
export function byId<T extends HTMLElement>(id: string, kind: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the page has no ${kind.name} #${id}`);
  return found;
}

/** The lists of roles and threads; the threads are those of the chosen role. */
export class Filter {
  readonly #role = byId('role', HTMLSelectElement);
  readonly #thread = byId('thread', HTMLSelectElement);
  readonly #choices: readonly Choice[];

  constructor(choices: readonly Choice[], changed: () => void) {
    this.#choices = choices;
    fill(
      this.#role,
      choices.filter(({ role }) => role === null),
    );
    this.#offerThreads();
    this.#role.addEventListener('change', () => {
      this.#offerThreads();
      changed();
    });
    this.#thread.addEventListener('change', changed);
  }

  get only(): number | null {
    const chosen = this.#thread.value || this.#role.value;
    return chosen === '' ? null : Number(chosen);
  }

  #offerThreads(): void {
    const role = this.#role.value;
    const roles = this.#choices.filter((choice) => choice.role === null);
    const groups = roles.filter(({ at }) => role === '' || String(at) === role);
    fill(this.#thread, groups.length === 1 ? this.#threadsOf(groups[0]!) : []);
    if (groups.length === 1) return;
    for (const one of groups) {
      const group = document.createElement('optgroup');
      group.label = one.name;
      group.append(...this.#threadsOf(one).map(option));
      this.#thread.append(group);
    }
  }

  #threadsOf({ at }: Choice): Choice[] {
    return this.#choices.filter(({ role }) => role === at);
  }
}

/** All, and then the choices. */
function fill(list: HTMLSelectElement, choices: readonly Choice[]): void {
  const all = element('option', 'all') as HTMLOptionElement;
  all.value = '';
  list.replaceChildren(all, ...choices.map(option));
}

function option({ at, name, share }: Choice): HTMLOptionElement {
  const made = element('option', `${name} (${share})`) as HTMLOptionElement;
  made.value = String(at);
  return made;
}

/** Calls back whenever another of a group of radio buttons is chosen; returns what tells the value of that one. */
export function onRadio(name: string, changed: () => void): () => string {
  const buttons = [...document.querySelectorAll<HTMLInputElement>(`input[name="${name}"]`)];
  for (const button of buttons) button.addEventListener('change', changed);
  return () => buttons.find(({ checked }) => checked)?.value ?? '';
}

/** The button that changes between dark and light; without it the page is as the system is. */
export function startThemeButton(): void {
  const button = byId('theme', HTMLButtonElement);
  const system = matchMedia('(prefers-color-scheme: dark)');
  const isDark = (): boolean =>
    (document.documentElement.dataset['theme'] ?? (system.matches ? 'dark' : 'light')) === 'dark';
  const name = (): void => {
    button.textContent = isDark() ? 'Light' : 'Dark';
  };
  button.addEventListener('click', () => {
    document.documentElement.dataset['theme'] = isDark() ? 'light' : 'dark';
    name();
  });
  system.addEventListener('change', name);
  name();
}
