import { expect, test } from 'vitest';
import { targetRoles } from '../../src/scenario/targets.js';

test.each([
  ['relays', 2, ['relay1', 'relay2']],
  ['relays', 0, ['client', 'server']],
  ['relay2', 3, ['relay2']],
  ['client', 0, ['client']],
  ['server', 2, ['server']],
  ['all', 1, ['relay1', 'client', 'server']],
  ['all', 0, ['client', 'server']],
])('%s with %i relays', (target, hops, roles) => {
  expect(targetRoles(target, { hops })).toEqual(roles);
});

test.each([
  ['relay3', 2, 'there is no such relay in the chain', 'use one of relays, relay1, relay2, client, server, all'],
  ['relay1', 0, 'there is no such relay in the chain', 'use one of client, server, all'],
  ['everything', 1, 'there is no such part', 'use one of relays, relay1, client, server, all'],
])('%s with %i relays is refused', (target, hops, message, remedy) => {
  expect(() => targetRoles(target, { hops })).toThrow(expect.objectContaining({ exitCode: 2, remedy }));
  expect(() => targetRoles(target, { hops })).toThrow(message);
});
