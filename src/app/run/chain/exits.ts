import { join } from 'node:path';
import { ExpectedError } from '../../../errors.js';
import { roleTitle } from '../../../model/names.js';
import { loopback } from '../../../model/address.js';
import type { Plan, PlannedProcess } from '../../../model/plan.js';
import { thisMachine } from '../../../model/placement.js';
import { relayOf } from '../../../relays/index.js';
import { readIfThere } from '../../../host/read-if-there.js';
import { parseTlsFault } from '../../../workloads/load-program.js';
import { parseStreamFault } from '../../../workloads/stream-load.js';
import type { Posts } from '../posts/posts.js';
import { PortTaken } from './readiness.js';
import type { Trouble } from '../trouble.js';

export interface Exits {
  /** From now on this process may end. */
  expect: (name: string) => void;
  expectAll: () => void;
  /** Ports that the process is going to listen on: if it ends at once and they are taken, that is why. */
  willListen: (process: Pick<PlannedProcess, 'name' | 'host' | 'listens'>) => void;
  /** What to tell of a process that has ended. */
  describe: (name: string) => Promise<ExpectedError>;
}

/** When a relay dies its neighbours soon follow; this long is waited to find the first cause among them. */
const othersMs = 60;
const wordLines = 5;

/**
 * Reports it as trouble when a process of the run ends that should not. `lost` tells of relays that are not of the run:
 * when one of them has ended, that explains the rest.
 */
export function watchExits(
  posts: Posts,
  plan: Plan,
  trouble: Trouble,
  lost: () => ExpectedError | null = () => null,
): Exits {
  const expected = new Set<string>();
  let allExpected = false;
  const listening = new Map<string, Pick<PlannedProcess, 'host' | 'listens'>>();
  const ended: string[] = [];
  const guardian = posts.supervisors;

  guardian.onDeath = (cause) =>
    trouble.report(
      cause instanceof ExpectedError
        ? cause
        : new ExpectedError('guardian-died', 'the guardian of the processes ended, and so they were stopped'),
    );
  guardian.onExit = (name) => {
    if (allExpected || expected.has(name)) return;
    ended.push(name);
    setTimeout(() => void report(), othersMs);
  };

  async function report(): Promise<void> {
    // The last line of a client, which allows it to end, may arrive after the news of its end.
    const unexpected = ended.filter((name) => !expected.has(name));
    if (allExpected || unexpected.length === 0) return;
    // A relay or server that ended explains a client that ended, not the other way round.
    const culprit =
      unexpected.find((name) => name.startsWith('relay')) ??
      unexpected.find((name) => name === 'server') ??
      unexpected[0]!;
    try {
      trouble.report((await portTaken(culprit)) ?? (await describe(culprit)));
    } catch (error) {
      // A relay of the user's own could not read its log.
      trouble.report(error as Error);
    }
  }

  async function portTaken(name: string): Promise<PortTaken | null> {
    const { host = loopback, listens } = listening.get(name) ?? { listens: [] };
    for (const port of listens) {
      if ((await posts.of(name).listeners({ host, port })).length > 0) return new PortTaken(port);
    }
    return null;
  }

  async function describe(name: string): Promise<ExpectedError> {
    const first = lost();
    if (first !== null) return first;
    const process = plan.processes.find((one) => one.name === name);
    // A second relay, or a perf that was begun again, is still a relay or perf.
    const kind = name.replace(/\d+$/, '');
    const program = process?.argv[0]?.split('/').at(-1) ?? kind;
    const who = kind === program ? program : `${roleTitle(name)} (${program})`;
    const on = guardian.hostOf(name);
    const where = on === thisMachine ? '' : ` on ${on}`;
    await posts.of(name).bringBack((path) => path === `${name}.log`);
    const exit = guardian.exitOf(name);
    const how = exit?.signal != null ? `was ended by SIG${exit.signal}` : `ended with exit code ${exit?.code ?? '?'}`;
    const lines = wordsOf(name);
    // What it printed last may come after the news of its end; its log is there.
    const said = `${lines}\n${guardian.output(name)}`;
    const met = parseTlsFault(said) ?? parseStreamFault(said);
    if (met !== null) return met;
    const log = lines === '' ? '; it logged nothing' : `; it said:\n${lines.replaceAll(/^/gm, '    ')}`;
    return new ExpectedError(`${kind}-died`, `${who}${where} ${how}${log}`);
  }

  /** What its log tells of its end: the lines from the first error on, or else the last ones. */
  function wordsOf(name: string): string {
    const log = readIfThere(join(plan.folder, `${name}.log`)) ?? '';
    const lines = (log.trim() === '' ? guardian.output(name) : log).split('\n').filter((line) => line.trim() !== '');
    const { relay } = plan.scenario;
    const firstError =
      name.startsWith('relay') && relay !== 'none'
        ? lines.findIndex((line) => relayOf(relay).logLevel(line) === 'error')
        : -1;
    return (firstError < 0 ? lines.slice(-wordLines) : lines.slice(firstError, firstError + wordLines)).join('\n');
  }

  return {
    expect: (name) => expected.add(name),
    expectAll: () => {
      allExpected = true;
    },
    willListen: (process) => listening.set(process.name, process),
    describe,
  };
}
