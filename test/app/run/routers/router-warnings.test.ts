import { expect, test } from 'vitest';
import { linesInLogs, routerWarnings, silenceWarnings } from '../../../../src/app/run/routers/router-warnings.js';
import { aPlan } from '../../../fixtures/scenario.js';
import { aRouterSeries } from '../../../fixtures/router-series.js';

type Shows = Parameters<typeof routerWarnings>[1];

const never: Shows = () => false;
const time = [-1, -0.1, 0.9, 1.9];

const warned = (changes: Parameters<typeof aRouterSeries>[0], logShows: Shows = never) =>
  routerWarnings({ interval: 1, time, routers: { relay_1: aRouterSeries(changes) } }, logShows);

test('nothing to warn of, or nobody was asked', () => {
  expect(warned({})).toEqual([]);
  expect(routerWarnings(null, never)).toEqual([]);
});

test('something stuck or blocked at any moment of the window, at its worst', () => {
  expect(warned({ stuck: [9, 0, 3, 2] })).toEqual([
    {
      code: 'router-stuck',
      message: 'relay 1 had 3 deliveries stuck (unsettled for more than 10 s) in the window',
      advice: expect.stringContaining('skstat'),
    },
  ]);
  expect(warned({ blocked: [0, 1, null, 0] })[0]!.message).toBe(
    'relay 1 had 1 link blocked (no credit for more than 10 s) in the window, none of them at the end',
  );
  // Before the last look before the window.
  expect(warned({ stuck: [9, 0, 0, 0], blocked: [2, 0, 0, 0] })).toEqual([]);
});

test('deliveries that were delayed in the window, not before it', () => {
  expect(warned({ delayed_1_second: [0, 5, 5, 5], delayed_10_seconds: [0, 1, 1, 1] })).toEqual([]);
  const [warning] = warned({ delayed_1_second: [0, 5, 6, 6], delayed_10_seconds: [0, 1, 1, 3] });
  expect(warning).toMatchObject({
    code: 'router-delayed',
    message: 'relay 1 held 1 delivery for 1 to 10 s in the window, and 2 for longer than 10 s',
  });
});

test('what a router logged, where its log in the run folder shows none of it', () => {
  const log = { errors: { before: 1, after: 3 }, warnings: { before: 0, after: 1 } };
  expect(warned({ log })).toMatchObject([
    { code: 'router-logged', message: expect.stringContaining('relay 1 logged 2 errors and 1 warning') },
  ]);
  const shown = warned({ log }, (_, level) => level === 'error');
  expect(shown[0]!.message).toContain('relay 1 logged 1 warning from');
  expect(warned({ log }, () => true)).toEqual([]);
  expect(warned({ log: { errors: null, warnings: null } })).toEqual([]);
});

test('whether a log has such a line; a relay that runs already has none here', () => {
  const warning = '2026-11-23 10:15:02.123456 +0000 ROUTER_CORE (warning) no path (router.c:12)';
  const files: Record<string, string> = { 'relay1.log': `hello\n${warning}\n`, 'relay2.log.1': warning };
  const has = linesInLogs({ plan: aPlan({ relay: 'skrouterd' }), readFile: (path) => files[path] ?? null });
  expect([has('relay_1', 'warning'), has('relay_1', 'error')]).toEqual([true, false]);
  expect(has('relay_2', 'warning')).toBe(true);
  expect(has('relay_3', 'warning')).toBe(false);
});

test('a router that did not answer: how often, and why', () => {
  const sample = { timeNs: 0, routers: {} };
  const looks = (count: number) =>
    Array.from({ length: count }, () => ({ ...sample, routers: { relay1: {} as never } }));
  const warnings = (answered: number, last: 'answered' | 'silent', missed: number, why: string | null) =>
    silenceWarnings({
      looks: [...looks(answered), ...(last === 'silent' ? [sample] : [])],
      intervalNs: 1e9,
      missed: { relay1: { looks: missed, why } },
    });
  expect(warnings(2, 'silent', 1, 'the connection was lost')).toEqual([
    {
      code: 'router-silent',
      message: 'the management of relay 1 left 1 of 3 questions unanswered: the connection was lost',
      advice: expect.stringContaining('holes'),
    },
  ]);
  expect(warnings(99, 'silent', 1, 'lost')).toHaveLength(1);
  expect(warnings(7, 'answered', 3, null)[0]!.message).toContain('3 of 10 questions unanswered: it was still busy');
  // A beat of a hundred makes no hole.
  expect(warnings(99, 'answered', 1, null)).toEqual([]);
  expect(
    silenceWarnings({ looks: [], intervalNs: 1e9, missed: { relay2: { looks: 1, why: 'refused' } } }),
  ).toHaveLength(1);
});
