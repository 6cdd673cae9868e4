import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { AttachedWatch } from '../../../../src/app/run/chain/attached.js';
import { checkAttached } from '../../../../src/app/run/chain/attached-checks.js';
import { Trouble } from '../../../../src/app/run/trouble.js';
import { usualDeployment } from '../../../../src/model/deployment.js';
import type { Plan } from '../../../../src/model/plan.js';
import { aScenario } from '../../../fixtures/scenario.js';

function aProcess() {
  const child = spawn('sleep', ['60'], { stdio: 'ignore' });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

/** A port on which this test listens. */
async function listening(): Promise<number> {
  const server = createServer().listen({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  return (server.address() as { port: number }).port;
}

async function freePort(): Promise<number> {
  const server = createServer().listen({ host: '127.0.0.1', port: 0 });
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** What the check says of relays of these processes; by default the first one listens, and the server may. */
async function checked({ pids = [] as number[], address = '', server = '', relay = 'nginx' }): Promise<string[]> {
  const attached = {
    address: address === '' ? `127.0.0.1:${await listening()}` : address,
    server: server === '' ? `127.0.0.1:${await freePort()}` : server,
    pids,
    management: null,
  };
  const scenario = aScenario({ relay, deployment: { ...usualDeployment, attached } });
  return (await checkAttached(scenario)).map(({ code, message }) => `${code}: ${message}`);
}

test('a relay that ends is noticed, also before its parent takes note of it', async () => {
  const child = aProcess();
  const trouble = new Trouble();
  using watch = new AttachedWatch({ attached: [{ role: 'relay1', pid: child.pid! }] } as unknown as Plan, trouble);
  expect(watch.lost()).toBeNull();
  child.kill('SIGKILL');
  await expect(trouble.race(sleep(5000))).rejects.toThrow(`relay 1 (pid ${child.pid}), which was attached, has ended`);
});

test('a relay that was gone before is noticed at once', () => {
  using watch = new AttachedWatch(
    { attached: [{ role: 'relay2', pid: 2 ** 22 + 1 }] } as unknown as Plan,
    new Trouble(),
  );
  expect(watch.lost()?.message).toMatch(/^relay 2 \(pid 4194305\)/);
});

test('a scenario with relays of its own is not looked at', async () => {
  expect(await checkAttached(aScenario())).toEqual([]);
});

test('relays that nobody named are not known, and one that does not listen is told', async () => {
  expect(await checked({})).toEqual([expect.stringMatching(/^relays-not-known: nobody said which processes/)]);
  const { pid } = aProcess();
  expect(await checked({ pids: [pid!] })).toEqual([
    expect.stringMatching(
      `^not-the-listener: relay 1 \\(pid ${pid}\\) does not listen on 127.0.0.1:\\d+: process ${process.pid} `,
    ),
  ]);
});

test.each<[string, () => Promise<string[]>, RegExp]>([
  ['no process', () => checked({ pids: [2 ** 22 + 1] }), /^there is no process 4194305, which is to be relay 1/],
  ['Flimflam itself', () => checked({ pids: [process.pid] }), /is Flimflam itself, or has started it/],
  ['its parent', () => checked({ pids: [process.ppid] }), /is Flimflam itself, or has started it/],
  ['nobody listens', () => checked({ address: '127.0.0.1:1' }), /^nobody listens on 127\.0\.0\.1:1, where the first/],
  ['no address of ours', () => checked({ server: '192.0.2.1:5002' }), /192\.0\.2\.1:5002: this machine has no such/],
])('%s: that is refused', async (_, check, message) => {
  await expect(check()).rejects.toThrow(message);
});

test('a taken port of the server is told with the program that has it', async () => {
  const port = await listening();
  await expect(checked({ server: `127.0.0.1:${port}` })).rejects.toThrow(
    new RegExp(`^127\\.0\\.0\\.1:${port}, where our server is to listen, is taken by process ${process.pid} \\(`),
  );
});

test('processes of this machine are no relays of another one', async () => {
  const { pid } = aProcess();
  await expect(checked({ address: '192.0.2.1:5001', pids: [pid!] })).rejects.toThrow(/is another machine/);
});

test('a process and what comes of it are one relay', async () => {
  const child = spawn('sh', ['-c', 'sleep 60 & echo $!; wait'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const inner = Number(
    await new Promise<string>((resolve) => child.stdout.once('data', (text: Buffer) => resolve(text.toString()))),
  );
  onTestFinished(() => {
    child.kill('SIGKILL');
    process.kill(inner, 'SIGKILL');
  });
  await expect(checked({ pids: [child.pid!, inner] })).rejects.toThrow(
    `process ${inner} comes of process ${child.pid}: they are one relay`,
  );
});
