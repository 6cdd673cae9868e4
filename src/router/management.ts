import type { Socket } from 'node:net';
import rhea from 'rhea';
import { ExpectedError, messageOf } from '../errors.js';
import { loopback } from '../model/address.js';

export type Row = Record<string, unknown>;

/** One AMQP connection to the `$management` node of a router. */
export interface Management {
  /** All rows of an entity type (without the prefix `io.skupper.router.`); rejects when the router says no. */
  query: (type: string, attributes?: readonly string[]) => Promise<Row[]>;
  close: () => Promise<void>;
}

const pageRows = 500;
const patienceMs = 5000;
/** A router says goodbye at once, or not at all. */
const closingMs = 200;

/** That of another router, by its id, as it is reached through the one that is connected to. */
export const managementNodeOf = (id: string): string => `_topo/0/${id}/${ownNode}`;

const ownNode = '$management';

/** Connects to the management listener of a router; each answer is waited for so long. */
export function openManagement(
  port: number,
  timeoutMs = patienceMs,
  host = loopback,
  node = ownNode,
): Promise<Management> {
  const container = rhea.create_container({ id: `flimflam-${process.pid}` });
  const connection = container.connect({ host, port, reconnect: false, username: 'anonymous' });
  const sender = connection.open_sender(node);
  const receiver = connection.open_receiver({ source: { address: '', dynamic: true } });
  const waiting = new Map<number, { resolve: (message: rhea.Message) => void; reject: (error: Error) => void }>();
  let nextId = 1;
  let gone: ExpectedError | null = null;

  const failAll = (text: string): void => {
    gone ??= new ExpectedError('router-management', `the router's management on port ${port}: ${text}`);
    for (const { reject } of waiting.values()) reject(gone);
    waiting.clear();
  };

  // It could not be delivered; another question may be, when the routers know more of each other.
  const refuse = (): void => {
    const error = new ExpectedError('router-management', `nobody is reached at ${node} from port ${port}`);
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  for (const outcome of ['released', 'rejected', 'modified']) sender.on(outcome, refuse);

  receiver.on('message', ({ message }: rhea.EventContext) => {
    const id = Number(message?.correlation_id);
    if (message !== undefined) waiting.get(id)?.resolve(message);
    waiting.delete(id);
  });
  container.on('connection_close', () => failAll('it closed the connection'));
  container.on('error', (error: Error) => failAll(error.message));
  container.on('protocol_error', () => failAll('it does not speak AMQP'));

  const request = (type: string, attributes: readonly string[], offset: number): Promise<rhea.Message> =>
    new Promise((resolve, reject) => {
      // Nobody would answer.
      if (gone !== null) return reject(gone);
      const id = nextId++;
      const timer = setTimeout(() => {
        waiting.delete(id);
        reject(new ExpectedError('router-management', `the router's management on port ${port} did not answer`));
      }, timeoutMs);
      const settle =
        <T>(then: (value: T) => void) =>
        (value: T): void => {
          clearTimeout(timer);
          then(value);
        };
      waiting.set(id, { resolve: settle(resolve), reject: settle(reject) });
      sender.send({
        correlation_id: id,
        reply_to: receiver.source.address,
        application_properties: {
          operation: 'QUERY',
          type: 'org.amqp.management',
          name: 'self',
          entityType: `io.skupper.router.${type}`,
          offset: rhea.types.wrap_int(offset),
          count: rhea.types.wrap_int(pageRows),
        },
        body: { attributeNames: [...attributes] },
      });
    });

  const management: Management = {
    async query(type, attributes = []) {
      const rows: Row[] = [];
      for (;;) {
        const page = rowsOf(await request(type, attributes, rows.length));
        rows.push(...page);
        if (page.length < pageRows) return rows;
      }
    },
    close: () =>
      new Promise((resolve) => {
        connection.once('connection_close', () => resolve());
        connection.once('disconnected', () => resolve());
        failAll('it was closed');
        connection.close();
        setTimeout(() => {
          hangUp(connection);
          resolve();
        }, closingMs).unref();
      }),
  };

  return new Promise((resolve, reject) => {
    const fail = (text: string): void => {
      clearTimeout(timer);
      reject(new ExpectedError('router-management', `cannot talk to the router's management on port ${port}: ${text}`));
    };
    const timer = setTimeout(() => {
      hangUp(connection);
      fail('no answer');
    }, timeoutMs);
    let opened = 0;
    const one = (): void => {
      if (++opened < 2) return;
      clearTimeout(timer);
      resolve(management);
    };
    sender.once('sendable', one);
    receiver.once('receiver_open', one);
    // rhea tells the container only what nobody hears at the connection.
    connection.on('disconnected', () => {
      failAll('the connection was lost');
      fail('connection refused or lost');
    });
    container.once('protocol_error', () => fail('it does not speak AMQP'));
    connection.on('connection_error', () => {
      failAll(messageOf(connection.error));
      fail(messageOf(connection.error));
    });
  });
}

/** A router that stands still says no goodbye: its socket is let go. */
function hangUp(connection: rhea.Connection): void {
  (connection as { socket?: Socket }).socket?.destroy();
}

function rowsOf(message: rhea.Message): Row[] {
  const status = Number(message.application_properties?.['statusCode']);
  if (status !== 200) {
    const text = String(message.application_properties?.['statusDescription'] ?? 'no description');
    throw new ExpectedError('router-management', `the router's management answered ${status}: ${text}`);
  }
  const { attributeNames, results } = message.body as { attributeNames: string[]; results: unknown[][] };
  return results.map((values) => Object.fromEntries(attributeNames.map((name, at) => [name, plain(values[at])])));
}

/** rhea hands 64-bit integers above 2^53 back as buffers; they are counters here, so a rounded number will do. */
function plain(value: unknown): unknown {
  return Buffer.isBuffer(value) && value.length === 8 ? Number(value.readBigUInt64BE()) : value;
}
