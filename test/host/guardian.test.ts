import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Guardian } from '../../src/host/guardian.js';
import type { ChildSpec, Exit } from '../../src/host/supervisor.js';
import { nativeFolder } from '../../src/host/native.js';

const executable = join(nativeFolder(), 'flimflam-guardian');

let folder: string;
let guardian: Guardian;
let exits: [name: string, exit: Exit][];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flimflam guardian '));
  exits = [];
});
afterEach(async () => {
  await guardian.stop(100);
  rmSync(folder, { recursive: true, force: true });
});

function begin(...channels: string[]): void {
  guardian = new Guardian(executable, channels);
  guardian.onExit = (name, exit) => exits.push([name, exit]);
}

const shell = (name: string, text: string, changes: Partial<ChildSpec> = {}): ChildSpec => ({
  name,
  argv: ['/bin/sh', '-c', text],
  environment: { PATH: '/usr/bin:/bin' },
  cwd: folder,
  log: join(folder, `${name}.log`),
  cpus: null,
  ...changes,
});

const log = (name: string): string => readFileSync(join(folder, `${name}.log`), 'utf8');

async function eventually(what: () => boolean, withinMs = 2000): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!what()) {
    if (Date.now() > deadline) throw new Error(`not within ${withinMs} ms: ${what.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Whether there is such a process that is no zombie. */
function lives(pid: number): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

test('a process is started as the leader of its group, with its folder, log and environment alone', async () => {
  begin();
  const environment = { PATH: '/usr/bin:/bin', 'WITH TAB': 'a\tb\nc\\d' };
  const pid = await guardian.start(
    shell('one', 'pwd; printf "%s\\n" "$$"; env | grep -c . ; cat /proc/$$/stat >&2; exit 7', { environment }),
  );
  await eventually(() => guardian.exitOf('one') !== null);
  expect(guardian.exitOf('one')).toMatchObject({ code: 7, signal: null });
  expect(exits).toEqual([['one', guardian.exitOf('one')]]);
  const [cwd, ownPid] = log('one').split('\n');
  expect([cwd, Number(ownPid)]).toEqual([folder, pid]);
  expect(log('one')).toMatch(new RegExp(`^${pid} \\(sh\\) \\w \\d+ ${pid} `, 'm'));
});

test('an environment goes through as it is', async () => {
  begin();
  const environment = { TRICKY: 'tab\there\nnew \\line=x', EMPTY: '' };
  await guardian.start(shell('one', 'printf "%s|%s|%s" "$TRICKY" "${EMPTY-unset}" "${HOME-unset}"', { environment }));
  await eventually(() => guardian.exitOf('one') !== null);
  expect(log('one')).toBe(`${environment.TRICKY}||unset`);
});

test('a channel is stdin and stdout; stderr stays with the log', async () => {
  begin('talk');
  const heard: [string, number][] = [];
  guardian.onLine('talk', (line, timeNs) => heard.push([line, timeNs]));
  await guardian.start(
    shell('talk', 'while read -r line; do echo "heard $line"; echo "log $line" >&2; done; printf rest'),
  );
  guardian.write('talk', 'one');
  await eventually(() => heard.length === 1);
  guardian.write('talk', 'two  with blanks');
  await eventually(() => heard.length === 2);
  expect(heard.map(([line]) => line)).toEqual(['heard one', 'heard two  with blanks']);
  expect(heard[1]![1]).toBeGreaterThan(heard[0]![1]);
  expect(guardian.output('talk')).toBe('heard one\nheard two  with blanks\n');
  expect(log('talk')).toBe('log one\nlog two  with blanks\n');
  expect(guardian.output('nobody')).toBe('');
});

test('many lines come whole and in order', async () => {
  begin('many');
  let lines = 0;
  let wrong = 0;
  guardian.onLine('many', (line) => {
    lines += 1;
    if (line !== `line ${lines} ${'x'.repeat(60)}`) wrong += 1;
  });
  await guardian.start(shell('many', `seq -f 'line %.0f ${'x'.repeat(60)}' 20000`));
  await eventually(() => lines === 20_000, 5000);
  expect(wrong).toBe(0);
});

test('the CPU time of a process that has ended is told', async () => {
  begin();
  await guardian.start(shell('busy', 'i=0; while [ $i -lt 100000 ]; do i=$((i + 1)); done'));
  await eventually(() => exits.length === 1, 5000);
  const { userMicroseconds, systemMicroseconds } = exits[0]![1].cpu;
  expect(userMicroseconds + systemMicroseconds).toBeGreaterThan(5000);
  expect(userMicroseconds + systemMicroseconds).toBeLessThan(5_000_000);
});

test('a signal is told by its name', async () => {
  begin();
  await guardian.start(shell('one', 'kill -SEGV $$'));
  await eventually(() => exits.length === 1);
  expect(exits).toEqual([['one', expect.objectContaining({ code: null, signal: 'SEGV' })]]);
});

test('what cannot be started is an expected error that says why', async () => {
  begin();
  const cases: [Partial<ChildSpec>, RegExp][] = [
    [{ argv: ['/no/such/program'] }, /^bad: cannot execute \/no\/such\/program: No such file/],
    [{ argv: [folder] }, /^bad: cannot execute .*: Permission denied/],
    [{ cwd: '/no/where' }, /cannot enter directory \/no\/where/],
    [{ log: '/no/where/log' }, /cannot open log/],
    [{ cpus: [8000] }, /bad: .*CPU/i],
    [{ cgroup: '/no/where/cgroup.procs' }, /cannot enter cgroup \/no\/where/],
  ];
  for (const [changes, message] of cases) {
    await expect(guardian.start(shell('bad', 'true', changes))).rejects.toMatchObject({
      name: 'ExpectedError',
      code: 'start-failed',
      message: expect.stringMatching(message),
    });
  }
  expect(guardian.pids()).toEqual([]);
});

test('a process is pinned to its CPUs', async () => {
  begin();
  await guardian.start(shell('one', 'grep Cpus_allowed_list /proc/self/status', { cpus: [0] }));
  await eventually(() => guardian.exitOf('one') !== null);
  expect(log('one')).toBe('Cpus_allowed_list:\t0\n');
});

test('a process enters its cgroup before its program begins', async () => {
  begin();
  // To the kernel a 0 is the process that writes it.
  const procs = join(folder, 'cgroup.procs');
  writeFileSync(procs, '');
  await guardian.start(shell('one', 'cat cgroup.procs', { cgroup: procs }));
  await eventually(() => exits.length === 1);
  expect(log('one')).toBe('0');
});

test.each(['stop', 'its own death'])('the folder of a cgroup does not outlive the guardian: %s', async (how) => {
  begin();
  const cgroup = join(folder, 'a cgroup');
  guardian.removeAtEnd(cgroup);
  mkdirSync(cgroup);
  await guardian.start(shell('one', 'sleep 100'));
  if (how !== 'stop') process.kill(guardian.pid!, 'SIGKILL');
  await guardian.stop(100);
  expect(existsSync(cgroup)).toBe(false);
});

// A guardian of a few lines that notes what it is told. No process has this id, so that none can be hurt.
const noteTaker = `#!/bin/sh
while IFS= read -r line; do
  echo "$line" >> "$0.notes"
  name=$(printf '%s' "$line" | cut -f 2)
  case $line in
    spawn*) printf 'started\t%s\t99999999\n' "$name" ;;
    signal*) printf 'exited\t%s\t-\tTERM\ngone\t%s\n' "$name" "$name" ;;
    quit*) exit 0 ;;
  esac
