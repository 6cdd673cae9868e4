import { expect, test } from 'vitest';
import { relayProgramNames } from '../../src/model/names.js';
import { relayOf } from '../../src/relays/index.js';
import { aPlan, onHosts, planText } from '../fixtures/scenario.js';

const workloadFor = { tcp: 'builtin', http1: 'h2load-h1', http2: 'h2load' } as const;

const isRelay = (role: string): boolean => role.startsWith('relay');

// Client, relays and server on four hosts, so that every listener is for another one.
const apart = { relay1: 'lab1', relay2: 'lab2', server: 'lab3' };

test.each(relayProgramNames)('%s on hosts of its own', async (relay) => {
  const [protocol] = relayOf(relay).protocols;
  const plan = aPlan({ relay, protocol: protocol!, workload: workloadFor[protocol!], deployment: onHosts(apart) });
  await expect(planText(plan, isRelay)).toMatchFileSnapshot(`golden/${relay}-${protocol}-hosts.txt`);
});

test.each(relayProgramNames.filter((name) => relayOf(name).tls !== undefined))(
  '%s on hosts of its own, with TLS',
  async (relay) => {
    const plan = aPlan({ relay, deployment: onHosts(apart, { tls: 'both' }) });
    await expect(planText(plan, isRelay)).toMatchFileSnapshot(`golden/${relay}-tcp-hosts-tls-both.txt`);
  },
);

test('nginx as an HTTP proxy on hosts of its own', async () => {
  const changes = { relay: 'nginx', protocol: 'http1', workload: 'h2load-h1' } as const;
  const plan = aPlan({ ...changes, deployment: onHosts(apart, { tls: 'inter' }) });
  await expect(planText(plan, isRelay)).toMatchFileSnapshot('golden/nginx-http1-hosts-tls-inter.txt');
});
