import type { Summary } from '../../model/summary.js';
import type { Profile } from '../../model/profile.js';
import type { Figure } from '../page/figure.js';
import type { Markup } from '../page/markup.js';
import type { LatencyCurve } from '../run/latency-curves.js';

/** What a run folder has besides its summary. */
export interface RunExtras {
  /** From `latency.hlog`; null where there is none, or where it cannot be read. */
  latency: readonly LatencyCurve[] | null;
  /** From `profile.json`; null where there is none. */
  profile: Profile | null;
  /** The beginning of perf's own report, of captures of memory. */
  report?: string | null;
  /** The run folder, as the user would type it. */
  folder: string;
  /** Before the ids of sections and figures, where a page has several runs. */
  prefix?: string;
}

/** A run and what its sections are made of. */
export interface RunParts {
  summary: Summary;
  extras: RunExtras;
  /** The id of a section or figure, unique in the page. */
  id: (word: string) => string;
}

/** Parts of a section, from top to bottom. */
export type Content = (Markup | Figure)[];

/** Relays along the chain, then client and server, then whoever looked on. */
export function inOrder(roles: readonly string[]): string[] {
  return [...roles].sort((a, b) => place(a) - place(b) || a.localeCompare(b, 'en', { numeric: true }));
}

const place = (role: string): number => (role.startsWith('relay') ? 0 : (places[role] ?? last));

const places: Readonly<Record<string, number>> = { client: 1, server: 2 };
const last = 3;
