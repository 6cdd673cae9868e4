import { expect, test } from 'vitest';
import { relayProgramNames } from '../../src/model/names.js';
import type { Scenario } from '../../src/model/scenario.js';
import { relayOf } from '../../src/relays/index.js';
import { checkScenario } from '../../src/scenario/scenario.js';
import { aScenario } from '../fixtures/scenario.js';

const check = (changes: Partial<Scenario>) => checkScenario(aScenario(changes));

test('what can be run comes back as it was', () => {
  expect(check({})).toEqual({ scenario: aScenario(), warnings: [] });
});

test('without a relay there are no hops, and without hops there is no relay', () => {
  expect(check({ relay: 'none', hops: 2 }).scenario.hops).toBe(0);
  expect(check({ relay: 'nginx', hops: 0 }).scenario).toEqual(check({ relay: 'none' }).scenario);
  // Nothing stands in the way of what nginx could not pass.
  expect(check({ relay: 'nginx', hops: 0, workload: 'h2load', protocol: 'http2' }).scenario.relay).toBe('none');
});

test.each<[string, Partial<Scenario>, string, RegExp]>([
  ['an impossible combination', { relay: 'nginx', protocol: 'http2' }, 'impossible-combination', /not possible/],
  [
    'an option without hops',
    { hops: 0, relayOptions: { reuseport: 'on' } },
    'unknown-relay-option',
    /no relay to take/,
  ],
  ['a role without hops', { hops: 0, cpus: { relay1: [0] } }, 'unknown-role', /relay1/],
  ['fewer than no hops', { hops: -1 }, 'bad-value', /hops/],
  ['too many hops', { hops: 9 }, 'bad-value', /hops/],
  ['no job', { jobs: 0 }, 'bad-value', /jobs/],
  ['half a job', { jobs: 1.5 }, 'bad-value', /jobs/],
  ['no window', { duration: 0 }, 'bad-value', /duration/],
  ['a negative warm-up', { warmup: -1 }, 'bad-value', /warmup/],
  ['an infinite window', { duration: Infinity }, 'bad-value', /duration/],
  ['more jobs than iperf3 can do', { workload: 'iperf3', jobs: 129 }, 'too-many-jobs', /at most 128/],
  ['a role that is not there', { cpus: { relay3: [0] } }, 'unknown-role', /relay3/],
  ['a relay role without relays', { relay: 'none', cpus: { relay1: [0] } }, 'unknown-role', /relay1/],
  ['flimflam is no role', { cpus: { flimflam: [0] } }, 'unknown-role', /flimflam/],
  ['an unknown option', { relayOptions: { speed: '9' } }, 'unknown-relay-option', /nginx knows no option 'speed'/],
  ['an option of another relay', { relayOptions: { splice: 'on' } }, 'unknown-relay-option', /splice/],
  ['a name that every object has', { relayOptions: { toString: 'x' } }, 'unknown-relay-option', /toString/],
  [
    'an observer of nginx',
    { relayOptions: { observer: 'none' } },
    'unknown-relay-option',
    /^--observer is a setting of skrouterd, and the relay is nginx$/,
  ],
  [
    'a router mode without a relay',
    { relay: 'none', relayOptions: { routerMode: 'edge' } },
    'unknown-relay-option',
    /^--router-mode is a setting of skrouterd, and this chain has no relay$/,
  ],
  ['data connections of nginx', { relayOptions: { dataConnectionCount: '4' } }, 'unknown-relay-option', /^--data-conn/],
  [
    'an edge router alone',
    { relay: 'skrouterd', hops: 1, relayOptions: { routerMode: 'edge' } },
    'edge-alone',
    /--router-mode edge wants an interior router behind/,
  ],
  ['an option of no relay', { relay: 'none', relayOptions: { a: 'b' } }, 'unknown-relay-option', /'a'/],
  [
    'a bad value',
    { relayOptions: { reuseport: 'maybe' } },
    'bad-relay-option',
    /reuseport=maybe: wants one of on, off/,
  ],
  ['a small value', { relayOptions: { proxyBufferSize: '1' } }, 'bad-relay-option', /from 1024/],
  ['no number', { relayOptions: { proxyBufferSize: '1e4; evil' } }, 'bad-relay-option', /whole number/],
])('%s is refused', (_, changes, code, message) => {
  expect(() => check(changes)).toThrow(
    expect.objectContaining({ name: 'ExpectedError', code, exitCode: 2, message: expect.stringMatching(message) }),
  );
});

test('iperf3 does 128 jobs', () => {
  expect(check({ workload: 'iperf3', jobs: 128 }).warnings).toEqual([]);
});

test.each([
  [1.2, 0.5, 2, 1],
  [0, 0.1, 1, 1],
  [0, 5, 1, 5],
  [0.001, 3, 1, 3],
])('iperf3 counts whole seconds: %d and %d become %d and %d', (warmup, duration, wholeWarmup, wholeDuration) => {
  const { scenario, warnings } = check({ workload: 'iperf3', warmup, duration });
  expect(scenario).toMatchObject({ warmup: wholeWarmup, duration: wholeDuration });
  expect(warnings).toEqual([
    {
      code: 'whole-seconds',
      message: `iperf3 counts whole seconds: warm-up ${wholeWarmup} s, window ${wholeDuration} s`,
      advice: expect.stringContaining('give whole seconds'),
    },
  ]);
});

test('other workloads take any time', () => {
  expect(check({ warmup: 1.2, duration: 0.5 })).toEqual({
    scenario: aScenario({ warmup: 1.2, duration: 0.5 }),
    warnings: [],
  });
});

test.each(relayProgramNames)('the options of %s refuse what would break a configuration', (relay) => {
  for (const [key, option] of Object.entries(relayOf(relay).options)) {
    for (const value of ['', ' ', 'x;', '1\n2', '}', '-1', '99999999999999']) {
      expect(option.check(value), `${key}=${value}`).toMatch(/^wants /);
    }
    expect(option.description).toMatch(/\(.+\)$/);
  }
});
