// How much later than a chain of routers is ready Flimflam knows it: against a poller of its own, which starts the same chain.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import rhea from 'rhea';
import { median, now, root, sleep, spread, takeTurns } from './measure.mjs';

/** Seconds. */
const mostLater = 0.3;
const lookEvery = 0.01;

export async function benchReady(rounds) {
  console.log(`when a chain of routers is ready, ${rounds} rounds, seconds from the start of its first router`);
  const met = [];
  for (const hops of [1, 2, 3]) {
    const sides = { flimflam: () => flimflamReady(hops), itself: () => readyByItself(hops) };
    const { flimflam, itself } = await takeTurns(sides, rounds);
    // The two start chains of their own, so that only medians can be compared.
    const later = median(flimflam.ready) - median(itself.ready);
    met.push(later <= mostLater);
    console.log(
      `  ${hops} router${hops === 1 ? ' ' : 's'}  flimflam ${spread(flimflam.ready)}, operStatus ${spread(itself.ready)}: ` +
        `${later.toFixed(2)} later, at most ${mostLater}: ${met.at(-1) ? 'met' : 'MISSED'}`,
    );
  }
  return met;
}

const optionsOf = (hops, folder) => [
  '-r',
  'skrouterd',
  '--hops',
  String(hops),
  '--warmup',
  '0',
  '--duration',
  '0.1',
  '--output',
  folder,
];

/** What Flimflam tells of its own start. */
async function flimflamReady(hops) {
  const folder = mkdtempSync(join(tmpdir(), 'flimflam-bench-'));
  const child = spawn(join(root, 'flimflam'), ['run', '--quiet', '--verbose', ...optionsOf(hops, folder)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const seen = {};
  for await (const line of createInterface({ input: child.stderr })) {
    if (line.includes(`started relay${hops},`)) seen.started = now();
    if (line.includes('relay1 is ready')) seen.ready = now();
  }
  rmSync(folder, { recursive: true, force: true });
  if (seen.ready === undefined) throw new Error(`the chain of ${hops} was not ready`);
  return { ready: seen.ready - seen.started };
}

/** The same chain, started here, each router when the one before listens; and the moment at which relay 1 says `up`. */
async function readyByItself(hops) {
  const folder = mkdtempSync(join(tmpdir(), 'flimflam-bench-'));
  const { stdout } = spawnSync(join(root, 'flimflam'), ['run', '--dry-run', ...optionsOf(hops, folder)], {
    encoding: 'utf8',
  });
  const { plan } = JSON.parse(stdout);
  const routers = [];
  try {
    for (const [name, text] of Object.entries(plan.configs)) {
      const path = join(folder, 'dry-run', name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
    const started = now();
    for (let index = hops; index >= 1; index--) {
      const [program, ...args] = plan.commands[`relay_${index}`];
      routers.push(spawn(program, args, { stdio: 'ignore' }));
      // A tcpListener opens its port only when the chain is ready.
      const [listens, management] = plan.ports[`relay_${index}`];
      await untilListening(index === 1 ? management : listens);
    }
    await untilUp(plan.ports.relay_1[1]);
    return { ready: now() - started };
  } finally {
    for (const router of routers) router.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}

async function untilListening(port) {
  const end = `:${port.toString(16).toUpperCase().padStart(4, '0')} 00000000:0000 0A`;
  while (!readFileSync('/proc/net/tcp', 'latin1').includes(end)) await sleep(lookEvery);
}

/** Asks over AMQP, as skstat does. */
function untilUp(port) {
  return new Promise((resolve, reject) => {
    const connection = rhea.create_container().connect({ host: '127.0.0.1', port, reconnect: false });
    const sender = connection.open_sender('$management');
    const receiver = connection.open_receiver({ source: { address: '', dynamic: true } });
    const ask = () =>
      sender.send({
        reply_to: receiver.source.address,
        application_properties: {
          operation: 'QUERY',
          type: 'org.amqp.management',
          name: 'self',
          entityType: 'io.skupper.router.tcpListener',
        },
        body: { attributeNames: ['operStatus'] },
      });
    receiver.on('receiver_open', ask);
    receiver.on('message', ({ message }) => {
      if (message.body.results[0]?.[0] !== 'up') setTimeout(ask, lookEvery * 1000);
      else {
        connection.close();
        resolve();
      }
    });
    connection.on('disconnected', () => reject(new Error('the management of relay 1 cannot be asked')));
  });
}
