import { roleKey, roleTitle } from '../../../model/names.js';
import { relaysOf } from '../../../model/plan.js';
import { inWindow, type RouterSeries, type RoutersOverTime } from '../../../model/router-series.js';
import type { Warning } from '../../../model/summary.js';
import { relayOf } from '../../../relays/index.js';
import { formatCount } from '../../../units/quantity.js';
import type { Evidence } from '../evidence.js';
import type { RoutersSeen } from './router-looks.js';

/** More unanswered looks than this share leave holes in the picture. */
const fewMissed = 0.1;

type Level = 'error' | 'warning';

/** What the routers told of themselves that somebody should know, in the order of the chain. */
export function routerWarnings(
  routers: RoutersOverTime | null,
  logShows: (role: string, level: Level) => boolean,
): Warning[] {
  if (routers === null) return [];
  const { time } = routers;
  return Object.entries(routers.routers).flatMap(([role, router]) =>
    [
      held(role, 'stuck', known(router.stuck, time)),
      held(role, 'blocked', known(router.blocked, time)),
      delayed(role, grown(known(router.delayed_1_second, time)), grown(known(router.delayed_10_seconds, time))),
      logged(role, router, logShows),
    ].flat(),
  );
}

/** Whether the log in the run folder has a line of that level, so that it is told of there. */
export function linesInLogs({ plan, readFile }: Pick<Evidence, 'plan' | 'readFile'>) {
  return (role: string, level: Level): boolean => {
    const relay = relaysOf(plan).find((one) => roleKey(one.role) === role);
    if (relay === undefined) return false;
    const { logLevel } = relayOf(plan.scenario.relay);
    // A log that grew too long was cut, which only one does that has much to tell.
    return [`${relay.name}.log`, `${relay.name}.log.1`].some((path) =>
      (readFile(path) ?? '').split('\n').some((line) => logLevel(line) === level),
    );
  };
}

const known = (values: RouterSeries['stuck'], time: readonly number[]): number[] =>
  inWindow(values, time).filter((value) => value !== null);

const grown = (values: readonly number[]): number => (values.at(-1) ?? 0) - (values[0] ?? 0);

const kinds = {
  stuck: {
    code: 'router-stuck',
    what: (count: number) => `${plural(count, 'delivery', 'deliveries')} stuck (unsettled for more than 10 s)`,
    advice: 'a receiver does not settle: flimflam skstat tells of links and pools, the log of relay and client why',
  },
  blocked: {
    code: 'router-blocked',
    what: (count: number) => `${plural(count, 'link', 'links')} blocked (no credit for more than 10 s)`,
    advice: 'whoever receives there gives no credit: see whether client, server and the next relay still read',
  },
} as const;

/** A state that should not be, at its worst in the window. */
function held(role: string, kind: keyof typeof kinds, values: readonly number[]): Warning[] {
  const most = Math.max(0, ...values);
  if (most === 0) return [];
  const { code, what, advice } = kinds[kind];
  const ended = values.at(-1) === 0 ? ', none of them at the end' : '';
  return [{ code, message: `${roleTitle(role)} had ${what(most)} in the window${ended}`, advice }];
}

function delayed(role: string, oneSecond: number, tenSeconds: number): Warning[] {
  if (oneSecond <= 0 && tenSeconds <= 0) return [];
  const longer = tenSeconds > 0 ? `, and ${formatCount(tenSeconds)} for longer than 10 s` : '';
  return [
    {
      code: 'router-delayed',
      message: `${roleTitle(role)} held ${plural(oneSecond, 'delivery', 'deliveries')} for 1 to 10 s in the window${longer}`,
      advice: 'look for what does not read: CPU and waiting of each role, and flimflam skstat',
    },
  ];
}

/** What a log file shows is told elsewhere. An own configuration may send the log somewhere else, or nowhere. */
function logged(
  role: string,
  { log: { errors, warnings } }: RouterSeries,
  logShows: (role: string, level: Level) => boolean,
): Warning[] {
  const changes = [{ level: 'error', change: errors } as const, { level: 'warning', change: warnings } as const];
  const what = changes.flatMap(({ level, change }) => {
    const count = change === null ? 0 : change.after - change.before;
    return count > 0 && !logShows(role, level) ? [plural(count, level, `${level}s`)] : [];
  });
  if (what.length === 0) return [];
  return [
    {
      code: 'router-logged',
      message: `${roleTitle(role)} logged ${what.join(' and ')} from just before the window to just after it, and there is no such line in the run folder`,
      advice: 'read the log where its configuration sends it; flimflam reads what it writes to stderr',
    },
  ];
}

/** Routers that did not answer, as far as that leaves holes; a run goes on without it. */
export function silenceWarnings({ looks, missed }: RoutersSeen): Warning[] {
  return Object.entries(missed).flatMap(([role, { looks: count, why }]) => {
    const answered = looks.filter(({ routers }) => role in routers).length;
    const atEnd = looks.at(-1) !== undefined && role in looks.at(-1)!.routers;
    if (atEnd && count <= fewMissed * (answered + count)) return [];
    const reason = why === null ? 'it was still busy with the one before' : why;
    return [
      {
        code: 'router-silent',
        message: `the management of ${roleTitle(role)} left ${formatCount(count)} of ${formatCount(answered + count)} questions unanswered: ${reason}`,
        advice: 'its figures over time have holes there; the run itself does not depend on them',
      },
    ];
  });
}

const plural = (count: number, one: string, many: string): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;
