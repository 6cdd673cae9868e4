import { expect, test } from 'vitest';
import { withProgram } from '../flimflam.js';
import { here } from '../here.js';

withProgram();

test.each([
  ['compare a b --repo . --build true', '--repo'],
  ['compare haproxy builtin --bisect', '--bisect'],
])('flimflam %s: what is built here is not on the host of a relay', async (words, option) => {
  const { code, stderr } = await here([...words.split(' '), '--hosts', 'relay2=lab1']);
  expect(stderr).toContain(`${option} is for builds that are made on this machine, and --hosts places relay 2 on lab1`);
  // To git bisect any fault of the command line is the end.
  expect(code).toBe(option === '--bisect' ? 128 : 2);
});

test('with the relays here it matters to nobody where the ends are', async () => {
  const { stderr } = await here(['compare', 'x', 'y', '--repo', './none', '--build', 'true', '--hosts', 'client=lab1']);
  expect(stderr).toContain('x in ');
});
