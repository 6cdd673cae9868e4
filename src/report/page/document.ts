import { escapeJson } from './escape.js';
import { markup, Markup } from './markup.js';

/** A text that is part of the page, and the SHA-256 of its UTF-8 in base64: the browser runs and applies no other. */
export interface Inlined {
  text: string;
  sha256: string;
}

/** What is built of `src/report/client` for one kind of page. */
export interface Bundle {
  script: Inlined;
  style: Inlined;
}

export interface PageParts {
  title: string;
  /** What was measured, in one line. */
  subtitle: string;
  /** Between the heading and the script. */
  body: Markup;
  /** What the script works with: JSON. */
  data: unknown;
  bundle: Bundle;
}

/** A page in one file: it asks nothing of any network, and its policy forbids it to. */
export function pageDocument({ title, subtitle, body, data, bundle }: PageParts): string {
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(bundle)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${asIs(bundle.style)}</style>
</head>
<body>
<header>
<div class="title"><h1>${title}</h1><p>${subtitle}</p></div>
<button type="button" id="theme">Dark</button>
</header>
${body}
<script type="application/json" id="data">${new Markup(escapeJson(data))}</script>
<script>${asIs(bundle.script)}</script>
</body>
</html>
`.text;
}

/** What we built ourselves, and whose hash the policy names. */
const asIs = ({ text }: Inlined): Markup => new Markup(text);

const policy = ({ script, style }: Bundle): string =>
  [
    "default-src 'none'",
    `script-src 'sha256-${script.sha256}'`,
    `style-src 'sha256-${style.sha256}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
