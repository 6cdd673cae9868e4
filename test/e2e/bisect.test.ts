import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pairOrders } from '../../src/stats/pair-orders.js';
import { checkout, missing, Place, short, shortest, withCheckout, type Ended } from './support.js';

withCheckout();

const withoutGit = missing('git');

/** Installs a relay that is ours with a cost; sources that say `broken` do not build. */
const buildScript = `#!/bin/sh
set -e
test ! -e broken || { echo 'relay.c:1: error: expected a relay' >&2; exit 1; }
mkdir -p "$1/bin"
printf '#!/bin/sh\\nexec %s --burn %s "$@"\\n' "$RELAY" "$(cat cost)" > "$1/bin/flimflam-relay"
chmod 755 "$1/bin/flimflam-relay"
`;

/** A repository of a relay; each of the commits sets or removes (null) files, and is tagged with its name. */
class Repository {
  readonly folder: string;
  readonly #variables: Record<string, string>;

  constructor(
    readonly place: Place,
    commits: Record<string, Record<string, string | null>>,
  ) {
    this.folder = join(place.folder, 'relay');
    mkdirSync(this.folder);
    const names = { GIT_AUTHOR_NAME: 'A', GIT_AUTHOR_EMAIL: 'a@example.org' };
    this.#variables = {
      ...names,
      ...{ GIT_COMMITTER_NAME: 'A', GIT_COMMITTER_EMAIL: 'a@example.org', GIT_CONFIG_GLOBAL: '/dev/null' },
      ...{ XDG_CACHE_HOME: join(place.folder, 'cache'), RELAY: join(checkout, 'native', 'build', 'flimflam-relay') },
    };
    this.git('init', '-q');
    for (const [name, files] of Object.entries(commits)) this.#commit(name, files);
  }

  #commit(name: string, files: Record<string, string | null>): void {
    for (const [file, text] of Object.entries(files)) {
      if (text === null) this.git('rm', '-q', file);
      else writeFileSync(join(this.folder, file), text);
    }
    chmodSync(join(this.folder, 'build.sh'), 0o755);
    this.git('add', '-A');
    this.git('commit', '-q', '-m', name);
    this.git('tag', name);
  }

  git(...words: string[]): string {
    const env = { ...process.env, ...this.#variables };
    return execFileSync('git', words, { cwd: this.folder, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  }

  compare(a: string, b: string, ...words: string[]): Promise<Ended> {
    return this.place.startProgram(commandOf(a, b, ['--repo', this.folder, ...words]), this.#variables).ended;
  }

  /** `git bisect run`, from this commit that is good to the newest. */
  async bisect(good: string): Promise<Ended> {
    this.git('bisect', 'start', 'HEAD', good);
    const command = commandOf(good, 'HEAD', ['--repo', '.', '--pairs', '8', '--margin', '50%', '-q', ...short]);
    return this.place.startProgram(['git', '-C', this.folder, 'bisect', 'run', ...command], this.#variables).ended;
  }
}

const commandOf = (a: string, b: string, words: readonly string[]): string[] => [
  ...[join(checkout, 'flimflam'), 'compare', a, b, '--build', './build.sh {prefix}', '--bisect', ...words],
];

test(
  'git bisect run finds the commit that made the relay slow, or leaves it out',
  { timeout: 300_000 },
  async (ctx) => {
    ctx.skip(withoutGit !== null, withoutGit ?? '');
    const repository = new Repository(new Place(), {
      released: { 'build.sh': buildScript, cost: '0' },
      documented: { README: 'A relay.' },
      half: { broken: 'yes' },
      repaired: { broken: null },
      slow: { cost: '20000' },
      newest: { README: 'A good relay.' },
    });
    const { stdout, stderr, code } = await repository.bisect('released');
    const log = repository.git('bisect', 'log');
    const idOf = (name: string): string => repository.git('rev-parse', name).trim();
    expect(log).toContain(`# skip: [${idOf('half')}]`);
    expect(log).toContain(`# good: [${idOf('repaired')}]`);
    expect(stderr).toContain('relay.c:1: error: expected a relay');
    // What is the same build need not be measured; a slow one must be, and others may disturb the machine.
    const found = new RegExp(`^${idOf('slow')} is the first .?bad.? commit`, 'm');
    expect(code === 0 ? stdout : log).toMatch(code === 0 ? found : new RegExp(`^# skip: \\[${idOf('slow')}\\]`, 'm'));
    expect(log).not.toMatch(/# good: \[\w+\] slow/);
  },
);

/** Has this side begin the first pair, so that a machine which disturbs the other one does not matter. */
const beginning = (side: 'a' | 'b'): string[] => {
  const seed = Array.from({ length: 100 }, (_, at) => at).find((at) => pairOrders(at, 30)[0] === side);
  return ['--seed', String(seed), ...shortest];
};

test.for<[string, string, string, string[], number, RegExp]>([
  ['a build that fails', 'good', 'broken', [], 125, /the build of broken ended with exit code 1; its last lines:/],
  ['a build of A that fails', 'broken', 'good', [], 128, /the build of broken ended with exit code 1/],
  ['no such revision', 'good', 'better', [], 128, /better in /],
  ['the same commit twice', 'good', 'good', [], 128, /A and B are the same/],
  ['B that never comes up', 'good', 'dying', beginning('b'), 125, /B failed 3 times in a row|was spoilt/],
  ['A that never comes up', 'dying', 'good', beginning('a'), 128, /A failed 3 times in a row|was spoilt/],
])('%s', { timeout: 60_000 }, async ([, a, b, words, code, message], ctx) => {
  ctx.skip(withoutGit !== null, withoutGit ?? '');
  const repository = new Repository(new Place(), {
    good: { 'build.sh': buildScript, cost: '0' },
    broken: { broken: 'yes' },
    dying: { broken: null, cost: 'nothing' },
  });
  const ended = await repository.compare(a, b, ...words);
  expect(ended.stderr + ended.stdout).toMatch(message);
  expect(ended.code).toBe(code);
});

test('Ctrl-C stops the bisection', async () => {
  const place = new Place();
  const words = ['compare', 'builtin', 'builtin', '--force', '--bisect', '--verbose', '--warmup', '30'];
  const running = place.start(words);
  await running.says(/client is ready/);
  expect((await running.end('SIGINT')).code).toBe(130);
});
