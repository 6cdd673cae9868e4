import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join, resolve } from 'node:path';
import { ExpectedError, usageError } from '../../errors.js';
import { outputOf } from '../../host/output-of.js';
import { writeWhole } from '../../store/document.js';
import { writing } from '../../store/write-error.js';
import { quoteForShell } from '../../units/shell.js';

export interface RevisionRequest {
  /** A folder of the git repository. */
  repo: string;
  /** Whatever git understands as a commit. */
  revision: string;
  /** A line for the shell; `{src}` is the source folder, in which it is run, and `{prefix}` where it may install. */
  command: string;
  /** Where builds are kept; a build is made once for each commit and command. */
  cacheFolder: string;
}

export interface RevisionHooks {
  signal: AbortSignal;
  /** Called with one sentence before something that takes long. */
  say: (sentence: string) => void;
}

export interface BuiltRevision {
  /** All 40 digits. */
  commit: string;
  /** Absolute path of the installation, or of the sources with their build tree when nothing was installed. */
  folder: string;
  /** Whether it had been built before. */
  cached: boolean;
}

/** Milliseconds. Git copies all sources of a large repository. */
const gitTimeout = 300_000;
/** Milliseconds for a compiler to clean up before it is killed. */
const graceMs = 2000;
const shownLines = 15;

/** Where builds are kept: the user's cache folder, by the XDG Base Directory Specification. */
export function buildCache({ XDG_CACHE_HOME: cache, HOME: home }: NodeJS.ProcessEnv): string {
  return join(cache !== undefined && cache !== '' ? cache : join(home ?? '.', '.cache'), 'flimflam', 'builds');
}

/** Builds a revision with the user's own command in a git worktree of its own, or finds what was built before. */
export async function buildRevision(request: RevisionRequest, hooks: RevisionHooks): Promise<BuiltRevision> {
  const { revision, command } = request;
  const repo = resolve(request.repo);
  const commit = await commitOf(repo, revision);
  const key = createHash('sha256').update(`${commit}\0${command}`).digest('hex').slice(0, 12);
  const home = join(resolve(request.cacheFolder), `${commit.slice(0, 12)}-${key}`);
  const [source, prefix, log] = [join(home, 'source'), join(home, 'prefix'), join(home, 'build.log')];
  // Written last, so that a build that was broken off does not count.
  const mark = join(home, 'built.json');
  const cached = existsSync(mark);
  if (!cached) {
    hooks.say(`building ${revision} (${commit.slice(0, 12)}) in ${source}`);
    await makeWorktree(repo, commit, source);
    rmSync(prefix, { recursive: true, force: true });
    writing(home, () => mkdirSync(prefix, { recursive: true }));
    const failure = await runShell(filledIn(command, { src: source, prefix }), source, log, hooks.signal);
    if (failure !== null) throw buildFailed(revision, failure, { source, log });
    writeWhole(mark, `${JSON.stringify({ commit, command, repo })}\n`);
  }
  return { commit, folder: readdirSync(prefix).length > 0 ? prefix : source, cached };
}

/** Git sets these for its hooks and helpers; they would lead away from the repository that was named. */
const gitVariables = new Set(['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_PREFIX']);

function plainEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !gitVariables.has(name)));
}

const git = (repo: string, ...words: string[]) =>
  outputOf(['git', '-C', repo, ...words], plainEnvironment(), gitTimeout);

async function commitOf(repo: string, revision: string): Promise<string> {
  const { text, failure } = await git(repo, 'rev-parse', '--verify', '--end-of-options', `${revision}^{commit}`);
  if (failure !== null) throw usageError('unknown-revision', `${revision} in ${repo}: ${failure}`);
  return text.trim();
}

async function makeWorktree(repo: string, commit: string, source: string): Promise<void> {
  // What a build left that failed is not to be built upon.
  rmSync(source, { recursive: true, force: true });
  writing(source, () => mkdirSync(dirname(source), { recursive: true }));
  // --force: git still knows of the worktree that was just removed.
  const { text, failure } = await git(repo, 'worktree', 'add', '--force', '--detach', source, commit);
  if (failure !== null) throw new ExpectedError('no-worktree', `git worktree add ${source}: ${lastLines(text, 3)}`);
}

/** The places stand in the line as one word each; `${prefix}` is the shell's own. */
export function filledIn(command: string, places: { src: string; prefix: string }): string {
  return command.replace(/(?<!\$)\{(src|prefix)\}/g, (_, name: 'src' | 'prefix') => quoteForShell(places[name]));
}

/** Runs a line by the shell, its output into a file; null if it ended well, else how it ended. */
async function runShell(line: string, cwd: string, log: string, signal: AbortSignal): Promise<string | null> {
  signal.throwIfAborted();
  const output = openSync(log, 'w');
  // A group of its own, so that make's children end with it.
  const child = spawn('sh', ['-c', line], {
    cwd,
    env: plainEnvironment(),
    detached: true,
    stdio: ['ignore', output, output],
  });
  const end = (): void => {
    killGroup(child.pid, 'SIGTERM');
    setTimeout(() => killGroup(child.pid, 'SIGKILL'), graceMs).unref();
  };
  signal.addEventListener('abort', end, { once: true });
  try {
    const [code, killedBy] = (await once(child, 'exit')) as [number | null, string | null];
    signal.throwIfAborted();
    return code === 0 ? null : code === null ? `was ended by ${killedBy}` : `ended with exit code ${code}`;
  } finally {
    signal.removeEventListener('abort', end);
    // Compilers that did not hear the first signal have nobody left to wait for.
    if (signal.aborted) killGroup(child.pid, 'SIGKILL');
    closeSync(output);
  }
}

function killGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // All of them have ended.
  }
}

function buildFailed(
  revision: string,
  failure: string,
  { source, log }: { source: string; log: string },
): ExpectedError {
  const text = lastLines(readFileSync(log, 'utf8'), shownLines);
  return new ExpectedError(
    'build-failed',
    `the build of ${revision} ${failure}${text === '' ? '' : `; its last lines:\n${text}`}`,
    `all of its output is in ${log}; the sources are left in ${source}`,
  );
}

const lastLines = (text: string, count: number): string => text.trimEnd().split('\n').slice(-count).join('\n');
