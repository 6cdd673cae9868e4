import { spawn, spawnSync, type ChildProcess, type SpawnSyncReturns } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { makeLaboratory, whyNoLaboratory, type Laboratory } from './laboratory/laboratory.js';

const why = whyNoLaboratory();
let laboratory: Laboratory;

beforeAll(async () => {
  if (why === null) laboratory = await makeLaboratory({ hosts: 2 });
});
beforeEach((context) => context.skip(why !== null, why ?? ''));
afterAll(() => laboratory?.[Symbol.asyncDispose]());

const ssh = (host: string, command: string): string[] => [
  ...['ssh', '-o', 'BatchMode=yes', '-o', 'ConnectTimeout=1', host],
  command,
];
const surroundings = (): NodeJS.ProcessEnv => ({ ...process.env, ...laboratory.environment });

function on(host: string, command: string): SpawnSyncReturns<string> {
  const [program = '', ...args] = ssh(host, command);
  return spawnSync(program, args, { encoding: 'utf8', env: surroundings() });
}

/** A program that was started, and the first line that it said. */
async function started([program = '', ...args]: string[]): Promise<{ child: ChildProcess; line: string }> {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'ignore'], env: surroundings() });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { child, line };
}

const node = (text: string): string => `exec ${process.execPath} -e "${text}"`;

test('each host has a network of its own, and is reached directly or by way of another', () => {
  const [first, second, ours] = ['h1', 'h2', 'localhost'].map((name) => laboratory.addressOf(name));
  expect(on('h1', 'echo $SSH_CONNECTION; ls -x /sys/class/net').stdout).toMatch(
    new RegExp(`^${ours} \\d+ ${first} 22\\ncontrol +data +lo\\n$`),
  );
  expect(on('h2.jump', 'echo $SSH_CONNECTION').stdout).toMatch(new RegExp(`^${first} \\d+ ${second} 22\\n$`));
});

test('what a host runs, where it listens and what went over its networks is told apart from the others', async () => {
  const before = laboratory.bytes('h1', 'data');
  expect(before.received).toBeLessThan(1000);
  const address = laboratory.addressOf('h1', 'data');
  const listening = `.listen(0, '${address}', function () { console.log(this.address().port) })`;
  const server = await started(
    ssh('h1', node(`require('net').createServer((peer) => peer.end(Buffer.alloc(20000)))${listening}`)),
  );
  expect(laboratory.programsIn('h1')).toEqual([expect.stringContaining('createServer')]);
  expect(laboratory.programsIn('h2')).toEqual([]);
  expect(laboratory.listeningIn('h1')).toEqual([`${address}:${server.line}`]);
  expect(laboratory.listeningIn('h2')).toEqual([]);

  expect(on('h2', node(`require('net').connect(${server.line}, '${address}').on('data', () => {})`)).status).toBe(0);
  expect(laboratory.bytes('h1', 'data').sent - before.sent).toBeGreaterThan(20_000);

  await Promise.all([once(server.child, 'exit'), laboratory.killSsh('h1')]);
  await laboratory.halt('h1');
  expect(laboratory.programsIn('h1')).toEqual([]);
  await laboratory.boot('h1');
  const { child } = await started(ssh('h1', 'echo here; exec sleep 60'));
  await Promise.all([once(child, 'exit'), laboratory.killSsh('h1', 'there')]);
});

test('a host whose cables were pulled does not answer, and does again', async () => {
  laboratory.cut('h2');
  expect(on('h2', 'echo here')).toMatchObject({ status: 255, stderr: expect.stringMatching(/timed out|No route/) });
  await laboratory.mend('h2');
  expect(on('h2', 'echo here').stdout).toBe('here\n');
});

test('a host can lack programs and room, and be slow', async () => {
  const name = await laboratory.addHost({ without: ['cc'], roomInTmp: '64k' });
  const { stdout } = on(name, 'command -v cc; command -v sh; head -c 100000 /dev/zero 2>&1 >/tmp/full');
  expect(stdout).toMatch(/^\S+\/sh\n.*No space left on device\n$/);
  // Some kernels have no such queue.
  expect(laboratory.slow(name, '10mbit') ?? 'tbf: none').toMatch(/^tbf: /);
});

test('a host with another key than the known one is refused', async () => {
  await laboratory.replaceHostKey('h2');
  expect(on('h2', 'echo here')).toMatchObject({ stdout: '', stderr: expect.stringContaining('verification failed') });
});

/** What there is of the laboratories of a process. */
const leftOf = (pid: number): string[] =>
  ['/run/netns', '/run'].flatMap((folder) => readdirSync(folder)).filter((name) => name.includes(`ff${pid}.`));

test('nothing is left at the end, nor of a process that was killed', async () => {
  const modules = join(import.meta.dirname, '..', 'bench', 'from-typescript.mjs');
  const text = [
    `const { fromTypeScript } = await import('${modules}');`,
    "const { makeLaboratory } = await fromTypeScript('test/laboratory/laboratory');",
    'await makeLaboratory({ hosts: 1 });',
    "console.log('made');",
    'setInterval(() => {}, 1000);',
  ];
  const { child } = await started([process.execPath, '--input-type=module', '-e', text.join('\n')]);
  expect(leftOf(child.pid!)).toHaveLength(3);
  child.kill('SIGKILL');
  await expect.poll(() => leftOf(child.pid!), { timeout: 20_000 }).toEqual([]);

  expect(leftOf(process.pid)).toHaveLength(5);
  await laboratory[Symbol.asyncDispose]();
  expect(leftOf(process.pid)).toEqual([]);
});
