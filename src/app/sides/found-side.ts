import type { Side } from '../../model/comparison.js';
import type { InstalledProgram } from '../../model/program.js';
import type { Scenario } from '../../model/scenario.js';
import type { Identities } from './identities.js';
import type { Loading } from './libraries.js';

export interface ResolvedSide {
  side: Side;
  scenario: Scenario;
  /** Whole environment of its runs on this machine; on others only what it overrides counts. */
  environment: Record<string, string>;
  /** What its relays run; null without relays, and where some run elsewhere: there each host has its own, found by PATH. */
  program: InstalledProgram | null;
  /** What the user should know of how it was found, such as `found skrouterd in build/router`. */
  notes: string[];
}

/** A side with what only its comparison with the other one needs; of the machine of its first relay. */
export interface FoundSide extends ResolvedSide {
  loading: Loading;
  /** Of its program. */
  facts: InstalledProgram['facts'];
  /** Of the executable, and of what else belongs to it. */
  identities: Identities;
}