done
`;

test('stop: TERM in reverse order of start, then the guardian', async () => {
  const fake = join(folder, 'guardian');
  writeFileSync(fake, noteTaker, { mode: 0o755 });
  guardian = new Guardian(fake, []);
  for (const name of ['first', 'second', 'third']) await guardian.start(shell(name, 'true'));
  expect(guardian.pids().map(({ name }) => name)).toEqual(['first', 'second', 'third']);
  await guardian.stop(5000);
  const notes = readFileSync(`${fake}.notes`, 'utf8').trimEnd().split('\n');
  expect(notes.filter((note) => !/^(spawn|beat)/.test(note))).toEqual([
    'signal\tthird\tTERM',
    'signal\tsecond\tTERM',
    'signal\tfirst\tTERM',
    'quit',
  ]);
});

test('stop: who ends on TERM is not waited for longer, and may say its last word', async () => {
  begin('first', 'second');
  for (const name of ['first', 'second']) {
    await guardian.start(shell(name, "trap 'echo bye; exit 3' TERM; echo up; read -r line"));
    await eventually(() => guardian.output(name) === 'up\n');
  }
  const started = Date.now();
  await guardian.stop(2000);
  expect(Date.now() - started).toBeLessThan(1900);
  expect(guardian.exitOf('first')).toMatchObject({ code: 3, signal: null });
  expect(guardian.output('second')).toBe('up\nbye\n');
  expect(guardian.pids()).toEqual([]);
});

test('stop: KILL for what ignores TERM, after the delay and not before', async () => {
  begin('deaf');
  const pid = await guardian.start(shell('deaf', "trap '' TERM HUP INT; sleep 100 & echo $!; wait; wait; sleep 100"));
  await eventually(() => /^\d+\n/.test(guardian.output('deaf')));
  const grandchild = Number(guardian.output('deaf'));
  const started = Date.now();
  await guardian.stop(300);
  const took = Date.now() - started;
  expect(took).toBeGreaterThanOrEqual(290);
  expect(took).toBeLessThan(1000);
  await eventually(() => !lives(pid) && !lives(grandchild));
});

test('stop: what a process left behind in its group ends too', async () => {
  begin('leader');
  await guardian.start(shell('leader', "(trap '' TERM; sleep 100) & echo $!"));
  await eventually(() => guardian.exitOf('leader') !== null && guardian.output('leader') !== '');
  const orphan = Number(guardian.output('leader'));
  expect(lives(orphan)).toBe(true);
  await guardian.stop(200);
  await eventually(() => !lives(orphan));
});

test('stop can be called twice, and when nothing was started', async () => {
  begin();
  const { pid } = guardian;
  await guardian.stop(100);
  await guardian.stop(100);
  expect(lives(pid!)).toBe(false);
});

test('when the guardian is killed nothing is left within 2 s, and it is told', async () => {
  begin('deaf');
  let deaths = 0;
  guardian.onDeath = () => (deaths += 1);
  const pid = await guardian.start(shell('deaf', "trap '' TERM HUP; sleep 100 & echo $!; wait; sleep 100"));
  await eventually(() => guardian.output('deaf') !== '');
  const grandchild = Number(guardian.output('deaf'));
  process.kill(guardian.pid!, 'SIGKILL');
  await eventually(() => !lives(pid) && !lives(grandchild), 2000);
  expect(deaths).toBe(1);
  await guardian.stop(100);
  expect(guardian.pids()).toEqual([]);
});

test('a start that the guardian does not live to answer is refused', async () => {
  begin();
  process.kill(guardian.pid!, 'SIGKILL');
  await expect(guardian.start(shell('one', 'true'))).rejects.toMatchObject({ code: 'guardian-died' });
});

test('a guardian that is not there is told as a death', async () => {
  guardian = new Guardian(join(folder, 'no-guardian'), ['x']);
  await expect(guardian.start(shell('one', 'true'))).rejects.toMatchObject({ code: 'guardian-died' });
  expect(existsSync(join(folder, 'one.log'))).toBe(false);
});

test('lines that are only to be heard are not kept', async () => {
  guardian = new Guardian(executable, ['one'], (line) => line.startsWith('sample '));
  const heard: string[] = [];
  guardian.onLine('one', (line) => heard.push(line));
  await guardian.start(shell('one', 'echo mark 1; echo sample 2; echo mark 3'));
  await eventually(() => heard.length === 3);
  expect(heard).toEqual(['mark 1', 'sample 2', 'mark 3']);
  expect(guardian.output('one')).toBe('mark 1\nmark 3\n');
});
