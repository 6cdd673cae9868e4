const name = 'Copy';

/** Serves the buttons of all texts that are there to be copied. */
export function startCopying(): void {
  for (const place of document.querySelectorAll<HTMLElement>('.copyable')) {
    const button = place.querySelector('button')!;
    const text = place.querySelector('pre')!;
    button.addEventListener('click', () => void serve(button, text));
    // It says what became of the click until the user turns to something else.
    for (const left of ['blur', 'pointerleave']) button.addEventListener(left, () => (button.textContent = name));
  }
}

async function serve(button: HTMLButtonElement, text: HTMLElement): Promise<void> {
  button.textContent = (await copied(text)) ? 'Copied' : 'Selected';
}

/** A page that was opened from a file may be refused the clipboard: then its text is at least selected. */
async function copied(place: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(place.textContent ?? '');
    return true;
  } catch {
    getSelection()?.selectAllChildren(place);
    return false;
  }
}
