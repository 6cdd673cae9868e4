import { ExpectedError } from '../../../errors.js';
import { mappedBinaries } from '../../../host/libraries.js';
import { StatFile } from '../../../host/proc.js';
import { rootOf } from '../../../host/process-facts.js';
import { runningProgram } from '../../../host/running-program.js';
import { roleTitle } from '../../../model/names.js';
import type { AttachedRelay, Plan } from '../../../model/plan.js';
import type { Scenario } from '../../../model/scenario.js';
import type { Environment } from '../../../model/summary.js';
import { relayOf } from '../../../relays/index.js';
import type { Stage } from '../stage.js';
import type { Trouble } from '../trouble.js';

const lookEveryMs = 100;

/**
 * Notices when relays that somebody else started end. An open file of /proc stands for its process: it never tells of
 * another one that got the same number later.
 */
export class AttachedWatch implements Disposable {
  readonly #relays: { relay: AttachedRelay; stat: StatFile | null }[];
  readonly #timer: NodeJS.Timeout | null;

  constructor({ attached }: Plan, trouble: Trouble) {
    this.#relays = attached.map((relay) => ({ relay, stat: opened(relay.pid) }));
    const look = (): void => {
      const lost = this.lost();
      if (lost !== null) trouble.report(lost);
    };
    this.#timer = attached.length === 0 ? null : setInterval(look, lookEveryMs);
  }

  /** The first relay that has ended, as the reason for which a run ends; null while all of them live. */
  lost(): ExpectedError | null {
    const gone = this.#relays.find(({ stat }) => (stat?.read()?.state ?? 'Z') === 'Z');
    if (gone === undefined) return null;
    const { role, pid } = gone.relay;
    return new ExpectedError('relay-ended', `${roleTitle(role)} (pid ${pid}), which was attached, has ended`);
  }

  [Symbol.dispose](): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    for (const { stat } of this.#relays) stat?.close();
  }
}

function opened(pid: number): StatFile | null {
  try {
    return new StatFile(pid);
  } catch {
    return null;
  }
}

/** Lets the run look at relays that somebody else started. */
export function lookAtAttached({ plan, sampler, seen, hooks }: Stage): void {
  for (const { role, pid } of plan.attached) {
    sampler.watchTree(role, pid);
    seen.libraries[role] = mappedBinaries(pid, rootOf(pid));
    hooks.onEvent(`${role} is pid ${pid}, which runs already`);
  }
}

/** The environment of a run, with the program that relay 1 runs if that was not found on PATH but running. */
export async function withAttachedRelay(
  found: Environment,
  { relay, deployment: { attached } }: Scenario,
  variables: Readonly<Record<string, string | undefined>>,
): Promise<Environment> {
  const pid = attached?.pids[0];
  return pid === undefined ? found : { ...found, relay: await runningProgram(pid, relayOf(relay).program, variables) };
}
