import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { buildRevision, filledIn } from '../../../src/app/sides/build-revision.js';

let [home, repo, cacheFolder] = ['', '', ''];
let said: string[] = [];
const quiet = { signal: new AbortController().signal, say: (sentence: string) => void said.push(sentence) };

const git = (...words: string[]): string =>
  execFileSync('git', ['-C', repo, '-c', 'user.name=x', '-c', 'user.email=x@y', ...words], { encoding: 'utf8' }).trim();

function commit(version: string): string {
  writeFileSync(join(repo, 'version'), version);
  git('add', 'version');
  git('commit', '-qm', version);
  return git('rev-parse', 'HEAD');
}

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'flimflam-revision-'));
  onTestFinished(() => rmSync(home, { recursive: true }));
  [repo, cacheFolder, said] = [join(home, 'repo'), join(home, 'a cache'), []];
  execFileSync('git', ['init', '-q', repo]);
});

test('builds each revision once in sources of its own', async () => {
  const first = commit('one');
  commit('two');
  const command = 'mkdir {prefix}/sbin && cp {src}/version {prefix}/sbin/relay';
  const old = await buildRevision({ repo, revision: 'HEAD~1', command, cacheFolder }, quiet);
  const now = await buildRevision({ repo, revision: 'HEAD', command, cacheFolder }, quiet);
  expect(old).toMatchObject({ commit: first, cached: false });
  expect(readFileSync(join(old.folder, 'sbin/relay'), 'utf8')).toBe('one');
  expect(readFileSync(join(now.folder, 'sbin/relay'), 'utf8')).toBe('two');
  expect(said).toHaveLength(2);
  expect(await buildRevision({ repo, revision: first, command, cacheFolder }, quiet)).toEqual({ ...old, cached: true });
  const other = await buildRevision({ repo, revision: first, command: `${command} && true`, cacheFolder }, quiet);
  expect(other).toMatchObject({ cached: false });
  expect(other.folder).not.toBe(old.folder);
  // The user's own checkout was left alone.
  expect(git('status', '--porcelain')).toBe('');
});

test('a build that installs nothing is found in its sources', async () => {
  commit('one');
  const built = await buildRevision({ repo, revision: 'HEAD', command: 'cp version relay', cacheFolder }, quiet);
  expect(readFileSync(join(built.folder, 'relay'), 'utf8')).toBe('one');
});

test('a build that fails shows its last lines, keeps its sources, and is begun anew the next time', async () => {
  commit('one');
  const go = join(home, 'go');
  const command = `test ! -e rest && touch rest && seq 100 && echo no compiler >&2 && test -e ${go}`;
  const request = { repo, revision: 'HEAD', command, cacheFolder };
  const error = await buildRevision(request, quiet).catch((thrown: unknown) => thrown as Error & { remedy: string });
  if (!(error instanceof Error)) throw new Error('it was built');
  expect(error.message).toMatch(
    /^the build of HEAD ended with exit code 1; its last lines:\n87\n[\d\n]+\n100\nno compiler$/,
  );
  const source = /left in (.*)$/.exec(error.remedy)?.[1] ?? '';
  expect(existsSync(join(source, 'rest'))).toBe(true);
  writeFileSync(go, '');
  expect(await buildRevision(request, quiet)).toMatchObject({ cached: false, folder: source });
});

test('what git does not know', async () => {
  commit('one');
  const request = { repo, revision: '--all', command: 'true', cacheFolder };
  await expect(buildRevision(request, quiet)).rejects.toThrow(/^--all in .*: fatal: /);
  await expect(buildRevision({ ...request, repo: home }, quiet)).rejects.toThrow(/not a git repository/);
});

test('ends with everything that it has started when it is interrupted', async () => {
  commit('one');
  const controller = new AbortController();
  const pids = join(home, 'pids');
  const command = `sleep 60 & echo $! > ${pids}; trap '' TERM; sleep 61 & echo $! >> ${pids}; touch ${pids}.done; wait $!`;
  const request = { repo, revision: 'HEAD', command, cacheFolder };
  const building = buildRevision(request, { ...quiet, signal: controller.signal });
  building.catch(() => {});
  await expect.poll(() => existsSync(`${pids}.done`), { timeout: 5000 }).toBe(true);
  controller.abort(new Error('interrupted'));
  await expect(building).rejects.toThrow('interrupted');
  const started = readFileSync(pids, 'utf8').trim().split('\n');
  await expect.poll(() => started.filter((pid) => isAlive(pid)), { timeout: 3000 }).toEqual([]);
}, 15_000);

/** A zombie that nobody has waited for yet is dead. */
function isAlive(pid: string): boolean {
  try {
    return !/^State:\tZ/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

test('the places are one word each, and the variables of the shell stay its own', () => {
  const places = { src: '/a b/s', prefix: '/p' };
  expect(filledIn('cmake -S {src} -DX={prefix} ${prefix} {other}', places)).toBe(
    "cmake -S '/a b/s' -DX=/p ${prefix} {other}",
  );
});
