import { expect, test } from 'vitest';
import { ExpectedError } from '../../src/errors.js';
import { ownRelay } from '../../src/relays/own-relay.js';
import type { Link, Relay } from '../../src/relays/relay.js';

const owner = { file: 'my.mjs', path: import.meta.filename, what: "relay 'tiny'" };
const definedIn = { path: import.meta.filename, sha256: 'ab12' };

const link = { listenPort: 20_002, connectPort: 20_001, program: { path: '/usr/bin/tiny', facts: {} } } as Link;
const plan = ({ program, listenPort, connectPort }: Link): unknown => ({
  argv: [program.path, listenPort, connectPort],
});
const least = { kind: 'relay', name: 'tiny', program: 'tiny', plan };

const made = (changes: object = {}): Relay => ownRelay({ ...least, ...changes }, owner, definedIn);

test('what is left out is as most relays have it', () => {
  expect(made()).toEqual({
    name: 'tiny',
    description: 'tiny',
    protocols: ['tcp'],
    program: { executable: 'tiny', version: null, packages: { apt: null, dnf: null } },
    options: {},
    extraPorts: 0,
    plan: expect.any(Function) as unknown,
    logLevel: expect.any(Function) as unknown,
    definedIn,
  });
  expect(made().plan(link)).toEqual({
    argv: ['/usr/bin/tiny', '20002', '20001'],
    files: [],
    ready: [{ kind: 'listening', port: 20_002 }],
    channel: false,
  });
  expect(made().logLevel('error!')).toBeNull();
});

test('what is said holds', () => {
  const { options, plan, logLevel, ...rest } = made({
    description: 'a tiny relay',
    protocols: ['tcp', 'http1'],
    program: { executable: '/opt/tiny', advice: 'build it' },
    options: { mode: { check: (text: string) => (text === 'a' ? null : 'wants a') }, level: {} },
    extraPorts: 1,
    management: true,
    ownConfig: true,
    plan: () => ({ argv: ['/opt/tiny'], ready: [{ kind: 'line', prefix: 'up' }], management: 7 }),
    logLevel: (line: string) => (line.startsWith('E') ? 'error' : undefined),
  });
  expect(rest).toMatchObject({ description: 'a tiny relay', extraPorts: 1, management: true, ownConfig: true });
  expect(rest.program).toMatchObject({ executable: '/opt/tiny', advice: 'build it' });
  expect([options['mode']?.check('a'), options['mode']?.check('b'), options['level']?.check('b')]).toEqual([
    null,
    'wants a',
    null,
  ]);
  // Who waits for a line must hear it.
  expect(plan(link)).toMatchObject({ channel: true, ready: [{ kind: 'line', prefix: 'up' }], management: 7 });
  expect([logLevel('E: x'), logLevel('x')]).toEqual(['error', null]);
});

test.each<[object, string]>([
  [{ plan: 1 }, 'plan must be a function'],
  [{ plan: undefined }, 'plan must be a function'],
  [{ program: undefined }, 'program must be the name of an executable, or an object that has it'],
  [{ program: { executable: './tiny' } }, 'program.executable must be a name that PATH finds, or an absolute path'],
  [{ program: { executable: 'tiny', version: '1' } }, 'program.version must be what is documented, or null'],
  [{ programm: 'tiny', program: undefined }, "there is no field 'programm'"],
  [{ name: 'a,b' }, 'name must begin with a letter, and have up to 40 letters, digits, dots and hyphens'],
  [{ protocols: ['udp'] }, 'protocols[0] must be tcp or http1 or http2'],
  [{ protocols: 'tcp' }, 'protocols must be an array'],
  [{ options: { mode: { check: 1 } } }, 'options.mode.check must be a function'],
  [{ options: { mode: { chek: 1 } } }, "there is no field 'options.mode.chek'"],
  [{ extraPorts: '1' }, 'extraPorts must be a number'],
  [{ logLevel: 'error' }, 'logLevel must be a function'],
])('%o is refused by its field', (changes, words) => {
  expect(() => made(changes)).toThrow(
    expect.objectContaining({ code: 'bad-definition', message: `my.mjs: relay 'tiny': ${words}`, exitCode: 2 }),
  );
});

const failing = (): never => {
  throw new TypeError('no such\n  thing');
};

test.each<[string, (relay: Relay) => unknown, object, string]>([
  ['plan', ({ plan }) => plan(link), { plan: () => ({}) }, 'plan() answered wrongly: argv must be an array'],
  ['plan', ({ plan }) => plan(link), { plan: () => null }, 'plan() answered wrongly: it must be an object'],
  [
    'plan',
    ({ plan }) => plan(link),
    { plan: () => ({ argv: ['tiny'] }) },
    'plan() answered wrongly: argv must begin with an absolute path',
  ],
  [
    'plan',
    ({ plan }) => plan(link),
    { plan: () => ({ argv: ['/tiny'], files: [{ path: '../x', text: '' }] }) },
    'plan() answered wrongly: files[0].path must lie in the run folder',
  ],
  [
    'plan',
    ({ plan }) => plan(link),
    { plan: () => ({ argv: ['/tiny'], ready: [{ kind: 'listening', port: 0 }] }) },
    'plan() answered wrongly: ready[0].port must be at least 1',
  ],
  ['plan', ({ plan }) => plan(link), { plan: async () => ({}) }, 'plan() returned a promise; it must answer at once'],
  [
    'logLevel',
    ({ logLevel }) => logLevel('x'),
    { logLevel: () => 'fatal' },
    'logLevel() answered wrongly: it must be error or warning',
  ],
  [
    'check',
    ({ options }) => options['mode']?.check('x'),
    { options: { mode: { check: () => true } } },
    'options.mode.check() answered wrongly: it must be a string',
  ],
])('an answer of %s that is none names the function', (_, call, changes, words) => {
  expect(() => call(made(changes))).toThrow(
    expect.objectContaining({ code: 'definition-failed', message: `my.mjs: relay 'tiny': ${words}`, exitCode: 1 }),
  );
});

test('what a function throws is one line with its place', () => {
  let met: unknown;
  try {
    made({ plan: failing }).plan(link);
  } catch (error) {
    met = error;
  }
  expect(met).toBeInstanceOf(ExpectedError);
  expect(met).toMatchObject({ code: 'definition-failed', exitCode: 1, cause: expect.any(TypeError) as unknown });
  expect((met as Error).message).toMatch(/^my\.mjs:\d+: relay 'tiny': plan\(\) failed: TypeError: no such thing$/);
});
