import { expect, test } from 'vitest';
import type { Protocol } from '../../src/model/names.js';
import { relaysOf } from '../../src/model/plan.js';
import { aPlan } from '../fixtures/scenario.js';

const workloads = { tcp: 'builtin', http1: 'h2load-h1', http2: 'h2load' } as const;

/** Both ends of a chain of two routers, with what is known of the router. */
function ends(protocol: Protocol, facts: Record<string, string>, relayOptions: Record<string, string> = {}) {
  const end = { path: '/opt/bin/end', facts: {} };
  const relay = { path: '/p/sbin/skrouterd', facts };
  const scenario = { relay: 'skrouterd', protocol, workload: workloads[protocol], relayOptions };
  const [first, last] = relaysOf(aPlan(scenario, { programs: { client: end, server: end, relay } }));
  return {
    listener: /\w+Listener \{[^}]+\}/.exec(first!.files[0]!.text)![0],
    connector: /\w+Connector \{[^}]+\}/.exec(last!.files[0]!.text)![0],
    inForce: first!.inForce,
    ready: first!.ready.find(({ kind }) => kind === 'router'),
  };
}

const old = { http_adaptors: 'yes', observer: 'no' };

test('http over an old router passes through its adaptor for that', () => {
  const { listener, connector, inForce, ready } = ends('http2', old);
  expect(listener).toMatch(/^httpListener \{[^]*protocolVersion: HTTP2\n/);
  expect(listener).not.toContain('observer');
  expect(connector).toMatch(/^httpConnector \{[^]*protocolVersion: HTTP2\n/);
  expect(inForce).toEqual({ adaptor: 'HTTP2' });
  expect(ready).toMatchObject({ listener: 'httpListener' });
  expect(ends('http1', old).listener).toContain('protocolVersion: HTTP1');
});

test('tcp over an old router has no observer, as that knows none', () => {
  const { listener, connector, inForce } = ends('tcp', old);
  expect(listener).toMatch(/^tcpListener/);
  expect(listener + connector).not.toMatch(/observer|protocolVersion/);
  expect(inForce).toEqual({ observer: 'none' });
  expect(ends('tcp', old, { observer: 'none' })).toEqual(ends('tcp', old));
});

test.each<[Protocol, string]>([
  ['tcp', 'auto'],
  ['http1', 'http1'],
  ['http2', 'none'],
])('over an old router with %s the observer %s is refused', (protocol, observer) => {
  expect(() => ends(protocol, old, { observer })).toThrow(
    expect.objectContaining({ code: 'no-observers', exitCode: 2, message: expect.stringContaining(observer) }),
  );
});

test('a router that has both takes its adaptor, unless an observer is asked for', () => {
  const both = { http_adaptors: 'yes' };
  expect(ends('http1', both).listener).toMatch(/^httpListener/);
  expect(ends('http1', both, { observer: 'http1' }).listener).toMatch(/^tcpListener \{[^]*observer: http1/);
  expect(ends('tcp', both).listener).toMatch(/^tcpListener \{[^]*observer: none/);
});

test('http over a current router is tcp with that observer, or the one that was asked for', () => {
  expect(ends('http1', {}).inForce).toEqual({ observer: 'http1' });
  expect(ends('http2', {}, { observer: 'none' }).inForce).toEqual({ observer: 'none' });
  expect(ends('http2', {}, { observer: 'none' }).listener).toMatch(/^tcpListener \{[^]*observer: none/);
});
