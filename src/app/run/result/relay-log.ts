import { roleTitle } from '../../../model/names.js';

/** What a relay logged in the window. */
export interface Logged {
  errors: number;
  warnings: number;
  /** The first of them. */
  lines: string[];
}

type LevelOf = (line: string) => 'error' | 'warning' | null;

const mostLines = 20;

export const nothingLogged = (): Logged => ({ errors: 0, warnings: 0, lines: [] });

/** Counts the lines of a log by their level. */
export function loggedIn(text: string, role: string, levelOf: LevelOf): Logged {
  const logged = nothingLogged();
  for (const line of text.split('\n')) {
    const level = levelOf(line);
    if (level === null) continue;
    if (level === 'error') logged.errors += 1;
    else logged.warnings += 1;
    if (logged.lines.length < mostLines) logged.lines.push(`${roleTitle(role)}: ${line}`);
  }
  return logged;
}

export const bothLogged = (earlier: Logged, later: Logged): Logged => ({
  errors: earlier.errors + later.errors,
  warnings: earlier.warnings + later.warnings,
  lines: [...earlier.lines, ...later.lines].slice(0, mostLines),
});
