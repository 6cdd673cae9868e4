/** For whoever waits for the page: browser tests, and the measurement of how soon it answers. */
export function sayReady(): void {
  requestAnimationFrame(() => requestAnimationFrame(() => (document.documentElement.dataset['ready'] = 'yes')));
}
