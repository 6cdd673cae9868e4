import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { roleColour } from '../../../src/report/page/role-colour.js';

test('every part of the longest chain has a colour of its own, which the page knows', () => {
  const roles = ['client', 'server', ...Array.from({ length: 8 }, (_, at) => `relay_${at + 1}`), 'flimflam'];
  const colours = roles.map(roleColour);
  expect(new Set(colours).size).toBe(roles.length);
  const css = readFileSync('src/report/client/report.css', 'utf8');
  for (const colour of colours) expect(css).toMatch(new RegExp(`\\.s${colour} \\{|:is\\(\\.s${colour},`));
});
