import { join } from 'node:path';
import { ExpectedError } from '../../../errors.js';
import { readIfThere } from '../../../host/read-if-there.js';
import { roleTitle } from '../../../model/names.js';
import { relaysOf, type Plan } from '../../../model/plan.js';
import { relayOf } from '../../../relays/index.js';
import { readRouterTls } from '../../../router/tls.js';
import { logOf, type Stage } from '../stage.js';
import { allTold } from '../result/tls-links.js';
import { untilTrue } from '../until-true.js';

const lookEveryMs = 100;
/** When one end of a link has told why it refuses, the other tells soon what it makes of that. */
const othersMs = 100;
/** A relay writes a line about a connection when that is closed. */
const toldMs = 1000;

/**
 * Looks into the relays' logs while the chain starts and warms up: relays with wrong certificates go on trying, and nobody
 * else would notice before patience ends.
 */
export function watchTls({ plan, trouble, seen }: Pick<Stage, 'plan' | 'trouble' | 'seen'>): Disposable {
  const timer = plan.tls === null ? undefined : setInterval(look, lookEveryMs);
  let told: NodeJS.Timeout | undefined;

  function look(): void {
    if (seen.begin !== null) clearInterval(timer);
    else if (refusals(plan).length > 0) report();
  }

  function report(): void {
    clearInterval(timer);
    told = setTimeout(() => trouble.report(refusalOf(plan, [])), othersMs);
  }

  return {
    [Symbol.dispose]() {
      clearInterval(timer);
      clearTimeout(told);
    },
  };
}

/** What the relays logged of TLS that failed, where they did, instead of what came of it. */
export function explainedByTls(plan: Plan, problem: ExpectedError): ExpectedError {
  if (plan.tls === null || known.has(problem.code) || refusals(plan).length === 0) return problem;
  // A client that was refused may have something to say about that too.
  return refusalOf(plan, /\b(?:tls|ssl)\b/i.test(problem.message) ? [problem.message] : []);
}

/** A relay that died has told why. */
const known: ReadonlySet<string> = new Set(['interrupted', 'port-taken', 'relay-died', 'tls-refused']);

function refusalOf(plan: Plan, before: readonly string[]): ExpectedError {
  return new ExpectedError(
    'tls-refused',
    `a TLS connection of the chain failed; ${[...before, ...refusals(plan)].join('; ')}`,
    'see the certificates, and docs/tls.md for what relays want of them',
  );
}

/** The first such line of each relay. */
function refusals(plan: Plan): string[] {
  const { relay } = plan.scenario;
  const refused = plan.tls === null || relay === 'none' ? undefined : relayOf(relay).tls?.refused;
  if (refused === undefined) return [];
  return relaysOf(plan).flatMap(({ role, name }) => {
    const line = (readIfThere(logOf(plan, name)) ?? '').split('\n').find(refused);
    return line === undefined ? [] : [`${roleTitle(role)} said: ${withoutTime(line)}`];
  });
}

/** Samples: `2026-11-23 10:15:02.123456 +0000 SERVER (error) ...`, `2026/11/23 10:15:02 [error] ...`. */
const withoutTime = (line: string): string => line.replace(/^\d{4}[-/]\d\d[-/]\d\d [\d:.]+ (?:[+-]\d{4} )?/, '');

/** Asks routers, while the connections are there, of what they are. One that does not answer leaves its links unverified. */
export async function askRoutersAboutTls({ plan, routers, hooks, seen }: Stage): Promise<void> {
  if (plan.tls === null) return;
  for (const { role, management } of relaysOf(plan)) {
    if (management === null) continue;
    try {
      seen.tls[role] = await readRouterTls(await routers.managementOf(role));
    } catch (error) {
      if (!(error instanceof ExpectedError)) throw error;
      hooks.onEvent(`TLS of ${role} is not known: ${error.message}`);
    }
  }
}

/** Waits a moment for what relays write about their connections when these are closed. */
export async function untilTlsTold(stage: Stage): Promise<void> {
  const { plan } = stage;
  if (plan.tls === null) return;
  await untilTrue(stage, () => allTold({ plan, readFile: (path) => readIfThere(join(plan.folder, path)) }), toldMs);
}
