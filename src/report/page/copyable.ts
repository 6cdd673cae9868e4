import { markup, type Markup } from './markup.js';

/** A text to take away, such as a command or a configuration, under its title; the script of the page serves the button. */
export const copyable = (title: string, text: string): Markup =>
  markup`<div class="copyable">
<div class="above"><h3>${title}</h3><button type="button" aria-label="Copy ${title}">Copy</button></div>
<pre tabindex="0">${text}</pre>
</div>`;
