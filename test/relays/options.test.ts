import { expect, test } from 'vitest';
import { choiceOption, sizeOption } from '../../src/relays/options.js';
import { relays } from '../../src/relays/index.js';

test('a size takes whole numbers between its bounds', () => {
  const { check, description } = sizeOption('bytes', 2, 64);
  expect(description).toBe('bytes (2 to 64)');
  for (const good of ['2', '64', '007']) expect(check(good)).toBeNull();
  for (const bad of ['1', '65', '2.5', '+3', ' 3', '1e1', '0x10', '']) {
    expect(check(bad)).toBe('wants a whole number from 2 to 64');
  }
});

test('a choice takes exactly its words', () => {
  const { check } = choiceOption('kind', ['on', 'off']);
  expect(check('on')).toBeNull();
  for (const bad of ['On', 'on ', '', 'onoff']) expect(check(bad)).toBe('wants one of on, off');
});

test('dataConnectionCount of skrouterd takes auto and 1 to 64', () => {
  const { check } = relays.skrouterd.options['dataConnectionCount']!;
  for (const good of ['auto', '1', '9', '10', '59', '60', '64']) expect(check(good)).toBeNull();
  for (const bad of ['0', '65', '100', '01', 'Auto', '']) expect(check(bad)).toBe('wants auto, or 1 to 64');
});

test('burn of builtin takes whole microseconds from 0 to a second', () => {
  const { check } = relays.builtin.options['burn']!;
  for (const good of ['0', '1', '1000000']) expect(check(good)).toBeNull();
  for (const bad of ['-1', '1000001', '0.5', '1ms', ''])
    expect(check(bad)).toBe('wants a whole number from 0 to 1000000');
});
