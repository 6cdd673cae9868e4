import type { Side } from '../../model/comparison.js';
import type { InstalledProgram } from '../../model/program.js';
import type { Scenario } from '../../model/scenario.js';
import type { Loading } from './libraries.js';

export interface ResolvedSide {
  side: Side;
  scenario: Scenario;
  /** Whole environment of its runs. */
  environment: Record<string, string>;
  /** What its relays run; null without relays. */
  program: InstalledProgram | null;
  /** What the user should know of how it was found, such as `found skrouterd in build/router`. */
  notes: string[];
}

/** A side with what only its comparison with the other one needs. */
export interface FoundSide extends ResolvedSide {
  loading: Loading;
}
