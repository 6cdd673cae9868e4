import { expect, test } from 'vitest';
import { addRelay } from '../../../src/relays/index.js';
import { builtin } from '../../../src/relays/builtin.js';
import { checkScenario } from '../../../src/scenario/scenario.js';
import { aScenario, onHosts } from '../../fixtures/scenario.js';

test("a relay of the user's own is for this machine alone", () => {
  addRelay({ ...builtin, name: 'mine', definedIn: { path: '/home/ada/mine.mjs', sha256: '00' } });
  const mine = aScenario({ relay: 'mine', deployment: onHosts({}, { definitions: ['/home/ada/mine.mjs'] }) });
  expect(checkScenario(mine).scenario).toEqual(mine);
  const elsewhere = { ...mine, deployment: onHosts({ server: 'lab' }) };
  expect(() => checkScenario(elsewhere)).toThrow(
    expect.objectContaining({ code: 'hosts-own', message: expect.stringMatching(/^\/home\/ada\/mine\.mjs defines/) }),
  );
});
