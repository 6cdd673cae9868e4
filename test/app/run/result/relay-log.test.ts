import { expect, test } from 'vitest';
import { bothLogged, loggedIn, nothingLogged } from '../../../../src/app/run/result/relay-log.js';
import { relayOf } from '../../../../src/relays/index.js';

const { logLevel } = relayOf('nginx');
const line = (level: string): string => `2026/11/23 10:15:02 [${level}] 7#7: something`;

test('lines are counted by their level, and the first of them are quoted', () => {
  const text = [line('warn'), 'plain', line('error'), line('error'), ''].join('\n');
  expect(loggedIn(text, 'relay2', logLevel)).toEqual({
    errors: 2,
    warnings: 1,
    lines: [`relay 2: ${line('warn')}`, `relay 2: ${line('error')}`, `relay 2: ${line('error')}`],
  });
  expect(loggedIn('', 'relay1', logLevel)).toEqual(nothingLogged());
});

test('two parts of a log add up; no more lines are quoted than of one', () => {
  const many = loggedIn(`${line('error')}\n`.repeat(30), 'relay1', logLevel);
  expect([many.errors, many.lines.length]).toEqual([30, 20]);
  const both = bothLogged(many, loggedIn(line('warn'), 'relay1', logLevel));
  expect([both.errors, both.warnings, both.lines.length]).toEqual([30, 1, 20]);
});
