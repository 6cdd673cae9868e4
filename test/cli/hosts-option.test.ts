import { expect, test } from 'vitest';
import { hostPlaces } from '../../src/cli/hosts-option.js';
import { argumentsOf } from '../../src/model/arguments.js';
import { aConfiguration } from '../fixtures/summary.js';

const at = (host: string, address: string | null = null) => ({ host, address });

test.each([
  ['client=lab1', { client: at('lab1') }],
  ['relay1=ada@lab1.example, relay_2 = localhost', { relay1: at('ada@lab1.example'), relay2: at('localhost') }],
  ['server=lab1/10.0.0.2', { server: at('lab1', '10.0.0.2') }],
  ['server=ssh://ada@lab1:2222/10.0.0.2', { server: at('ssh://ada@lab1:2222', '10.0.0.2') }],
  ['server=ssh://lab1', { server: at('ssh://lab1') }],
  ['client=localhost/10.0.0.1', { client: at('localhost', '10.0.0.1') }],
  ['client=fe80::1%eth0/10.0.0.1', { client: at('fe80::1%eth0', '10.0.0.1') }],
])('%s', (text, places) => {
  expect(hostPlaces(text)).toEqual(places);
});

test('an address is that of the host, whichever role it was said with', () => {
  const places = { client: at('a', '10.0.0.1'), relay1: at('b'), server: at('a', '10.0.0.1') };
  expect(hostPlaces('client=a,relay1=b,server=a/10.0.0.1')).toEqual(places);
});

test.each([
  ['', "'' is not ROLE=HOST, such as relay1=lab1."],
  ['lab1', "'lab1' is not ROLE=HOST, such as relay1=lab1."],
  ['client=a,', "'' is not ROLE=HOST, such as relay1=lab1."],
  ['relay=a', "There is no role 'relay'. Known: client, relay1 to relay8, server."],
  ['relay9=a', "There is no role 'relay9'. Known: client, relay1 to relay8, server."],
  ['toString=a', "There is no role 'toString'. Known: client, relay1 to relay8, server."],
  ['client=a,client=b', 'It names client twice.'],
  ['client=', 'It names no host for client.'],
  ['client=/10.0.0.1', 'It names no host for client.'],
  ['client=ssh://', 'It names no host for client.'],
  ['client=-oProxyCommand=x', '-oProxyCommand=x is no host: it begins with a hyphen.'],
  ['client=a b', "'a b' has letters that no host has."],
  ['client=$(x)', "'$(x)' has letters that no host has."],
  ['client=a\nb', "'a\nb' has letters that no host has."],
  ['client=a/', "client=a/: '' is no IPv4 address of a machine, such as 10.0.0.2."],
  ['client=a/lab', "client=a/lab: 'lab' is no IPv4 address of a machine, such as 10.0.0.2."],
  ['client=a/10.0.0.256', "client=a/10.0.0.256: '10.0.0.256' is no IPv4 address of a machine, such as 10.0.0.2."],
  ['client=a/0.0.0.0', "client=a/0.0.0.0: '0.0.0.0' is no IPv4 address of a machine, such as 10.0.0.2."],
  ['client=a/224.0.0.1', "client=a/224.0.0.1: '224.0.0.1' is no IPv4 address of a machine, such as 10.0.0.2."],
  ['client=a/10.0.0.1,server=a/10.0.0.2', 'It gives a two addresses, 10.0.0.1 and 10.0.0.2.'],
])('%j is refused', (text, message) => {
  expect(() => hostPlaces(text)).toThrow(expect.objectContaining({ message }));
});

test('what is saved is asked for again', () => {
  const text = 'client=lab1,relay1=ssh://ada@lab2:2222/10.0.0.2,server=localhost/10.0.0.1';
  const configuration = aConfiguration();
  const deployment = { ...configuration.deployment, hosts: hostPlaces(text) };
  expect(argumentsOf({ ...configuration, deployment })).toContainEqual(['--hosts', text]);
  expect(argumentsOf(configuration).flat()).not.toContain('--hosts');
});
